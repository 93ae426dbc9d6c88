"""What AWS hands to functions, in small: HTTP requests (payload 2.0), queue batches, stream batches."""

import base64
import json
import time
from typing import Any

from contracts import Envelope, encode
from kernel.ids import PersonId, SessionId, new_id
from kit.items import item_to_wire


def request(
    route: str,
    *,
    path: dict[str, str] | None = None,
    query: str = "",
    body: Any = None,
    raw: str | None = None,
    me: PersonId | None = None,
    headers: dict[str, str] | None = None,
    claims: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """An HTTP request as the gateway hands it over; `me` is signed in. `raw` is a body that is not JSON."""
    given = {"content-type": "application/json", **(headers or {})}
    context: dict[str, Any] = {"http": {"sourceIp": "198.51.100.7"}, "requestId": new_id()}
    if me is not None:
        session = {"sub": me, "sid": SessionId(new_id()), "exp": str(int(time.time()) + 600)}
        context["authorizer"] = {"jwt": {"claims": session if claims is None else claims}}
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": route.partition(" ")[2],
        "rawQueryString": query,
        "headers": given,
        "requestContext": context,
        "pathParameters": path or {},
        "body": raw if raw is not None else None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def answer(app: Any, event: dict[str, Any]) -> tuple[int, Any]:
    """The status and the decoded body of a request."""
    found = app(event, None)
    return found["statusCode"], json.loads(found["body"]) if found["body"] else None


def queue(*bodies: str) -> dict[str, Any]:
    """A batch of queue messages."""
    return {"Records": [{"messageId": f"m{n}", "body": body} for n, body in enumerate(bodies)]}


def facts(*envelopes: Envelope[Any]) -> dict[str, Any]:
    """A batch of an inbox queue: facts as bus rules put them there."""
    return queue(*[f'{{"detail-type":"{each.type}","detail":{encode(each)}}}' for each in envelopes])


def delivered(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records of a stream as a function gets them."""
    for each in records:
        for image in ("OldImage", "NewImage"):
            as_sent(each["dynamodb"].get(image, {}))
    return records


def as_sent(item: dict[str, Any]) -> dict[str, Any]:
    """An item as the store sends it: boto3 has decoded what is binary in it."""
    for value in item.values():
        if isinstance(value.get("B"), bytes):
            value["B"] = base64.b64encode(value["B"]).decode()
    return item


def stream(*changes: tuple[str, dict[str, Any] | None, dict[str, Any] | None], start: int = 1) -> dict[str, Any]:
    """A batch of a table's stream: (kind, old image, new image) each, sequence numbers from `start`."""
    records = []
    for number, (kind, old, new) in enumerate(changes, start):
        some = new or old or {}
        change: dict[str, Any] = {
            "Keys": item_to_wire({"pk": some["pk"], "sk": some["sk"]}),
            "SequenceNumber": str(number),
        }
        if old:
            change["OldImage"] = item_to_wire(old)
        if new:
            change["NewImage"] = item_to_wire(new)
        record = {"eventName": kind, "dynamodb": change, "eventID": str(number), "awsRegion": "x", "userIdentity": None}
        records.append({**record, "eventVersion": "1.1", "eventSource": "aws:dynamodb", "eventSourceARN": "arn:x"})
    return {"Records": records}
