"""Which refusals a view can answer with, read from its code and from what it calls in its context and the views.

What cannot be followed (a method of a local value) is not seen, so the list may be short; it never names a refusal
that the code does not mention.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

from kernel.errors import Refusal
from kit.problems import STATUS


@dataclass(frozen=True, order=True)
class Seen:
    """One refusal in the code: its status, its stable code, its public sentence."""

    status: int
    code: str
    sentence: str


def refusals_of(view: Callable[..., Any], context: str) -> list[Seen]:
    """Sorted, each once per status and code (the first sentence found speaks for it)."""
    packages = (context, "views", "kernel")
    found: dict[tuple[int, str], Seen] = {}
    waiting: list[Any] = [view]
    visited: set[Any] = set()
    while waiting:
        thing = waiting.pop(0)
        if thing in visited:
            continue
        visited.add(thing)
        for part in _parts(thing):
            refusals, reached = _read(part)
            for seen in refusals:
                found.setdefault((seen.status, seen.code), seen)
            waiting += [each for each in reached if each.__module__.split(".")[0] in packages]
    return sorted(found.values())


def status_of(kind: type[Refusal]) -> int:
    return next(STATUS[base][0] for base in kind.__mro__ if base in STATUS)


def _parts(thing: Any) -> Iterator[FunctionType]:
    """A function itself, or the methods of a class."""
    if isinstance(thing, type):
        for value in vars(thing).values():
            inner = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
            if isinstance(inner, FunctionType):
                yield inner
    elif isinstance(thing, FunctionType):
        yield thing


@cache
def _read(function: FunctionType) -> tuple[tuple[Seen, ...], tuple[Any, ...]]:
    """The refusals that a function's body mentions, and the functions and classes that it uses."""
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return (), ()
    reader = _Reader(function.__globals__)
    for statement in getattr(tree, "body", []):
        reader.visit(statement)
    return tuple(reader.refusals), tuple(reader.reached)


class _Reader(ast.NodeVisitor):
    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self.refusals: list[Seen] = []
        self.reached: list[Any] = []

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        for statement in node.body:  # what is caught is not said
            self.visit(statement)

    def visit_Call(self, node: ast.Call) -> None:
        target = self._resolve(node.func)
        if _is_refusal(target):
            self.refusals.append(_seen(target, node))
        elif _is_refusal(getattr(target, "__self__", None)):  # Invalid.field(…)
            self.refusals.append(_seen(target.__self__, None))
        else:
            self.visit(node.func)
        for each in [*node.args, *[keyword.value for keyword in node.keywords]]:
            self.visit(each)

    def visit_Name(self, node: ast.Name) -> None:
        self._note(self._resolve(node))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        target = self._resolve(node)
        if target is None:
            self.generic_visit(node)
        else:
            self._note(target)

    def _note(self, target: Any) -> None:
        if callable(target) and not isinstance(target, type):
            target = inspect.unwrap(target)
            target = getattr(target, "__func__", target)
        if _is_refusal(target):
            self.refusals.append(_seen(target, None))
        elif isinstance(target, FunctionType | type) and hasattr(target, "__module__"):
            self.reached.append(target)

    def _resolve(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Name):
            return self._names.get(node.id)
        if isinstance(node, ast.Attribute):
            base = self._resolve(node.value)
            return _member(base, node.attr)
        return None


def _member(base: Any, name: str) -> Any:
    """An attribute of a module or class; anything else could run code."""
    return getattr(base, name, None) if inspect.ismodule(base) or isinstance(base, type) else None


def _is_refusal(target: Any) -> bool:
    return isinstance(target, type) and issubclass(target, Refusal)


def _seen(kind: type[Refusal], call: ast.Call | None) -> Seen:
    code, sentence = kind.code, kind.sentence
    if call is not None:
        said = call.args[0] if call.args else None
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            sentence = said.value
        for keyword in call.keywords:
            if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                code = str(keyword.value.value)
    return Seen(status_of(kind), code, sentence)
