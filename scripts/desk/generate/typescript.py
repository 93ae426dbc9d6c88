"""The TypeScript client: types of everything that crosses the doors, and a class with one method per operation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desk.generate import asyncapi, openapi
from desk.generate.discover import System
from desk.generate.operations import Operation, Parameter, Schema, camel, operations, refers_to, used

FOLDER = "web/client"

_HEADER = "// Made by scripts/generate from docs/api/{source}; edit the views, not this file.\n\n"
# a namespace of their own: a frame and a body may share a word
_FRAMES_EXPORT = 'export type * as frames from "./frames.js";\n'
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_TRANSPORT = Path(__file__).with_name("transport_ts.txt")
_STAFF = "/v1/staff/"
# words that cannot name a parameter (ECMAScript 2026, 12.7.2, strict mode)
_WORDS = (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends"
    " false finally for function if implements import in instanceof interface let new null package private protected"
    " public return static super switch this throw true try typeof var void while with yield"
)
_RESERVED = frozenset(_WORDS.split())


def typescript_files(system: System) -> dict[str, str]:
    """Path → text of types, frames, clients, transport and index. Staff import `staff.ts`; members never load it."""
    document, sockets = openapi.document(system), asyncapi.document(system)
    exports = [*[f'export * from "./{name}.js";\n' for name in ("types", "transport", "client")], _FRAMES_EXPORT]
    return {
        f"{FOLDER}/types.ts": _types(document),
        f"{FOLDER}/frames.ts": _frames(sockets),
        f"{FOLDER}/transport.ts": _HEADER.format(source="openapi.json") + _TRANSPORT.read_text(encoding="utf-8"),
        f"{FOLDER}/client.ts": _client(document, staff=False),
        f"{FOLDER}/staff.ts": _client(document, staff=True),
        f"{FOLDER}/index.ts": _HEADER.format(source="openapi.json") + "".join(exports),
    }


def _types(document: dict[str, Any]) -> str:
    schemas = document["components"]["schemas"]
    return _HEADER.format(source="openapi.json") + "\n".join(_declare(name, schema) for name, schema in schemas.items())


def _frames(document: dict[str, Any]) -> str:
    schemas = document["components"]["schemas"]
    sides: dict[str, list[str]] = {}
    for name, union in (("deliver", "ToDevice"), ("take", "FromDevice")):
        messages = [each["$ref"].rpartition("/")[2] for each in document["operations"][name]["messages"]]
        sides[union] = messages
    names = [name for union in sides.values() for name in union]
    shared: set[str] = set()
    while more := set(used([schemas[name] for name in {*names, *shared}])) - shared:
        shared |= more  # what a message names, and what that names in turn
    text = _HEADER.format(source="asyncapi.json")
    text += "".join(_declare(name, schemas[name]) + "\n" for name in sorted({*shared, *names}) if name not in names)
    text = text.replace("export type", "type") + "\n".join(_declare(name, schemas[name]) for name in sorted(names))
    for union, members in sides.items():
        text += f"\nexport type {union} = {' | '.join(members)};\n"
    return text


def _declare(name: str, schema: Schema) -> str:
    text = _comment(schema.get("description", ""), "")
    if "properties" not in schema:
        return f"{text}export type {name} = {_type(schema)};\n"
    required = schema.get("required", [])
    fields = [
        f"{_comment(field.get('description', ''), '  ')}  {key}{'' if key in required else '?'}: {_type(field)};\n"
        for key, field in schema["properties"].items()
    ]
    return (
        f"{text}export interface {name} {{\n{''.join(fields)}}}\n" if fields else f"{text}export type {name} = {{}};\n"
    )


def _type(schema: Schema) -> str:
    name = refers_to(schema)
    if name:
        return name
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        inner = _type(schema["items"]) if schema.get("items") else "unknown"
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"Record<string, {_type(values) if isinstance(values, dict) and values else 'unknown'}>"
    return _PLAIN.get(str(schema.get("type")), "unknown")


def _comment(text: str, indent: str) -> str:
    return f"{indent}/** {text} */\n" if text else ""


def _client(document: dict[str, Any], *, staff: bool) -> str:
    every = [operation for operation in operations(document) if operation.path.startswith(_STAFF) == staff]
    about = "Every operation of the HTTP API for staff" if staff else "Every operation of the HTTP API for members"
    mentioned = used([schema for operation in every for schema in _schemas(operation)])
    imports = f'import type {{\n{"".join(f"  {name},{chr(10)}" for name in mentioned)}}} from "./types.js";\n'
    methods = "\n".join(_method(operation) for operation in every)
    return (
        _HEADER.format(source="openapi.json")
        + 'import { type CallOptions, Transport } from "./transport.js";\n'
        + imports
        + f"\n/** {about}. A refusal is thrown as a `Refused`. */\n"
        + f"export class {'StaffClient' if staff else 'Client'} extends Transport {{\n{methods}}}\n"
    )


def _schemas(operation: Operation) -> list[Schema]:
    parameters = [*operation.in_path, *operation.in_query, *operation.in_header]
    return [p.schema for p in parameters] + [s for s in (operation.body, operation.answer) if s is not None]


def _method(operation: Operation) -> str:
    options = [*operation.in_query, *operation.in_header]
    takes = [f"{_argument(p.name)}: {_type(p.schema)}" for p in operation.in_path]
    takes += [f"body: {_type(operation.body)}"] if operation.body is not None else []
    if options:
        fields = "; ".join(f"{camel(p.name)}{'' if p.required else '?'}: {_type(p.schema)}" for p in options)
        default = "" if any(p.required for p in options) else " = {}"
        takes.append(f"given: {{ {fields} }}{default}")
    takes.append("options: CallOptions = {}")
    answer = "void" if operation.answer is None else _type(operation.answer)
    request = [f'method: "{operation.method}"', f"path: `{_path(operation.path)}`"]
    if operation.public_path:
        request.append(f"publicPath: `{_path(operation.public_path)}`")
    request.append(f"session: {'true' if operation.session else 'false'}")
    request += ["body"] if operation.body is not None else []
    request += [f"query: {{ {_pairs(operation.in_query)} }}"] if operation.in_query else []
    request += [f"headers: {{ {_pairs(operation.in_header)} }}"] if operation.in_header else []
    return (
        f"  /** {operation.summary}. */\n"
        f"  {camel(operation.name)}({', '.join(takes)}): Promise<{answer}> {{\n"
        f"    return this.call({{ {', '.join(request)} }}, options);\n"
        "  }\n"
    )


def _argument(name: str) -> str:
    """The parameter for a part of a path: one that is a word of the language gets an underscore."""
    plain = camel(name)
    return f"{plain}_" if plain in _RESERVED else plain


def _path(path: str) -> str:
    parts = [
        f"${{encodeURIComponent({_argument(part[1:-1])})}}" if part[:1] == "{" else part for part in path.split("/")
    ]
    return "/".join(parts)


def _pairs(parameters: list[Parameter]) -> str:
    return ", ".join(f'"{p.name}": given.{camel(p.name)}' for p in parameters)
