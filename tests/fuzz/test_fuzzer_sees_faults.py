"""Routes of our own that do what ours must not: the fuzzer has to say so. What it cannot see, it cannot find."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from support.fuzzing import fuzz

ANSWER = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"], "additionalProperties": False}
BODY = {
    "type": "object",
    "properties": {"text": {"type": "string", "maxLength": 5}},
    "required": ["text"],
    "additionalProperties": False,
}
FAULTS = {
    "/breaks": "not_a_server_error",
    "/tells-more": "response_schema_conformance",
    "/takes-all": "negative_data_rejection",
    "/says-text": "content_type_conformance",
    "/odd-status": "status_code_conformance",
    "/open": "ignored_auth",
}


class Faulty(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        try:
            sent = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
            good = set(sent) == {"text"} and isinstance(sent["text"], str) and len(sent["text"]) <= 5
        except (ValueError, TypeError):
            good = False
        good = good and self.headers.get("content-type") == "application/json"
        status, body, kind = (200, {"id": "x"}, "application/json") if good else (422, {}, "application/problem+json")
        if self.path == "/breaks" and not good:
            status = 500
        elif self.path == "/tells-more" and good:
            body = {"id": "x", "email": "x@example.org"}
        elif self.path == "/takes-all":
            status, body, kind = 200, {"id": "x"}, "application/json"
        elif self.path == "/says-text":
            kind = "text/plain"
        elif self.path == "/odd-status":
            status = 418
        elif self.path == "/sound" and self.headers.get("authorization") != "Bearer right":
            status, body, kind = 401, {}, "application/problem+json"
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def refuse(self) -> None:
        self.send_response(405)
        self.send_header("allow", "POST")
        self.send_header("content-length", "0")
        self.end_headers()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self.refuse
        raise AttributeError(name)

    def log_message(self, *_: Any) -> None:
        return None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Faulty) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def the_document(*paths: str) -> dict[str, Any]:
    problem = {"description": "no", "content": {"application/problem+json": {"schema": {"type": "object"}}}}
    operation = {
        "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
        "responses": {
            "200": {"description": "yes", "content": {"application/json": {"schema": ANSWER}}},
            **dict.fromkeys(("401", "422"), problem),
        },
        "security": [{"bearer": []}],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "faults", "version": "1"},
        "paths": {path: {"post": {**operation, "operationId": path[1:]}} for path in paths},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def test_every_planted_fault_is_found(server: str, tmp_path: Path) -> None:
    found = fuzz(the_document(*FAULTS), server, tmp_path, seconds=10, token="right")
    seen = {(line.partition(":")[0].removeprefix("POST "), line.split(": ")[1]) for line in found.failures}
    assert set(FAULTS.items()) <= seen


def test_a_sound_route_is_left_alone(server: str, tmp_path: Path) -> None:
    found = fuzz(the_document("/sound"), server, tmp_path, seconds=5, token="right")
    assert found.failures == []
    assert {200, 401, 422} <= set(found.statuses)
