"""Every operation of the HTTP API, one method each.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""
# ruff: noqa: D205, RUF100 - summaries are as long as the views say

from __future__ import annotations

from typing import Any

from lambdagram_client.transport import Transport
from lambdagram_client.types import (
    Credentials,
    NewPerson,
    Refresh,
    Tokens,
)


class Client(Transport):
    """A caller of the platform. Every method may raise Refused."""

    def sign_up(self, body: NewPerson, *, x_session_in: str | None = None) -> Tokens:
        """Make an account and sign in to it."""
        answer: Tokens = self._call("POST", "/v1/auth/sign-up", body=body, headers={"x-session-in": x_session_in})
        return answer

    def sign_in(self, body: Credentials, *, x_session_in: str | None = None) -> Tokens:
        """Open a session on this device. A wrong password and a missing account get the same answer."""
        answer: Tokens = self._call("POST", "/v1/auth/sign-in", body=body, headers={"x-session-in": x_session_in})
        return answer

    def refresh(self, body: Refresh, *, x_session_in: str | None = None) -> Tokens:
        """Trade a refresh token for a new pair."""
        answer: Tokens = self._call("POST", "/v1/auth/refresh", body=body, headers={"x-session-in": x_session_in})
        return answer

    def sign_out(self) -> None:
        """End this session, on the server as well: its tokens stop working within 60 seconds, its sockets are
        closed.
        """
        self._call("POST", "/v1/auth/sign-out", session=True)

    def openid_configuration(self) -> dict[str, Any]:
        """The issuer of access tokens and where its keys are."""
        answer: dict[str, Any] = self._call("GET", "/.well-known/openid-configuration")
        return answer

    def jwks(self) -> dict[str, Any]:
        """The public keys that verify access tokens (RFC 7517)."""
        answer: dict[str, Any] = self._call("GET", "/.well-known/jwks.json")
        return answer
