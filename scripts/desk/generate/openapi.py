"""The OpenAPI 3.1 document of the HTTP API, from the views' own signatures and docstrings."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import Any

import msgspec

from desk.generate.discover import Function, System, summary
from desk.generate.refusals import Seen, refusals_of
from desk.generate.schemas import Schemas
from desk.terminal import DeskError
from kernel.errors import Refusal
from kit.endpoints import Endpoint
from kit.problems import CONTENT_TYPE, STATUS, Problem
from kit.service import MAX_BODY

FILE = "docs/api/openapi.json"

_INFO = {
    "title": "Lambdagram",
    "version": "1.0.0",
    "summary": "The public HTTP API of a photo-sharing network.",
    "description": "Made by scripts/generate from the views. JSON names are camelCase, unknown fields and parameters "
    "are refused, times are RFC 3339 in UTC, identifiers are ULIDs in lower case. Every refusal is a problem document "
    "(RFC 9457) whose `type` ends with a code that never changes.",
    "license": {"name": "MIT", "identifier": "MIT"},
}
_SERVERS = [
    {
        "url": "{origin}",
        "description": "One deployed platform; app, API and socket share its origin.",
        "variables": {"origin": {"default": "http://localhost:8080"}},
    }
]
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token from signing in or refreshing; it lives 10 minutes.",
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}}
_CHALLENGE = {"WWW-Authenticate": {"description": "Always `Bearer`.", "schema": {"const": "Bearer"}}}
_GATEWAYS_OWN = {
    "description": "What the gateway itself says to a missing, foreign or expired access token.",
    "type": "object",
    "properties": {"message": {"const": "Unauthorized"}},
    "required": ["message"],
    "additionalProperties": False,
}
_NOTHING = (None, type(None))
_KINDS = {status: kind for kind, (status, _) in STATUS.items()}


def openapi_files(system: System) -> dict[str, str]:
    """Path → text of the document."""
    return {FILE: json.dumps(document(system), indent=2, ensure_ascii=False) + "\n"}


def document(system: System) -> dict[str, Any]:
    """The whole document. DeskError when two views share a name: it is what clients call them by."""
    functions = [function for function in system.functions if function.endpoints]
    _refuse_doubles(functions)
    endpoints = [endpoint for function in functions for endpoint in function.endpoints]
    schemas = Schemas(
        taken=[hint for endpoint in endpoints for hint in _sent(endpoint)],
        given=[Problem, *[endpoint.returns for endpoint in endpoints if endpoint.returns not in _NOTHING]],
    )
    paths: dict[str, Any] = {}
    for function in functions:
        for endpoint in function.endpoints:
            for path, session in endpoint.routes:
                operation = _operation(function, endpoint, session, schemas)
                paths.setdefault(path, {})[endpoint.method.lower()] = operation
    contexts = [context for context in system.contexts if any(function.endpoints for function in context.functions)]
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "servers": _SERVERS,
        "tags": [{"name": context.name, "description": context.promise} for context in contexts],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": _BEARER},
            "responses": {kind.__name__: _refusal(kind) for kind in STATUS} | {"Unexpected": _unexpected()},
            "schemas": schemas.components,
        },
    }


def _operation(function: Function, endpoint: Endpoint, session: bool, schemas: Schemas) -> dict[str, Any]:
    first, text = summary(endpoint.view)
    twin = endpoint.access == "optional"
    operation: dict[str, Any] = {
        "operationId": endpoint.name if session or not twin else f"{endpoint.name}_public",
        "tags": [function.context],
        "summary": first.rstrip(".") if first else endpoint.name.replace("_", " ").capitalize(),
    }
    note = "For somebody who is not signed in." if twin and not session else ""
    if text or note:
        operation["description"] = "\n\n".join(part for part in (text, note) if part)
    parameters = list(_parameters(endpoint, schemas))
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": True,
            "description": f"At most {MAX_BODY // 1024} KiB.",
            "content": {"application/json": {"schema": schemas.schema(endpoint.body)}},
        }
    operation["responses"] = _responses(function, endpoint, session, schemas)
    operation["security"] = [{"bearer": []}] if session else []
    operation["x-function"] = function.name
    if twin and session:
        operation["x-public-path"] = next(other for other, needs in endpoint.routes if not needs)
    return operation


def _parameters(endpoint: Endpoint, schemas: Schemas) -> Iterable[dict[str, Any]]:
    for name, hint in endpoint.path_params.items():
        yield {"in": "path", "name": name, "required": True, "schema": schemas.schema(hint)}
    for name, parameter in endpoint.query_params.items():
        yield _parameter("query", name, parameter, schemas)
    for name, parameter in endpoint.headers.values():
        yield _parameter("header", name, parameter, schemas)
    for name, parameter in endpoint.cookies.values():
        yield _parameter("cookie", name, parameter, schemas)


def _parameter(place: str, name: str, parameter: inspect.Parameter, schemas: Schemas) -> dict[str, Any]:
    schema = schemas.schema(parameter.annotation)
    # absent is how a parameter says null
    if "anyOf" in schema and {"type": "null"} in schema["anyOf"]:
        others = [each for each in schema["anyOf"] if each != {"type": "null"}]
        schema = others[0] if len(others) == 1 else {"anyOf": others}
    required = parameter.default is inspect.Parameter.empty
    if not required and parameter.default not in (None, ""):
        schema = {**schema, "default": msgspec.to_builtins(parameter.default)}
    return {"in": place, "name": name, "required": required, "schema": schema}


def _responses(function: Function, endpoint: Endpoint, session: bool, schemas: Schemas) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done."}
    if endpoint.returns not in _NOTHING:
        schema = schemas.schema(endpoint.returns)
        success = {"description": "The answer.", "content": {"application/json": {"schema": schema}}}
    responses = {str(endpoint.status): success}
    seen = refusals_of(endpoint.view, function.context)
    statuses = {422, 429, 503} | {each.status for each in seen}
    statuses |= {400, 413, 415} if endpoint.body is not None else set()
    statuses |= {404} if endpoint.path_params else set()
    statuses |= {401} if session else set()
    for status in sorted(statuses):
        responses[str(status)] = _answer(status, [each for each in seen if each.status == status])
    responses["default"] = {"$ref": "#/components/responses/Unexpected"}
    return responses


def _answer(status: int, seen: list[Seen]) -> dict[str, Any]:
    """The shared answer, or one that lists the codes that this operation adds."""
    kind = _KINDS[status]
    own = [each for each in seen if each.code != kind.code]
    if not own:
        return {"$ref": f"#/components/responses/{kind.__name__}"}
    codes = [f"- `{each.code}`: {each.sentence}" for each in own]
    return {**_refusal(kind), "description": "\n".join([f"`{kind.code}`: {kind.sentence}", *codes])}


def _refusal(kind: type[Refusal]) -> dict[str, Any]:
    status = STATUS[kind][0]
    answer: dict[str, Any] = {"description": f"`{kind.code}`: {kind.sentence}"}
    headers = {401: _CHALLENGE, 429: _RETRY, 503: _RETRY}.get(status)
    if headers:
        answer["headers"] = headers
    answer |= _problem()
    if status == 401:  # said by API Gateway, which cannot be given another body
        answer["content"]["application/json"] = {"schema": _GATEWAYS_OWN}
    return answer


def _unexpected() -> dict[str, Any]:
    return {"description": "`unexpected`: the platform itself failed, and recorded why.", **_problem()}


def _problem() -> dict[str, Any]:
    return {"content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _sent(endpoint: Endpoint) -> list[Any]:
    parameters = [
        *endpoint.query_params.values(),
        *[p for _, p in [*endpoint.headers.values(), *endpoint.cookies.values()]],
    ]
    hints = [*endpoint.path_params.values(), *[parameter.annotation for parameter in parameters]]
    return [*hints, endpoint.body] if endpoint.body is not None else hints


def _refuse_doubles(functions: list[Function]) -> None:
    seen: dict[str, str] = {}
    for function in functions:
        for endpoint in function.endpoints:
            for name in (endpoint.name, f"{endpoint.name}_public"):
                if name in seen:
                    raise DeskError(
                        f"{function.name} and {seen[name]} both have a view called {name}; views are unique."
                    )
            seen[endpoint.name] = function.name
            if endpoint.access == "optional":
                seen[f"{endpoint.name}_public"] = function.name
