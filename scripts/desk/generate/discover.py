"""What the platform is made of, read from the code: its functions, routes, reactions and facts.

A module below functions/<context>/ whose `app` is a `kit.service.Service` is a Lambda function. Modules are imported
as they are; importing one reaches no cloud and reads no setting, so neither does this.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args

from chalice.app import ScheduledEventConfig, SQSEventConfig

from contracts import Fact
from kit.consumers import Inbox, Schedule, StreamReader, WorkQueue
from kit.endpoints import Endpoint
from kit.service import Service

Kind = Literal["http", "socket", "inbox", "work", "queue", "stream", "schedule", "direct"]


@dataclass(frozen=True)
class Function:
    """One Lambda function: the module `<context>.<feature>` and its `app`."""

    context: str
    feature: str
    app: Service
    module: ModuleType

    @property
    def name(self) -> str:
        """Its module, such as `posts.likes`."""
        return f"{self.context}.{self.feature}"

    @property
    def aws_name(self) -> str:
        """Its name on AWS, without the prefix: `posts-likes`."""
        return self.name.replace(".", "-").replace("_", "-")

    @property
    def handler(self) -> str:
        return f"{self.name}.app"

    @property
    def kind(self) -> Kind:
        """What starts it. `queue` has messages of AWS's own, as storage's; `direct` is an authorizer or the like."""
        for type_, kind in _KINDS.items():
            if isinstance(self.app, type_):
                return kind
        for source in self.app.event_sources:
            if isinstance(source, SQSEventConfig):
                return "queue"
        if self.app.websocket_handlers:
            return "socket"
        return "http" if self.app.endpoints or self.app.pages else "direct"

    @property
    def promise(self) -> str:
        """The first paragraph of the module's docstring, on one line."""
        return first_paragraph(self.module.__doc__)

    @property
    def endpoints(self) -> list[Endpoint]:
        return self.app.endpoints

    @property
    def pages(self) -> list[Endpoint]:
        """What answers with HTML: routes that are in no document of the API."""
        return self.app.pages

    @property
    def reactions(self) -> list[str]:
        """The facts that it reacts to, by their names on the bus."""
        return sorted(self.app.reactions) if isinstance(self.app, Inbox) else []

    @property
    def queue(self) -> str | None:
        """The queue that feeds it, without the prefix."""
        for source in self.app.event_sources:
            if isinstance(source, SQSEventConfig):
                return str(source.queue)
        return None

    @property
    def table(self) -> str | None:
        """The table whose stream it reads, without the prefix."""
        return self.app.table if isinstance(self.app, StreamReader) else None

    @property
    def command(self) -> Any:
        """The struct of the commands that its work queue holds."""
        if not isinstance(self.app, WorkQueue) or self.app.entry is None:
            return None
        receive = inspect.getclosurevars(self.app.entry.func)  # type: ignore[attr-defined]
        decode = inspect.getclosurevars(receive.nonlocals["carry_out"]).nonlocals["decode"]
        return get_args(decode.__self__.type)[0]

    @property
    def batch_size(self) -> int | None:
        sizes = [source.batch_size for source in self.app.event_sources if hasattr(source, "batch_size")]
        return int(sizes[0]) if sizes else None

    @property
    def schedule(self) -> str | None:
        """`rate(…)` or `cron(…)`."""
        for source in self.app.event_sources:
            if isinstance(source, ScheduledEventConfig):
                return str(source.schedule_expression)
        return None

    @property
    def socket_routes(self) -> list[str]:
        """The WebSocket route keys that it serves."""
        return sorted(self.app.websocket_handlers)


@dataclass(frozen=True)
class Context:
    """One package below functions/."""

    name: str
    package: ModuleType
    functions: list[Function]

    @property
    def promise(self) -> str:
        return first_paragraph(self.package.__doc__)


