"""Facts on paper: a schema and a whole example for each, and the catalogue docs/events.md."""

from __future__ import annotations

import inspect
import json
from typing import Any, get_args

import msgspec

from contracts import Envelope, Fact
from desk.generate.discover import System
from desk.generate.samples import bus_event
from desk.generate.schemas import Schemas

FOLDER = "events/facts"

_INTRODUCTION = """\
# What is said on the bus

<!-- Made by scripts/generate from layers/shared/python/contracts/ and the functions; edit those, not this file. -->

A fact is past tense and complete in itself. It is written in one transaction with the change that it tells of, put on
the bus by `relay.outbox`, and delivered at least once to the inbox of every context that reacts; reactions are harmless
to repeat. Facts with equal keys are published in order. New meaning is a new version beside the old one.
"""


def fact_files(system: System) -> dict[str, str]:
    """Path → text of schemas, examples and the catalogue."""
    files = {"docs/events.md": _catalogue(system)}
    for fact in system.facts:
        name = f"{FOLDER}/{fact.type_name()}"
        files[f"{name}.schema.json"] = as_json(event_schema(fact))
        files[f"{name}.example.json"] = as_json(bus_event(fact))
    return files


def as_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def event_schema(fact: type[Fact]) -> dict[str, Any]:
    """JSON Schema of the EventBridge event that carries a fact: its `detail` is the envelope."""
    sealed = Envelope[fact]  # type: ignore[valid-type]
    schemas = Schemas(taken=[], given=[sealed], place="#/$defs/")
    definitions = schemas.components
    detail = definitions[schemas.name(sealed)]
    detail["properties"]["type"] = {"const": fact.type_name()}
    detail["properties"]["context"] = {"const": fact.context()}
    # a consumer lives with fields that a later producer adds
    for definition in definitions.values():
        definition.pop("additionalProperties", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Made by scripts/generate from layers/shared/python/contracts/.",
        "title": fact.type_name(),
        "description": " ".join((fact.__doc__ or "").split()),
        "type": "object",
        "properties": {
            "source": {"const": f"lambdagram.{fact.context()}"},
            "detail-type": {"const": fact.type_name()},
            "time": {"type": "string", "format": "date-time"},
            "detail": {"$ref": f"#/$defs/{schemas.name(sealed)}"},
        },
        "required": ["source", "detail-type", "detail"],
        "$defs": definitions,
    }


def _catalogue(system: System) -> str:
    parts = [_INTRODUCTION]
    for context in sorted({fact.context() for fact in system.facts}):
        parts.append(f"## {context}\n")
        parts += [_entry(system, fact) for fact in system.facts if fact.context() == context]
    return "\n".join(parts)


def _entry(system: System, fact: type[Fact]) -> str:
    name = fact.type_name()
    hearers = [f"`{function.name}`" for function in system.hearers[name]]
    sayers = [f"`{module}`" for module in system.sayers[name]]
    rows = [
        f"### {name}\n",
        inspect.cleandoc(fact.__doc__ or "") + "\n",
        f"- said by: {', '.join(sayers) or 'nobody yet'}",
        f"- heard by: {', '.join(hearers) or 'nobody yet'}",
        f"- ordered by: `{_wire_name(fact, fact.key_field)}`",
        f"- [schema](../{FOLDER}/{name}.schema.json), [example](../{FOLDER}/{name}.example.json)\n",
        "| field | type |",
        "| --- | --- |",
        *[f"| `{field.encode_name}` | {type_name(field.type)} |" for field in msgspec.structs.fields(fact)],
    ]
    return "\n".join(rows) + "\n"


def _wire_name(fact: type[Fact], name: str) -> str:
    return next(field.encode_name for field in msgspec.structs.fields(fact) if field.name == name)


def type_name(hint: Any) -> str:
    """A type in the words of its reader: `list of Photo`, `PersonId or null`."""
    args = get_args(hint)
    if getattr(hint, "__origin__", None) is list:
        return f"list of {type_name(args[0])}"
    if args and type(None) in args:
        return f"{type_name(next(arg for arg in args if arg is not type(None)))} or null"
    if args and hasattr(hint, "__metadata__"):
        return type_name(args[0])
    words = {"str": "text", "int": "whole number", "datetime": "time", "bool": "yes or no"}
    name: str = hint.__name__
    return words.get(name, name)
