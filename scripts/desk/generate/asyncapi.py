"""The AsyncAPI 3.0 document: what is said on the bus, and what travels over an open socket."""

from __future__ import annotations

from typing import Any, get_args

from msgspec import to_builtins

from contracts import Envelope, Fact, frames
from desk.generate.discover import System
from desk.generate.facts import as_json
from desk.generate.samples import plain, sample_envelope
from desk.generate.schemas import Schemas

FILE = "docs/api/asyncapi.json"

_INFO = {
    "title": "Lambdagram",
    "version": "1.0.0",
    "description": "Made by scripts/generate from layers/shared/python/contracts/. Facts travel on the bus between "
    "contexts, at least once, in order per key. Frames travel over a device's open socket; what a lost one told is "
    "found by reading the API, so nobody may rely on a frame for what is stored.",
    "license": {"name": "MIT"},
}
_SERVERS = {
    "bus": {
        "host": "events.amazonaws.com",
        "protocol": "eventbridge",
        "description": "The bus `<prefix>-bus`; not open to the public.",
    },
    "socket": {
        "host": "localhost:8080",
        "protocol": "ws",
        "description": "The origin of the app (`wss` in the cloud). Connect with `?ticket=…`, a one-time ticket of 30 "
        "seconds from the HTTP API. Frames of 32 KB, messages of 128 KB, 10 minutes idle, 2 hours of life.",
    },
}


def asyncapi_files(system: System) -> dict[str, str]:
    """Path → text of the document."""
    return {FILE: as_json(document(system))}


def document(system: System) -> dict[str, Any]:
    """The whole document; `send` and `receive` are the platform's own doing."""
    to_device, from_device = _members(frames.ToDevice), _members(frames.FromDevice)
    sealed = {fact: Envelope[fact] for fact in system.facts}  # type: ignore[valid-type]
    schemas = Schemas(taken=from_device, given=[*to_device, *sealed.values()])
    messages = {fact.type_name(): _fact(fact, schemas) for fact in system.facts}
    messages |= {frame.__name__: _frame(frame, schemas) for frame in [*to_device, *from_device]}
    contexts = sorted({fact.context() for fact in system.facts})
    channels: dict[str, Any] = {
        name: _channel(name, [f for f in system.facts if f.context() == name]) for name in contexts
    }
    channels["socket"] = {
        "address": "/socket",
        "servers": [{"$ref": "#/servers/socket"}],
        "description": "One open socket of one signed-in device.",
        "messages": {frame.__name__: _ref(frame.__name__) for frame in [*to_device, *from_device]},
    }
    operations: dict[str, Any] = {f"say_{name}": _operation("send", name, f"{name} says facts.") for name in contexts}
    for function in system.functions:
        operations |= _hearing(function.name, [fact for fact in system.facts if fact.type_name() in function.reactions])
    operations["deliver"] = _operation("send", "socket", "The platform tells a device.", _names(to_device))
    operations["take"] = _operation("receive", "socket", "A device tells the platform.", _names(from_device))
    return {
        "asyncapi": "3.0.0",
        "info": _INFO,
        "servers": _SERVERS,
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas.components},
    }


def _members(union: Any) -> list[Any]:
    return list(get_args(union)) or [union]


def _names(structs: list[Any]) -> list[str]:
    return [struct.__name__ for struct in structs]


def _ref(message: str) -> dict[str, str]:
    return {"$ref": f"#/components/messages/{message}"}


def _channel(context: str, facts: list[type[Fact]]) -> dict[str, Any]:
    return {
        "address": f"lambdagram.{context}",
        "servers": [{"$ref": "#/servers/bus"}],
        "description": f"What {context} says; the address is the event's source.",
        "messages": {fact.type_name(): _ref(fact.type_name()) for fact in facts},
    }


def _operation(action: str, channel: str, text: str, messages: list[str] | None = None) -> dict[str, Any]:
    operation: dict[str, Any] = {"action": action, "channel": {"$ref": f"#/channels/{channel}"}, "summary": text}
    if messages is not None:
        operation["messages"] = [{"$ref": f"#/channels/{channel}/messages/{message}"} for message in messages]
    return operation


def _hearing(function: str, facts: list[type[Fact]]) -> dict[str, Any]:
    """One operation per function and context that it listens to."""
    return {
        f"{function.replace('.', '_')}_hears_{context}": _operation(
            "receive",
            context,
            f"{function} reacts.",
            [fact.type_name() for fact in facts if fact.context() == context],
        )
        for context in sorted({fact.context() for fact in facts})
    }


def _fact(fact: type[Fact], schemas: Schemas) -> dict[str, Any]:
    sealed: Any = Envelope[fact]  # type: ignore[valid-type]
    return {
        "name": fact.type_name(),
        "title": fact.__name__,
        "summary": " ".join((fact.__doc__ or "").split()),
        "contentType": "application/json",
        "payload": schemas.schema(sealed),
        "examples": [{"payload": to_builtins(sample_envelope(fact))}],
    }


def _frame(frame: Any, schemas: Schemas) -> dict[str, Any]:
    return {
        "name": frame.__struct_config__.tag,
        "title": frame.__name__,
        "summary": " ".join((frame.__doc__ or "").split()),
        "contentType": "application/json",
        "payload": schemas.schema(frame),
        "examples": [{"payload": plain(frame)}],
    }
