"""What crosses the doors, as typed dictionaries.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""
# ruff: noqa: D205, RUF100 - summaries are as long as the views say

from __future__ import annotations

from typing import NotRequired, TypedDict


class Credentials(TypedDict):
    """`login` is an e-mail address, a phone number or a username."""

    login: str
    password: str


class NewPerson(TypedDict):
    """`login` is an e-mail address or an E.164 phone number."""

    login: str
    password: str
    username: str


class Problem(TypedDict):
    """What every refusal looks like. `type` is stable and for programs, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemError]


class ProblemError(TypedDict):
    """One wrong field; `pointer` is a JSON Pointer into the body, or `?name` for a parameter."""

    pointer: str
    detail: str


class Refresh(TypedDict):
    """Browsers leave the token out: theirs is in the cookie."""

    refreshToken: NotRequired[str | None]


class Token(TypedDict):
    """A token and its life in seconds."""

    value: str
    ttl: int


class Tokens(TypedDict):
    """The refresh token is left out where it went into the cookie (header `x-session-in: cookie`)."""

    accessToken: Token
    refreshToken: Token | None
