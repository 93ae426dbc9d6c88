"""Sample triggers: for each function a whole event as AWS sends it, for scripts/invoke and for readers.

`events/triggers/<context>.<feature>.json` is the function's first view or its one source; further views have a file of
their own, with the view's name at the end.
"""

from __future__ import annotations

import inspect
import json
import re
from typing import Any
from urllib.parse import urlencode

import msgspec

from contracts import encode
from desk.emulator import ACCOUNT, REGION
from desk.generate.discover import Function, System
from desk.generate.facts import as_json
from desk.generate.samples import MOMENT, bus_event, plain, sample_envelope, sample_id
from kernel import clock
from kit.endpoints import Endpoint

FOLDER = "events/triggers"
PREFIX = "lambdagram-dev"

_MILLISECONDS = int(MOMENT.timestamp() * 1000)
_REQUEST = "JKJaXmPLvHcESHA="
_ADDRESS = "192.0.2.10"
_NEVER = 4102444800  # 2100: samples of tokens do not expire
_CLIENT = "lambdagram-sample/1"


def trigger_files(system: System) -> dict[str, str]:
    """Path → text of every sample trigger."""
    files = {}
    for function in system.functions:
        for name, event in triggers_of(function, system).items():
            files[f"{FOLDER}/{name}.json"] = as_json(event)
    return files


def triggers_of(function: Function, system: System) -> dict[str, dict[str, Any]]:
    """Name (`posts.likes`, `posts.likes.unlike_post`, …) → event."""
    match function.kind:
        case "http":
            pages = [each for each in function.pages if each.method == "GET"]
            first, *others = [*function.endpoints, *pages]
            return {function.name: request(first)} | {f"{function.name}.{each.name}": request(each) for each in others}
        case "socket":
            asked = {f"{function.name}.{each.name}": request(each) for each in function.endpoints}
            return {function.name: _socket(function)} | asked
        case "inbox":
            facts = [fact for fact in system.facts if fact.type_name() in function.reactions]
            return {function.name: _messages(function, [json.dumps(bus_event(fact)) for fact in facts])}
        case "work":
            order = {"journey": sample_id("journey"), "causedBy": None, "command": plain(function.command)}
            return {function.name: _messages(function, [json.dumps(order)])}
        case "queue":
            return {function.name: _messages(function, [json.dumps(_stored(function))])}
        case "stream":
            return {function.name: _stream(function, system)}
        case "schedule":
            return {function.name: _tick(function)}
        case "direct":
            return {function.name: _connecting()}


def request(endpoint: Endpoint) -> dict[str, Any]:
    """An HTTP API request, payload 2.0, with a session where the view takes one."""
    path, session = endpoint.routes[0]
    given = {name: str(plain(hint, name)) for name, hint in endpoint.path_params.items()}
    raw = re.sub(r"\{([^}]+)\}", lambda found: given[found.group(1)], path)
    required = {
        name: str(plain(parameter.annotation, name))
        for name, parameter in endpoint.query_params.items()
        if parameter.default is inspect.Parameter.empty
    }
    body = None if endpoint.body is None else json.dumps(plain(endpoint.body), ensure_ascii=False)
    context: dict[str, Any] = {
        "accountId": ACCOUNT,
        "apiId": "a1b2c3d4e5",
        "domainName": "localhost",
        "http": {
            "method": endpoint.method,
            "path": raw,
            "protocol": "HTTP/1.1",
            "sourceIp": _ADDRESS,
            "userAgent": _CLIENT,
        },
        "requestId": _REQUEST,
        "routeKey": f"{endpoint.method} {path}",
        "stage": "$default",
        "time": MOMENT.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": _MILLISECONDS,
    }
    if session:
        claims = {"sub": sample_id("alice"), "sid": sample_id("session"), "exp": str(_NEVER)}
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{endpoint.method} {path}",
        "rawPath": raw,
        "rawQueryString": urlencode(required),
        "headers": {"accept": "application/json", "user-agent": _CLIENT}
        | ({"content-type": "application/json"} if body else {}),
        "requestContext": context,
        "isBase64Encoded": False,
    }
    if given:
        event["pathParameters"] = given
    if required:
        event["queryStringParameters"] = required
    return event if body is None else {**event, "body": body}


