"""Pages and their cursors.

A cursor is opaque to callers, cannot be forged, and holds only for the list and the reader it was made for.
"""

import base64
import binascii
import hashlib
import hmac
from typing import Annotated, Any, Generic, NewType, TypeVar

import msgspec
from msgspec import Meta, Struct

from kernel.errors import Invalid

T = TypeVar("T")

MAX_PAGE = 50
_TAG = 16

Limit = NewType("Limit", Annotated[int, Meta(ge=1, le=MAX_PAGE)])
Cursor = NewType("Cursor", Annotated[str, Meta(min_length=1, max_length=1024)])


class Page(Struct, Generic[T], frozen=True, rename="camel"):
    """One page of a list. `next` asks for the following one; None means that there is no more."""

    items: list[T]
    next: Cursor | None = None


def seal(position: Any, *, key: bytes, scope: str) -> Cursor:
    """A cursor for `position` (plain values). `scope` names the list and the reader, such as `feed:<person>`."""
    payload = msgspec.msgpack.encode(position)
    return Cursor(base64.urlsafe_b64encode(_tag(payload, key, scope) + payload).rstrip(b"=").decode())


def unseal(cursor: str, type_: type[T], *, key: bytes, scope: str, at: str = "?cursor") -> T:
    """The position inside a cursor. Invalid at the parameter `at` when it is forged, torn, or from another list."""
    refused = Invalid.field(at, "This cursor is not one of this list. Start again without it.")
    try:
        raw = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise refused from None
    if not hmac.compare_digest(raw[:_TAG], _tag(raw[_TAG:], key, scope)):
        raise refused
    try:
        return msgspec.msgpack.decode(raw[_TAG:], type=type_)
    except msgspec.DecodeError:
        raise refused from None


def _tag(payload: bytes, key: bytes, scope: str) -> bytes:
    return hmac.new(key, scope.encode() + b"\0" + payload, hashlib.sha256).digest()[:_TAG]
