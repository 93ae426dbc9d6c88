"""The OpenAPI document as a client writer wants it: one entry per thing that can be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
_PLACE = "#/components/schemas/"


@dataclass(frozen=True)
class Parameter:
    name: str
    schema: Schema
    required: bool


@dataclass(frozen=True)
class Operation:
    """`public_path` is where somebody without a session asks for the same; None where there is no such place."""

    name: str
    method: str
    path: str
    public_path: str | None
    summary: str
    session: bool
    in_path: list[Parameter]
    in_query: list[Parameter]
    in_header: list[Parameter]
    body: Schema | None
    answer: Schema | None


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """In the document's order; the public twin of an operation is part of it."""
    twins = {
        operation["x-public-path"]
        for methods in document["paths"].values()
        for operation in methods.values()
        if "x-public-path" in operation
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if path not in twins or not operation["operationId"].endswith("_public"):
                yield _operation(path, method, operation)


def refers_to(schema: Schema) -> str | None:
    """The name of the component that a schema is nothing but a reference to."""
    pointer = schema.get("$ref")
    return str(pointer).removeprefix(_PLACE) if pointer else None


def used(schemas: list[Schema]) -> list[str]:
    """The components that these schemas mention themselves, sorted."""
    return sorted({name for schema in schemas for name in _mentions(schema)})


def camel(name: str) -> str:
    """`read_post`, `x-session-in` → `readPost`, `xSessionIn`."""
    first, *rest = re.split(r"[_-]+", name)
    return first + "".join(part.capitalize() for part in rest)


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    places: dict[str, list[Parameter]] = {"path": [], "query": [], "header": [], "cookie": []}
    for found in operation.get("parameters", []):
        places[found["in"]].append(Parameter(found["name"], found["schema"], found["required"]))
    success = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        public_path=operation.get("x-public-path"),
        summary=operation["summary"],
        session=bool(operation["security"]),
        in_path=places["path"],
        in_query=places["query"],
        in_header=places["header"],
        body=_json(operation.get("requestBody", {})),
        answer=_json(success),
    )


def _json(holder: dict[str, Any]) -> Schema | None:
    schema: Schema | None = holder.get("content", {}).get("application/json", {}).get("schema")
    return schema


def _mentions(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _mentions(each)
    elif isinstance(schema, dict):
        name = refers_to(schema)
        if name:
            yield name
        for value in schema.values():
            yield from _mentions(value)
