"""Every route of the platform as a test opens it: in process, with a request that its document calls good."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from desk import places
from desk.generate import openapi
from desk.generate.discover import System, discover
from kernel.ids import PersonId, new_id
from kit.endpoints import Endpoint
from kit.service import Service
from support.events import request

ME = PersonId(new_id(1, bytes(10)))
FITTING = (
    "01k0000000000000000000000a",
    "0123456789abcdef",
    "0123456789abcdef" * 2,
    "12:30",
    "123456",
    "AAAA",
    "a",
    "en",
    "#336699",
)
"""Texts of which one fits each pattern of the document."""

Schema = dict[str, Any]
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Door:
    """One route; `body` is a whole good body, every optional field included, or None."""

    app: Service
    endpoint: Endpoint
    route: str
    session: bool
    operation: dict[str, Any]

    @property
    def schema(self) -> Schema | None:
        """The schema of its body."""
        content = self.operation.get("requestBody", {}).get("content", {})
        schema: Schema | None = content.get("application/json", {}).get("schema")
        return schema

    @property
    def body(self) -> Any:
        return None if self.schema is None else sample(self.schema)

    def parameters(self, place: str) -> list[dict[str, Any]]:
        return [each for each in self.operation.get("parameters", ()) if each["in"] == place]

    def request(self, **more: Any) -> dict[str, Any]:
        """A good request, but for what `more` says."""
        given: dict[str, Any] = {
            "path": {each["name"]: str(sample(each["schema"])) for each in self.parameters("path")},
            "query": "&".join(
                f"{each['name']}={sample(each['schema'])}" for each in self.parameters("query") if each["required"]
            ),
            "body": self.body,
            "me": ME if self.session else None,
        }
        return request(self.route, **{**given, **more})

    @contextmanager
    def leading_to(self, view: Callable[..., Any]) -> Iterator[None]:
        """Behind this door stands `view` for a while, instead of its own."""
        own, self.endpoint.view = self.endpoint.view, view
        try:
            yield
        finally:
            self.endpoint.view = own

    def open(self, event: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """The answer to a request, and whether its view was reached. The view itself does nothing."""
        calls: list[dict[str, Any]] = []
        with self.leading_to(lambda **given: calls.append(given)):
            return self.app(event, None), bool(calls)


@cache
def system() -> System:
    return discover(places.ROOT)


@cache
def document() -> dict[str, Any]:
    return openapi.document(system())


@cache
def doors() -> tuple[Door, ...]:
    """All of them."""
    return tuple(
        Door(function.app, endpoint, f"{endpoint.method} {path}", session, document()["paths"][path][method])
        for function in system().functions
        for endpoint in function.endpoints
        for path, session in endpoint.routes
        for method in [endpoint.method.lower()]
    )


def resolved(schema: Schema) -> Schema:
    """The schema itself, or the one that it refers to."""
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def validator(schema: Schema) -> Validator:
    return Draft202012Validator({**schema, "components": document()["components"]})


def sample(schema: Schema) -> Any:
    """A value that fits, with every optional field in it."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return sample(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            return {name: sample(each) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [sample(schema["items"]) for _ in range(max(1, schema.get("minItems", 0)))]
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
        case _:
            return _text(schema)


def _text(schema: Schema) -> str:
    if schema.get("format") == "date-time":
        return "2030-01-01T12:00:00.000Z"
    if "pattern" in schema:
        fitting: list[str] = [text for text in FITTING if re.search(schema["pattern"], text)]
        assert fitting, f"FITTING needs a text for {schema['pattern']}"
        return fitting[0]
    return "a" * max(6, int(schema.get("minLength", 1)))


def objects(schema: Schema, value: Any, at: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """Where objects stand in a sample, each with its schema."""
    schema = resolved(schema)
    if "anyOf" in schema:
        schema = resolved(next(each for each in schema["anyOf"] if each.get("type") != "null"))
    if isinstance(value, dict):
        yield at, schema
        for name, each in value.items():
            yield from objects(schema["properties"][name], each, (*at, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from objects(schema["items"], each, (*at, number))


def places_of(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place in a value, itself included."""
    yield at
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in pairs:
        yield from places_of(each, (*at, name))


def put(value: Any, at: Place, new: Any) -> Any:
    """A copy of a value with something else at a place."""
    if not at:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = put(copy[at[0]] if not isinstance(copy, dict) or at[0] in copy else None, at[1:], new)
    return copy
