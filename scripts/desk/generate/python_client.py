"""The typed Python client, for tests and for other people's programs: TypedDicts and one method per operation."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from desk.generate import openapi
from desk.generate.discover import System
from desk.generate.operations import Operation, Parameter, Schema, operations, refers_to, used

FOLDER = "scripts/lambdagram_client"

_MADE = "Made by scripts/generate from docs/api/openapi.json; edit the views, not this file."
_LONG_SENTENCES = "# ruff: noqa: D205, RUF100 - summaries are as long as the views say\n"
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_TRANSPORT = Path(__file__).with_name("transport_py.txt")
_INDEX = f'''\
"""A client of the HTTP API: `Client("http://localhost:8080").sign_in({{"login": …, "password": …}})`.

{_MADE}
"""

from lambdagram_client.client import Client
from lambdagram_client.transport import Refused

__all__ = ["Client", "Refused"]
'''


def python_files(system: System) -> dict[str, str]:
    """Path → text of the package's modules."""
    document = openapi.document(system)
    files = {
        f"{FOLDER}/__init__.py": _INDEX,
        f"{FOLDER}/types.py": _types(document),
        f"{FOLDER}/transport.py": _TRANSPORT.read_text(encoding="utf-8").replace("MADE", _MADE),
        f"{FOLDER}/client.py": _client(document),
    }
    return {path: _tidied(path, text) for path, text in files.items()}


def _tidied(path: str, text: str) -> str:
    """As ruff would have it: laid out, imports in order and none too many."""
    ruff = [str(Path(sys.prefix) / "bin" / "ruff")]
    for command in (["check", "--quiet", "--fix", "--exit-zero", "--select", "I,F401"], ["format", "--quiet"]):
        done = subprocess.run(
            [*ruff, *command, "--stdin-filename", path, "-"], input=text, capture_output=True, text=True, check=True
        )
        text = done.stdout
    return text


def _types(document: dict[str, Any]) -> str:
    schemas = document["components"]["schemas"]
    aliases = {name: schema for name, schema in schemas.items() if "properties" not in schema}
    text = f'"""What crosses the doors, as typed dictionaries.\n\n{_MADE}\n"""\n{_LONG_SENTENCES}\n'
    text += "from __future__ import annotations\n\nfrom typing import Any, Literal, NotRequired, TypedDict\n\n"
    text += "".join(f"{name} = {_type(schema)}\n" for name, schema in aliases.items())
    for name, schema in schemas.items():
        if name not in aliases:
            text += "\n\n" + _declare(name, schema)
    return text


def _declare(name: str, schema: Schema) -> str:
    required = schema.get("required", [])
    text = f"class {name}(TypedDict):\n"
    if schema.get("description"):
        text += _docstring(schema["description"], "    ") + "\n"
    for key, field in schema["properties"].items():
        text += f"    {key}: {_type(field)}\n" if key in required else f"    {key}: NotRequired[{_type(field)}]\n"
    return text.rstrip() + "\n" if schema["properties"] or schema.get("description") else text + "    pass\n"


def _docstring(text: str, indent: str) -> str:
    lines = textwrap.wrap(text, 112 - len(indent))
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""\n'
    first, _, rest = text.partition(". ")
    if rest and len(first) < 110 - len(indent):
        body = textwrap.wrap(rest, 116 - len(indent))
        return f'{indent}"""{first}.\n\n' + "".join(f"{indent}{line}\n" for line in body) + f'{indent}"""\n'
    return f'{indent}"""{lines[0]}\n' + "".join(f"{indent}{line}\n" for line in lines[1:]) + f'{indent}"""\n'


def _type(schema: Schema) -> str:
    name = refers_to(schema)
    if name:
        return name
    if "const" in schema:
        return f"Literal[{json.dumps(schema['const'])}]"
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(each) for each in schema['enum'])}]"
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list[{_type(schema['items']) if schema.get('items') else 'Any'}]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {_type(values) if isinstance(values, dict) and values else 'Any'}]"
    return _PLAIN.get(str(schema.get("type")), "Any")


def _client(document: dict[str, Any]) -> str:
    every = list(operations(document))
    mentioned = used([schema for operation in every for schema in _schemas(operation)])
    methods = "\n".join(_method(operation) for operation in every)
    imports = "from lambdagram_client.types import (\n" + "".join(f"    {name},\n" for name in mentioned) + ")\n"
    return (
        f'"""Every operation of the HTTP API, one method each.\n\n{_MADE}\n"""\n{_LONG_SENTENCES}\n'
        "from __future__ import annotations\n\nfrom typing import Any, Literal\n\n"
        "from lambdagram_client.transport import Transport, part\n"
        f"{imports}\n\n"
        'class Client(Transport):\n    """A caller of the platform. Every method may raise Refused."""\n\n'
        f"{methods}"
    )


def _schemas(operation: Operation) -> list[Schema]:
    parameters = [*operation.in_path, *operation.in_query, *operation.in_header]
    return [p.schema for p in parameters] + [s for s in (operation.body, operation.answer) if s is not None]


def _method(operation: Operation) -> str:
    options = [*operation.in_query, *operation.in_header]
    takes = ["self", *[f"{p.name}: {_type(p.schema)}" for p in operation.in_path]]
    takes += [f"body: {_type(operation.body)}"] if operation.body is not None else []
    takes += ["*", *[_option(p) for p in sorted(options, key=lambda p: not p.required)]] if options else []
    answer = "None" if operation.answer is None else _type(operation.answer)
    request = [f'"{operation.method}"', _path(operation.path)]
    request += [f"public_path={_path(operation.public_path)}"] if operation.public_path else []
    request += ["session=True"] if operation.session else []
    request += ["body=body"] if operation.body is not None else []
    request += [f"query={{{_pairs(operation.in_query)}}}"] if operation.in_query else []
    request += [f"headers={{{_pairs(operation.in_header)}}}"] if operation.in_header else []
    head = f"    def {operation.name}({', '.join(takes)}) -> {answer}:\n"
    send = "self._call(" if operation.answer is None else f"answer: {answer} = self._call("
    call = f"        {send}{', '.join(request)})\n"
    end = "" if operation.answer is None else "        return answer\n"
    return f"{head}{_docstring(f'{operation.summary}.', '        ')}{call}{end}"


def _option(parameter: Parameter) -> str:
    name = parameter.name.replace("-", "_")
    return (
        f"{name}: {_type(parameter.schema)}"
        if parameter.required
        else f"{name}: {_type(parameter.schema)} | None = None"
    )


def _path(path: str) -> str:
    """As the text that makes it, each part escaped."""
    return f'f"{path.replace("{", "{part(").replace("}", ")}")}"' if "{" in path else f'"{path}"'


def _pairs(parameters: list[Parameter]) -> str:
    return ", ".join(f'"{p.name}": {p.name.replace("-", "_")}' for p in parameters)
