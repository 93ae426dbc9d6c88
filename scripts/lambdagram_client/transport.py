"""Sends calls: tokens, one refresh after a 401, problems as exceptions.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote

import httpx

from lambdagram_client.types import Problem, ProblemError


class Refused(Exception):
    """A refusal of the platform. `retry_after` is in seconds, None where the platform does not say."""

    def __init__(self, problem: Problem, retry_after: int | None, answer: httpx.Response) -> None:
        wrong = f" {problem['errors']}" if problem["errors"] else ""
        super().__init__(f"{problem['status']} {problem['type']}: {problem['detail']}{wrong}")
        self.problem = problem
        self.retry_after = retry_after
        self.answer = answer

    @property
    def status(self) -> int:
        return self.problem["status"]

    @property
    def code(self) -> str:
        """The stable name of the refusal, such as `not-found`."""
        return self.problem["type"].rpartition(":")[2]

    @property
    def errors(self) -> list[ProblemError]:
        return self.problem["errors"]


class Transport:
    """One caller. Without `access_token` it asks as nobody, and optional views are read at their public address.

    `refresh` is called once when a call is answered 401; it sets a new `access_token` and gives True, or False when
    the session is over. `last` is the newest answer, for its status and headers.
    """

    def __init__(
        self,
        origin: str = "http://localhost:8080",
        *,
        access_token: str | None = None,
        refresh: Callable[[], bool] | None = None,
        timeout: float = 30.0,
        http: httpx.Client | None = None,
    ) -> None:
        self.access_token = access_token
        self.refresh_hook = refresh
        self.http = http or httpx.Client(base_url=origin, timeout=timeout)
        self.last: httpx.Response | None = None

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(
        self,
        method: str,
        path: str,
        *,
        public_path: str | None = None,
        session: bool = False,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
    ) -> Any:
        def send() -> httpx.Response:
            token = self.access_token if session else None
            sent = {name: str(value) for name, value in (headers or {}).items() if value is not None}
            if token is not None:
                sent["authorization"] = f"Bearer {token}"
            where = public_path if token is None and public_path is not None else path
            params = {name: value for name, value in (query or {}).items() if value is not None}
            self.last = self.http.request(method, where, params=params, headers=sent, json=body)
            return self.last

        answer = send()
        if answer.status_code == 401 and session and self.access_token and self.refresh_hook and self.refresh_hook():
            answer = send()
        if not answer.is_success:
            raise _refusal(answer)
        return answer.json() if answer.content else None


def part(value: str | int) -> str:
    """One part of a path, whatever is in it."""
    return quote(str(value), safe="")


def _refusal(answer: httpx.Response) -> Refused:
    wait = answer.headers.get("retry-after", "")
    retry_after = int(wait) if wait.isdigit() else None
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict) or "type" not in problem:  # a gateway's own answer
        code = "unauthenticated" if answer.status_code == 401 else "unexpected"
        problem = {"type": f"urn:lambdagram:problem:{code}", "detail": answer.text[:200]}
    filled = {"title": answer.reason_phrase, "status": answer.status_code, "instance": "", "errors": [], **problem}
    return Refused(cast("Problem", filled), retry_after, answer)
