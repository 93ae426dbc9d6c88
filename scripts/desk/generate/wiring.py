"""Whether templates and code say the same thing, both ways. `mismatches` gives one sentence for each difference."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from desk.generate.discover import Function, System
from desk.generate.routes import routes_of
from desk.generate.templates import Declared, Source, Templates

_SOURCE_OF = {
    "inbox": "queue",
    "work": "queue",
    "queue": "queue",
    "stream": "stream",
    "schedule": "schedule",
    "socket": "socket",
}
VISIBILITY = 6
"""For so many of the function's timeouts a message stays invisible, as AWS advises: attempts may be throttled."""


def mismatches(system: System, templates: Templates) -> list[str]:
    """Sentences, sorted; empty when everything agrees."""
    found = [*_functions(system, templates), *_rules(system, templates), *_routes(system, templates)]
    return sorted(set(found))


def _functions(system: System, templates: Templates) -> Iterator[str]:
    declared: dict[str, Declared] = {}
    for each in templates.functions:
        function = next((f for f in system.functions if f.handler == each.handler), None)
        where = f"{each.file} {each.logical_id}"
        if function is None:
            yield f"{where}: its handler {each.handler} is no function of the code."
            continue
        if each.handler in declared:
            yield f"{where}: {function.name} is also {declared[each.handler].logical_id}."
        declared[each.handler] = each
        if each.name != function.aws_name:
            yield f"{where}: FunctionName is not ${{Prefix}}-{function.aws_name}."
        for sentence in [*_sources(function, each), *_queues(each, templates)]:
            yield f"{where}: {sentence}"
    for function in system.functions:
        if function.handler not in declared:
            yield f"{function.name} has an app and is in no template."


def _sources(function: Function, declared: Declared) -> Iterator[str]:
    """What starts it, according to the code and to the template."""
    wanted = _SOURCE_OF.get(function.kind)
    for source in declared.sources:
        if function.kind != "direct" and source.kind != wanted:
            yield f"{function.name} is started by {wanted or 'routes only'}, not by {source.kind} {source.name}."
    mine = [source for source in declared.sources if source.kind == wanted]
    names = sorted(source.name for source in mine)
    expected = _expected(function)
    if expected is not None and names != expected:
        yield f"{function.name} takes {', '.join(expected)}; the template gives it {', '.join(names) or 'nothing'}."
    if function.table == "*" and not names:
        yield f"{function.name} reads every table; the template gives it none."
    for source in mine:
        yield from _batch(function, source)


def _expected(function: Function) -> list[str] | None:
    match function.kind:
        case "inbox" | "work" | "queue":
            return [str(function.queue)]
        case "stream":
            return None if function.table == "*" else [str(function.table)]
        case "schedule":
            return [str(function.schedule)]
        case "socket":
            return function.socket_routes
    return None


def _batch(function: Function, source: Source) -> Iterator[str]:
    if source.kind not in ("queue", "stream"):
        return
    if source.batch_size != function.batch_size:
        yield f"BatchSize of {source.name} is {source.batch_size}; {function.name} says {function.batch_size}."
    if not source.partial:
        yield f"{source.name} lacks FunctionResponseTypes: [ReportBatchItemFailures]."


def _queues(declared: Declared, templates: Templates) -> Iterator[str]:
    for source in declared.sources:
        if source.kind != "queue":
            continue
        queue = templates.queues.get(source.name)
        if queue is None:
            yield f"queue {source.name} is in no template."
            continue
        least = VISIBILITY * declared.timeout
        if queue.visibility < least:
            yield f"VisibilityTimeout of {queue.name} is {queue.visibility}; {VISIBILITY} times the timeout is {least}."
        if not queue.has_dead_letters:
            yield f"queue {queue.name} has no RedrivePolicy."


def _rules(system: System, templates: Templates) -> Iterator[str]:
    """What the bus puts into a queue is what the function behind it reacts to."""
    contexts = {fact.type_name(): fact.context() for fact in system.facts}
    readers = {function.queue: function for function in system.functions if function.queue}
    fed: dict[str, set[str]] = {}
    for rule in templates.rules:
        where = f"{rule.file} {rule.logical_id}"
        fed.setdefault(rule.queue, set()).update(rule.detail_types)
        if rule.queue not in readers:
            yield f"{where}: no function reads queue {rule.queue}."
        unknown = [name for name in rule.detail_types if name not in contexts]
        for name in unknown:
            yield f"{where}: {name} is no fact."
        said_by = sorted({f"lambdagram.{contexts[name]}" for name in rule.detail_types if name in contexts})
        if not unknown and sorted(rule.sources) != said_by:
            yield f"{where}: source is {', '.join(rule.sources)}; these facts come from {', '.join(said_by)}."
    for queue, function in readers.items():
        for name in sorted(fed.get(str(queue), set()) - set(function.reactions)):
            yield f"{function.name} does not react to {name}, which the bus puts into its queue {queue}."
        for name in sorted(set(function.reactions) - fed.get(str(queue), set())):
            yield f"{function.name} reacts to {name}; no rule puts it into its queue {queue}."


def _routes(system: System, templates: Templates) -> Iterator[str]:
    wanted = {
        f"{method} {path}": (function.aws_name, session)
        for function in system.functions
        for method, path, session, _ in routes_of(function)
    }
    for route in templates.routes:
        with suppress(KeyError):
            if wanted.pop(route.key) != (route.function, route.session):
                yield f"{route.file}: {route.key} goes elsewhere, or asks for a session otherwise, than its view says."
            continue
        yield f"{route.file}: {route.key} has no view."
    for key, (function, _) in wanted.items():
        yield f"{key} of {function} is in no template of routes."
