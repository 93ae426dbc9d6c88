"""The base shapes of what crosses the public doors. JSON names are camelCase; unknown fields are refused."""

from msgspec import Struct


class Body(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a caller sends."""


class Answer(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a caller gets."""
