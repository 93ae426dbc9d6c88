"""What every refusal at the public doors looks like: product.md, "What bad input gets"."""

from typing import Any

import httpx

GATEWAYS_OWN = {401: {"message": "Unauthorized"}, 404: {"message": "Not Found"}}
"""What API Gateway itself says: to a token that its authorizer refuses, and to a route that does not exist. These two
cannot be given another body; every other refusal comes from a function and has the one shape (`refused`)."""


def refused(found: httpx.Response, status: int, *pointers: str) -> dict[str, Any]:
    """The problem in an answer: of this status, in the one shape, with these pointers, and nothing of our insides."""
    assert found.status_code == status, f"{found.request.method} {found.request.url}: {found.status_code} {found.text}"
    assert found.headers["content-type"] == "application/problem+json"
    assert found.headers["cache-control"] == "no-store"
    problem: dict[str, Any] = found.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "errors"}
    assert problem["type"].startswith("urn:lambdagram:problem:")
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"].startswith("urn:lambdagram:request:")
    assert len(problem["instance"]) > len("urn:lambdagram:request:")
    assert not any(word in found.text for word in ("Traceback", "msgspec", "boto", "dynamodb", ".py"))
    if pointers:
        assert tuple(each["pointer"] for each in problem["errors"]) == pointers
        assert all(each["detail"] for each in problem["errors"])
    return problem


def refused_by_gateway(found: httpx.Response, status: int) -> None:
    assert (found.status_code, found.json()) == (status, GATEWAYS_OWN[status])