def _messages(function: Function, bodies: list[str]) -> dict[str, Any]:
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{PREFIX}-{function.queue}"
    return {"Records": [_message(number, body, queue) for number, body in enumerate(bodies, 1)]}


def _message(number: int, body: str, queue: str) -> dict[str, Any]:
    return {
        "messageId": f"059f36b4-87a3-44ab-83d2-{number:012d}",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": str(_MILLISECONDS),
            "SenderId": "events.amazonaws.com",
            "ApproximateFirstReceiveTimestamp": str(_MILLISECONDS),
        },
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": queue,
        "awsRegion": REGION,
    }


def _stream(function: Function, system: System) -> dict[str, Any]:
    """One new item; for the relay, which reads every table, one that carries a fact."""
    table = function.table if function.table != "*" else "posts"
    image = {"pk": {"S": f"SAMPLE#{sample_id('item')}"}, "sk": {"S": "CARD"}}
    facts = [fact for fact in system.facts if fact.context() == table]
    if function.table == "*" and facts:
        image = {**image, "fact": {"S": encode(sample_envelope(facts[0]))}}
    record = {
        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            "ApproximateCreationDateTime": _MILLISECONDS // 1000,
            "Keys": {"pk": image["pk"], "sk": image["sk"]},
            "NewImage": image,
            "SequenceNumber": "4421584500000000017450439091",
            "SizeBytes": 26,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{PREFIX}-{table}/stream/2026-11-22T12:00:00.000",
    }
    return {"Records": [record]}


def _tick(function: Function) -> dict[str, Any]:
    return {
        "version": "0",
        "id": "cdc73f9d-aea9-11e3-9d5a-835b769c0d9c",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": clock.stamp(MOMENT).partition(".")[0] + "Z",
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{PREFIX}-{function.aws_name}"],
        "detail": {},
    }


def _stored(function: Function) -> dict[str, Any]:
    """What storage says when an object was put."""
    stored = {
        "bucket": {"name": f"{PREFIX}-uploads-{ACCOUNT}"},
        "object": {"key": sample_id("MediaId"), "size": 2_400_000},
    }
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": clock.stamp(MOMENT),
        "eventName": "ObjectCreated:Post",
        "s3": {"s3SchemaVersion": "1.0", "configurationId": function.aws_name, **stored},
    }
    return {"Records": [record]}


def _connecting() -> dict[str, Any]:
    """A request that an authorizer is asked about, before a socket opens."""
    arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:f5g6h7i8j9/live/$connect"
    return {"type": "REQUEST", "methodArn": arn, **_opening("$connect", "CONNECT")}


def _socket(function: Function) -> dict[str, Any]:
    key = function.socket_routes[0]
    return _opening(key, {"$connect": "CONNECT", "$disconnect": "DISCONNECT"}.get(key, "MESSAGE"))


def _opening(key: str, kind: str) -> dict[str, Any]:
    event: dict[str, Any] = {
        "requestContext": {
            "routeKey": key,
            "eventType": kind,
            "extendedRequestId": _REQUEST,
            "requestTime": MOMENT.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "messageDirection": "IN",
            "stage": "live",
            "connectedAt": _MILLISECONDS,
            "requestTimeEpoch": _MILLISECONDS,
            "identity": {"sourceIp": _ADDRESS, "userAgent": _CLIENT},
            "requestId": _REQUEST,
            "domainName": "localhost",
            "connectionId": "KJaXmdHcFiACHwQ=",
            "apiId": "f5g6h7i8j9",
        },
        "isBase64Encoded": False,
    }
    if kind == "CONNECT":
        event["headers"] = {"Host": "localhost:8080", "Origin": "http://localhost:8080", "User-Agent": _CLIENT}
        event["queryStringParameters"] = {"ticket": "sample-ticket"}
    if kind == "MESSAGE":
        event["body"] = msgspec.json.encode({"action": "ping", "clientId": "1"}).decode()
    return event
