"""The policy of access, tests/access/policy.toml: read for the tests, and as a page for people."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.generate.discover import System

SOURCE = "tests/access/policy.toml"
HIDDEN = "hidden"


@dataclass(frozen=True)
class Rule:
    """Who may do something with one kind of object: per state, sets of actors with what they get, in order."""

    on: str
    text: str
    states: dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Row:
    """A route's rule, and the states in which it differs from its rule."""

    rule: str
    states: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """All of it. Raises at reading for what the file does not define."""

    actors: dict[str, str]
    sets: dict[str, list[str]]
    states: dict[str, dict[str, str]]
    rules: dict[str, Rule]
    routes: dict[str, Row]

    def verdict(self, route: str, state: str, actor: str) -> str:
        """`yes`, `hidden`, `nothing`, or a status and a code."""
        row = self.routes[route]
        lines = row.states.get(state, self.rules[row.rule].states[state])
        return next((verdict for name, verdict in lines if actor in self.sets[name]), HIDDEN)

    def on(self, route: str) -> str:
        """The kind of object that a route names; empty when it names none."""
        return self.rules[self.routes[route].rule].on


def read(path: Path) -> Policy:
    """The policy of a file."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = {name: Rule(each["on"], each["text"], _lines(each)) for name, each in raw["rules"].items()}
    routes = {route: Row(each["rule"], _lines(each)) for route, each in raw["routes"].items()}
    policy = Policy(raw["actors"], raw["sets"], raw["states"], rules, routes)
    _check(policy)
    return policy


def access_files(system: System) -> dict[str, str]:
    """Path → text of the page."""
    path = system.root / SOURCE
    return {"docs/access.md": _page(read(path))} if path.is_file() else {}


def _lines(raw: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    found = {}
    for state, lines in raw.items():
        if isinstance(lines, list):
            parted = [line.partition(": ") for line in lines]
            found[state] = [(name, verdict) for name, _, verdict in parted]
    return found


def _check(policy: Policy) -> None:
    for name, members in policy.sets.items():
        if unknown := set(members) - set(policy.actors):
            raise ValueError(f"set {name}: no such actors {unknown}")
    for name, rule in policy.rules.items():
        if set(rule.states) != set(policy.states.get(rule.on, {})):
            raise ValueError(f"rule {name} must say something of each state of {rule.on or 'nothing'}")
    for route, row in policy.routes.items():
        if row.rule not in policy.rules or set(row.states) - set(policy.rules[row.rule].states):
            raise ValueError(f"{route}: no such rule or state")
    for where, lines in _all_lines(policy):
        for name, verdict in lines:
            known = verdict in ("yes", HIDDEN, "nothing") or verdict[:3].isdigit()
            if name not in policy.sets or not known:
                raise ValueError(f"{where}: {name}: {verdict}")


def _all_lines(policy: Policy) -> list[tuple[str, list[tuple[str, str]]]]:
    each: list[tuple[str, dict[str, list[tuple[str, str]]]]] = [
        (name, rule.states) for name, rule in policy.rules.items()
    ]
    each += [(route, row.states) for route, row in policy.routes.items()]
    return [(where, lines) for where, states in each for lines in states.values()]


def _page(policy: Policy) -> str:
    parts = [
        "# Who may do what\n",
        f"<!-- Made by scripts/generate from {SOURCE}; edit that, not this file. -->\n",
        (
            "`tests/access` asks every route in the name of every actor about every state of what it names. "
            "**yes**: done. **hidden**: 404, exactly as for what does not exist. **nothing**: answered like a repeat, "
            "and nothing changes. A number is a status, with the code of the refusal. A route of members answers 401 "
            "to who has no session, and to who is suspended.\n"
        ),
        "## Actors\n",
        _table(("actor", "who that is"), [(name, text) for name, text in policy.actors.items()]),
        "## Sets\n",
        _table(("set", "actors"), [(name, ", ".join(members)) for name, members in policy.sets.items()]),
    ]
    for kind, states in policy.states.items():
        parts += [f"## Kind: {kind}\n", _table(("state", "what that is"), list(states.items()))]
    parts.append("## Rules\n")
    for name, rule in policy.rules.items():
        parts.append(f"### {name}\n\n{rule.text}\n")
        if rule.states:
            rows = [(state, _sentence(lines)) for state, lines in rule.states.items()]
            parts.append(_table((rule.on, "verdict"), rows))
    parts.append("## Routes\n")
    routes = [
        (f"`{route}`", row.rule, "; ".join(f"{state}: {_sentence(lines)}" for state, lines in row.states.items()))
        for route, row in policy.routes.items()
    ]
    parts.append(_table(("route", "rule", "but"), routes))
    return "\n".join(parts)


def _sentence(lines: list[tuple[str, str]]) -> str:
    return "; ".join([*(f"{name}: {verdict}" for name, verdict in lines), f"others: {HIDDEN}"])


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
