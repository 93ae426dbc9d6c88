"""JSON Schemas of the structs that cross a door, with the names that people know them by.

msgspec writes the schemas; what it cannot say is added here: names for identifiers (`PersonId`), the format of times,
short names for generic structs (`Page[Post]` is `PostPage`), and that a struct never has other fields than its own.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import EnumType
from typing import Annotated, Any, NewType, Union, get_args, get_origin

import msgspec
from msgspec import UNSET, Struct

from kernel import ids

Schema = dict[str, Any]

_UNIONS = (Union, types.UnionType)
_DESCRIPTIONS = {
    "Cursor": "An opaque position in one list of one reader. Take it from `next`, never make one.",
    "Limit": "How many items a page may have.",
}


class Schemas:
    """The schemas of one document. `taken` are types that callers send, `given` types that they get.

    A struct that is only given names every field that is always written as required, also one with a default.
    """

    def __init__(self, taken: Iterable[Any], given: Iterable[Any], place: str = "#/components/schemas/") -> None:
        self._place = place
        self._sent = _structs(taken)
        structs = list({**self._sent, **_structs(given)})
        self._names = _names(structs)
        refs, raw = msgspec.json.schema_components(structs, ref_template="{name}")
        # a union of one struct with itself has no reference of its own; structs always have
        self._renamed = {ref["$ref"]: self._names[struct] for struct, ref in zip(structs, refs, strict=True)}
        self._aliases: dict[str, Schema] = {}
        self._structs = {
            self._names[struct]: self._finished(struct, raw[ref["$ref"]])
            for struct, ref in zip(structs, refs, strict=True)
        }

    @property
    def components(self) -> dict[str, Schema]:
        """Name → schema of everything that a reference may point at, sorted."""
        return dict(sorted({**self._aliases, **self._structs}.items()))

    def schema(self, hint: Any) -> Schema:
        """The schema of any type among those handed in, or made of plain ones."""
        (schema,), _ = msgspec.json.schema_components([hint], ref_template="{name}")
        return self._named(self._moved(schema), hint)

    def name(self, struct: Any) -> str:
        return self._names[struct]

    def _finished(self, struct: Any, schema: Schema) -> Schema:
        schema = self._moved(schema)
        if isinstance(struct, EnumType):
            return {key: value for key, value in schema.items() if key != "title"}
        fields = msgspec.structs.fields(struct)
        properties = schema.setdefault("properties", {})
        for field in fields:
            properties[field.encode_name] = self._named(properties[field.encode_name], field.type)
        config = (get_origin(struct) or struct).__struct_config__
        if struct not in self._sent and not config.omit_defaults:
            always = [field.encode_name for field in fields if field.default is not UNSET]
            schema["required"] = [name for name in properties if name in always or name == config.tag_field]
            for name in always:
                properties[name].pop("default", None)
        schema["additionalProperties"] = False
        schema.pop("title", None)
        if schema.get("description"):
            schema["description"] = " ".join(schema["description"].split())
        return schema

    def _moved(self, schema: Any) -> Any:
        """The same schema with references to the final names."""
        if isinstance(schema, list):
            return [self._moved(each) for each in schema]
        if not isinstance(schema, dict):
            return schema
        moved: Schema = {
            key: self._pointer(value) if key == "$ref" else self._moved(value) for key, value in schema.items()
        }
        if "discriminator" in moved:
            tags = moved["discriminator"]["mapping"]
            moved["discriminator"]["mapping"] = {tag: self._pointer(name) for tag, name in tags.items()}
        return moved

    def _pointer(self, name: str) -> str:
        return self._place + self._renamed[name] if name in self._renamed else name

    def _named(self, schema: Schema, hint: Any) -> Schema:
        """Put names and formats into a schema, following the type that it was made from."""
        origin, args = get_origin(hint), get_args(hint)
        if isinstance(hint, NewType):
            return self._alias(schema, hint)
        if origin is Annotated:
            return self._named(schema, args[0])
        if hint is datetime:
            return {**schema, "format": "date-time"}
        if origin in (list, set, frozenset) and "items" in schema:
            return {**schema, "items": self._named(schema["items"], args[0])}
        if origin is dict and isinstance(schema.get("additionalProperties"), dict):
            return {**schema, "additionalProperties": self._named(schema["additionalProperties"], args[1])}
        if origin in _UNIONS and "anyOf" in schema:
            inner = [arg for arg in args if arg is not type(None)]
            if len(inner) == 1:
                any_of = [each if each == {"type": "null"} else self._named(each, inner[0]) for each in schema["anyOf"]]
                return {**schema, "anyOf": any_of}
        return schema

    def _alias(self, schema: Schema, hint: Any) -> Schema:
        name = hint.__name__
        if name not in self._aliases:
            (own,), _ = msgspec.json.schema_components([hint], ref_template="{name}")
            self._aliases[name] = {**own, "description": _describe(name, own)}
        return {"$ref": self._place + name} | {key: schema[key] for key in ("default",) if key in schema}


def _describe(name: str, schema: Schema) -> str:
    if schema.get("pattern") == ids.PATTERN:
        noun = " ".join(re.findall("[A-Z][a-z]+", name.removesuffix("Id"))).lower()
        return f"Names one {noun}: 26 lower-case characters that sort by the moment of its making (ULID)."
    return _DESCRIPTIONS.get(name, name)


def _structs(hints: Iterable[Any]) -> dict[Any, None]:
    """Every struct and enumeration that the hints reach, in order of first sight."""
    found: dict[Any, None] = {}
    for hint in hints:
        for struct in _reach(hint, found):
            found[struct] = None
    return found


def _reach(hint: Any, seen: dict[Any, None]) -> Iterator[Any]:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    origin = get_origin(hint) or hint
    if isinstance(hint, EnumType) and hint not in seen:
        seen[hint] = None
        yield hint
    if isinstance(origin, type) and issubclass(origin, Struct):
        if hint in seen:
            return
        seen[hint] = None
        yield hint
        for field in msgspec.structs.fields(hint):
            yield from _reach(field.type, seen)
        return
    for arg in get_args(hint):
        yield from _reach(arg, seen)


def _names(structs: list[Any]) -> dict[Any, str]:
    """A name for each: the short one, with its context in front where two contexts use the same word."""
    short = {struct: _short(struct) for struct in structs}
    names = {
        struct: name if list(short.values()).count(name) == 1 else _context(struct).capitalize() + name
        for struct, name in short.items()
    }
    doubles = {name for name in names.values() if list(names.values()).count(name) > 1}
    if doubles:
        raise ValueError(f"Two structs of one context share a name: {', '.join(sorted(doubles))}.")
    return names


def _short(struct: Any) -> str:
    origin = get_origin(struct)
    if origin is None:
        return str(getattr(struct, "__name__", struct))
    return "".join(_short(arg) for arg in get_args(struct)) + str(origin.__name__)


def _context(struct: Any) -> str:
    args = get_args(struct)
    return _context(args[0]) if args else str(struct.__module__).split(".")[0]