@dataclass(frozen=True)
class System:
    """All of it. `broken` has the modules that could not be imported, each with the reason."""

    root: Path
    contexts: list[Context]
    facts: list[type[Fact]]
    broken: dict[str, str] = field(default_factory=dict)

    @cached_property
    def functions(self) -> list[Function]:
        return [function for context in self.contexts for function in context.functions]

    def function(self, name: str) -> Function:
        """By module (`posts.likes`) or AWS name (`posts-likes`). Raises KeyError."""
        for function in self.functions:
            if name in (function.name, function.aws_name):
                return function
        raise KeyError(name)

    @cached_property
    def sayers(self) -> Mapping[str, list[str]]:
        """Fact → the modules that say it (that make one), such as `posts.store`."""
        names = {fact.__name__: fact.type_name() for fact in self.facts}
        found: dict[str, list[str]] = {fact.type_name(): [] for fact in self.facts}
        for context in self.contexts:
            for path in sorted((self.root / "functions" / context.name).glob("*.py")):
                for name in _made_in(path, names):
                    found[names[name]].append(f"{context.name}.{path.stem}")
        return found

    @cached_property
    def hearers(self) -> Mapping[str, list[Function]]:
        """Fact → the functions that react to it."""
        return {fact.type_name(): [f for f in self.functions if fact.type_name() in f.reactions] for fact in self.facts}


def discover(root: Path) -> System:
    """Read the tree at `root`. Modules are imported under their own names: one tree per process."""
    if str(root / "functions") not in sys.path:
        sys.path.insert(0, str(root / "functions"))
    broken: dict[str, str] = {}
    contexts = []
    with _clean_environment():
        facts = _facts(root)
        for folder in sorted(path for path in (root / "functions").iterdir() if (path / "__init__.py").is_file()):
            context = _context(folder, broken)
            if context:
                contexts.append(context)
    return System(root, contexts, facts, broken)


def first_paragraph(text: str | None) -> str:
    """The first paragraph of a docstring as one line."""
    return " ".join(inspect.cleandoc(text or "").partition("\n\n")[0].split())


def summary(view: Any) -> tuple[str, str]:
    """A docstring as its first paragraph and the rest, each paragraph on one line."""
    first, *rest = [" ".join(part.split()) for part in inspect.cleandoc(view.__doc__ or "").split("\n\n")]
    return first, "\n\n".join(rest)


_KINDS: dict[type[Service], Kind] = {Inbox: "inbox", WorkQueue: "work", StreamReader: "stream", Schedule: "schedule"}


def _context(folder: Path, broken: dict[str, str]) -> Context | None:
    package = _import(folder.name, broken)
    if package is None:
        return None
    functions = []
    for path in sorted(folder.glob("*.py")):
        if path.stem != "__init__" and _binds_app(path):
            module = _import(f"{folder.name}.{path.stem}", broken)
            app = getattr(module, "app", None)
            if module is not None and isinstance(app, Service):
                functions.append(Function(folder.name, path.stem, app, module))
    return Context(folder.name, package, functions)


def _facts(root: Path) -> list[type[Fact]]:
    found = []
    for path in sorted((root / "layers/shared/python/contracts").glob("*.py")):
        module = importlib.import_module(f"contracts.{path.stem}" if path.stem != "__init__" else "contracts")
        found += [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Fact) and value.__module__ == module.__name__
        ]
    return sorted((fact for fact in found if fact is not Fact), key=lambda fact: (fact.context(), fact.type_name()))


def _import(name: str, broken: dict[str, str]) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except Exception as failure:  # noqa: BLE001 - a module may fail in any way, and the others still count
        broken[name] = f"{type(failure).__name__}: {failure}"
        return None


def _binds_app(path: Path) -> bool:
    """Whether a module has a top-level `app = …`; spares the import of those that have not."""
    try:
        tree = ast.parse(path.read_text())
    except SyntaxError:
        return True  # importing it tells the reason
    targets: list[ast.expr] = []
    for node in tree.body:
        targets += node.targets if isinstance(node, ast.Assign) else []
        targets += [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(target, ast.Name) and target.id == "app" for target in targets)


def _made_in(path: Path, names: Mapping[str, str]) -> list[str]:
    try:
        tree = ast.parse(path.read_text())
    except SyntaxError:
        return []
    called = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }
    return sorted(called & set(names))


@contextmanager
def _clean_environment() -> Iterator[None]:
    """No setting and no credential reaches a module that is being imported."""
    kept = dict(os.environ)
    for name in list(os.environ):
        if name.startswith("AWS_") or name in ("PREFIX", "REDIS_URL", "MONGODB_URI", "ACCOUNT", "ISSUER"):
            del os.environ[name]
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
