"""The one error shape: RFC 9457 problem details. The table below is the only place that knows status numbers."""

from typing import Any

import msgspec

from kernel import errors
from kernel.shapes import Answer

CONTENT_TYPE = "application/problem+json"

STATUS: dict[type[errors.Refusal], tuple[int, str]] = {
    errors.Malformed: (400, "Bad Request"),
    errors.Unauthenticated: (401, "Unauthorized"),
    errors.Forbidden: (403, "Forbidden"),
    errors.NotFound: (404, "Not Found"),
    errors.Conflict: (409, "Conflict"),
    errors.TooLarge: (413, "Content Too Large"),
    errors.UnsupportedType: (415, "Unsupported Media Type"),
    errors.Invalid: (422, "Unprocessable Content"),
    errors.TooMany: (429, "Too Many Requests"),
    errors.Away: (503, "Service Unavailable"),
}


class ProblemError(Answer, frozen=True):
    """One wrong field; `pointer` is a JSON Pointer into the body, or `?name` for a parameter."""

    pointer: str
    detail: str


class Problem(Answer, frozen=True):
    """What every refusal looks like. `type` is stable and for programs, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemError] = msgspec.field(default_factory=list)


def problem(refusal: errors.Refusal, request_id: str) -> tuple[Problem, dict[str, str]]:
    """The answer to a refusal, and the headers that go with it."""
    status, title = next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
    found = [ProblemError(pointer=e.pointer, detail=e.detail) for e in getattr(refusal, "errors", ())]
    headers: dict[str, str] = {}
    retry_after: Any = getattr(refusal, "retry_after", None)
    if retry_after is not None:
        headers["retry-after"] = str(retry_after)
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    return (
        Problem(
            type=f"urn:lambdagram:problem:{refusal.code}",
            title=title,
            status=status,
            detail=refusal.sentence,
            instance=f"urn:lambdagram:request:{request_id}",
            errors=found,
        ),
        headers,
    )


def unexpected(request_id: str) -> Problem:
    """The answer when the platform itself failed: says nothing about why."""
    return Problem(
        type="urn:lambdagram:problem:unexpected",
        title="Internal Server Error",
        status=500,
        detail="Something went wrong on our side. It was recorded.",
        instance=f"urn:lambdagram:request:{request_id}",
    )
