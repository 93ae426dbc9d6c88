"""Pages for people: the map of the platform, its settings, and what each function may do."""

from __future__ import annotations

import re
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from desk.generate.discover import Context, Function, System
from desk.generate.routes import routes_of
from desk.generate.templates import Declared, Properties, read_templates
from kit.settings import Settings

_SOURCES = {
    "http": "HTTP",
    "socket": "socket",
    "inbox": "inbox",
    "work": "queue",
    "queue": "queue",
    "stream": "stream",
    "schedule": "clock",
    "direct": "direct",
}


def page_files(system: System) -> dict[str, str]:
    """Path → text of every page."""
    return {
        "docs/map.md": _map(system),
        "docs/settings.md": _settings(),
        "docs/iam.md": _iam(system),
    }


def _made(source: str) -> str:
    return f"<!-- Made by scripts/generate from {source}; edit that, not this file. -->\n"


def _map(system: System) -> str:
    parts = [
        "# Map\n",
        _made("functions/"),
        _diagram(system),
        *[_chapter(system, context) for context in system.contexts],
    ]
    return "\n".join(parts)


def _diagram(system: System) -> str:
    """Who hears whom: an arrow per pair of contexts, with the facts on it."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for fact in system.facts:
        for function in system.hearers[fact.type_name()]:
            arrows.setdefault((fact.context(), function.context), []).append(fact.__name__)
    names = [context.name for context in system.contexts]
    lines = [f"    {name}[{name}]" for name in names]
    lines += [f"    {a} -->|{'<br>'.join(sorted(set(facts)))}| {b}" for (a, b), facts in sorted(arrows.items())]
    return "Facts, from who says them to who reacts:\n\n```mermaid\nflowchart LR\n" + "\n".join(lines) + "\n```\n"


def _chapter(system: System, context: Context) -> str:
    said = [fact.type_name() for fact in system.facts if fact.context() == context.name]
    heard = sorted({name for function in context.functions for name in function.reactions})
    rows = [
        f"## {context.name}\n",
        context.promise + "\n",
        f"- says: {_codes(said) or 'nothing'}",
        f"- reacts to: {_codes(heard) or 'nothing'}\n",
        "| function | started by | what for |",
        "| --- | --- | --- |",
        *[f"| `{f.name}` | {_started_by(f)} | {_cell(f.promise)} |" for f in context.functions],
    ]
    routes = [(function, *route) for function in context.functions for route in routes_of(function)]
    if routes:
        rows += ["", "| route | session | view |", "| --- | --- | --- |"]
        rows += [f"| `{m} {p}` | {'yes' if s else 'no'} | `{f.feature}.{view}` |" for f, m, p, s, view in routes]
    return "\n".join(rows) + "\n"


def _started_by(function: Function) -> str:
    what = function.queue or function.table or function.schedule or ", ".join(function.socket_routes)
    if function.table == "*":
        what = "of every table"
        return f"stream {what}"
    return f"{_SOURCES[function.kind]} `{what}`" if what else _SOURCES[function.kind]


def _codes(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _settings() -> str:
    hints = get_type_hints(Settings, include_extras=True)
    rows = [
        "# Settings\n",
        _made("layers/shared/python/kit/settings.py"),
        "What a function reads from its environment. Every AWS name is derived from `PREFIX`.",
        "Secrets are not here but in SSM below `/<prefix>/`.\n",
        "| variable | default | meaning |",
        "| --- | --- | --- |",
    ]
    for each in msgspec.structs.fields(Settings):
        default = f"`{each.default}`" if each.default not in ("", msgspec.NODEFAULT) else ""
        rows.append(f"| `{each.name.upper()}` | {default} | {_cell(_described(hints[each.name]))} |")
    return "\n".join(rows) + "\n"


def _described(hint: Any) -> str:
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((str(mark.description) for mark in marks if getattr(mark, "description", None)), "")


def _iam(system: System) -> str:
    rows = [
        "# What each function may do\n",
        _made("the policies in infra/*.yaml"),
        "Beyond this a function may write its own log lines, and read the queue or stream that starts it.\n",
    ]
    declared = {each.handler: each for each in read_templates(system.root).functions}
    for function in system.functions:
        each = declared.get(function.handler)
        rows += [f"## {function.name}\n", *(_grants(each) if each else ["In no template yet.\n"])]
    return "\n".join(rows)


def _grants(declared: Declared) -> list[str]:
    if not declared.statements:
        return ["Nothing more.\n"]
    lines = ["| why | may | on | if |", "| --- | --- | --- | --- |"]
    for said in declared.statements:
        cells = [said.get("Sid", ""), _list(said.get("Action")), _list(_resources(declared, said)), _conditions(said)]
        lines.append(f"| {' | '.join(cells)} |")
    return ["\n".join(lines) + "\n"]


def _resources(declared: Declared, statement: Properties) -> list[Any]:
    """With the names of what is made in the same template."""
    value = statement.get("Resource")
    values = value if isinstance(value, list) else [value]
    return [
        re.sub(r"\$\{(\w+)(\.Arn)?\}", lambda found: declared.neighbours.get(found[1], found[0]), str(each))
        for each in values
    ]


def _list(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "<br>".join(f"`{_short(each)}`" for each in values)


def _short(resource: Any) -> str:
    """An ARN without what is the same everywhere: `ssm parameter/<prefix>/signing-key`."""
    text = re.sub(r"\$\{AWS::(Partition|Region|AccountId)\}", "", str(resource))
    text = re.sub(r"^arn::([\w-]+):::", r"\1 ", text)
    return text.replace("${Prefix}", "<prefix>").replace("${", "").replace("}", "")


def _conditions(statement: Properties) -> str:
    found = []
    for test, wanted in (statement.get("Condition") or {}).items():
        for key, values in wanted.items():
            found.append(f"{key} {'is like' if 'Like' in test else 'is'} {_list(values).replace('<br>', ', ')}")
    return "<br>".join(found)
