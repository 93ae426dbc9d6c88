"""Whole, plausible values of any type that crosses a door, the same ones on every run."""

from __future__ import annotations

import hashlib
import types
from datetime import UTC, datetime
from enum import EnumType
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from contracts import Envelope, Fact, envelope
from desk.emulator import ACCOUNT, REGION
from kernel import clock, ids

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""When everything in the samples happens."""

T = TypeVar("T")

_ACTORS = ("liker", "commenter", "follower", "author", "owner", "person_id", "person")
_WORDS = {
    "alt": "A lighthouse above a calm sea at dusk",
    "bio": "Light and shadow.",
    "caption": "Evening at the lighthouse #sea with @bob",
    "color": "#3d5a73",
    "content_type": "image/jpeg",
    "detail": "A sentence for people.",
    "display_name": "Alice",
    "excerpt": "Lovely light, @bob!",
    "kind": "like",
    "login": "alice@example.org",
    "name": "Alice",
    "password": "a long and quiet evening",
    "query": "alice",
    "reason": "truncated",
    "sentence": "This file ends before the picture does. Send it again.",
    "state": "ready",
    "text": "Lovely light, @bob!",
    "thumbhash": "1QcSHQRnh493V4dIh4eXh1h4kJUI",
    "username": "alice",
}
_LISTS: dict[str, list[Any]] = {"mentions": ["bob"], "widths": [320, 640, 1080]}
_NUMBERS = {"width": 1080, "height": 810, "size": 2_400_000}


def sample_id(name: str) -> str:
    """An identifier for a role such as `author`: always the same one."""
    digest = hashlib.sha256(name.encode()).digest()
    return ids.new_id(int(MOMENT.timestamp() * 1000) - digest[0] * 60_000, digest[1:11])


def sample(type_: type[T], name: str = "") -> T:
    """A value of a type. Raises msgspec.ValidationError naming the field where this module lacks a fitting word."""
    return msgspec.convert(plain(type_, name), type_)


def sample_envelope(fact: type[Fact]) -> Envelope[Any]:
    """A whole envelope around a sample of a fact."""
    content = sample(fact)
    actor = next((getattr(content, name) for name in _ACTORS if hasattr(content, name)), sample_id("alice"))
    made = envelope(content, actor=ids.PersonId(actor), journey=sample_id("journey"), id_=sample_id(fact.type_name()))
    return msgspec.structs.replace(made, occurred_at=MOMENT)


def bus_event(fact: type[Fact]) -> dict[str, Any]:
    """What EventBridge hands on when a fact was said."""
    made = sample_envelope(fact)
    return {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": made.type,
        "source": f"lambdagram.{made.context}",
        "account": ACCOUNT,
        "time": clock.stamp(MOMENT).partition(".")[0] + "Z",
        "region": REGION,
        "resources": [],
        "detail": msgspec.to_builtins(made),
    }


def plain(hint: Any, name: str = "", optional: bool = False) -> Any:
    """The same as plain JSON values. `optional` fields of a body are left out where nothing is known of them."""
    origin, args = get_origin(hint), get_args(hint)
    if isinstance(hint, NewType):
        return _of_new_type(hint, name)
    if origin is Annotated:
        return plain(args[0], name, optional)
    if origin in (Union, types.UnionType):
        return plain(next(arg for arg in args if arg is not type(None)), name, optional)
    if origin is Literal:
        return args[0]
    if origin in (list, set, frozenset, tuple):
        return _LISTS.get(name) or [plain(args[0], name.removesuffix("s"))]
    struct = origin or hint
    if isinstance(struct, type) and issubclass(struct, Struct):
        return _of_struct(hint)
    return _of_plain(hint, name)


def _of_new_type(hint: Any, name: str) -> Any:
    inner = hint.__supertype__
    marks = get_args(inner)[1:] if get_origin(inner) is Annotated else ()
    if any(getattr(mark, "pattern", None) == ids.PATTERN for mark in marks):
        return sample_id(hint.__name__ if name in ("", "id") else name)
    return plain(inner, name)


def _of_struct(hint: Any) -> dict[str, Any]:
    made = {}
    for field in msgspec.structs.fields(hint):
        if field.required or field.name in _WORDS or field.name in _LISTS:
            made[field.encode_name] = plain(field.type, field.name)
    config = (get_origin(hint) or hint).__struct_config__
    return {config.tag_field: config.tag, **made} if config.tag_field else made


def _of_plain(hint: Any, name: str) -> Any:
    if isinstance(hint, EnumType):
        return next(iter(hint)).value
    if hint is datetime:
        return clock.stamp(MOMENT)
    if hint is bool:
        return True
    if hint is int:
        return _NUMBERS.get(name, 1)
    if hint is float:
        return 0.5
    if hint is str:
        return sample_id(name) if name.endswith("_id") else _WORDS.get(name, name or "text")
    return {}
