"""The shell of the app: read once, looked at again after a minute, kept while storage is away."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kit import shell
from kit.settings import settings


class Storage(ThreadingHTTPServer):
    """Storage with one object, or none."""

    def __init__(self) -> None:
        self.text: str | None = "one"
        self.status = 200
        self.seen: list[tuple[str, str | None, int]] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Storage

    def do_GET(self) -> None:
        here, asked = self.server, self.headers.get("If-None-Match")
        tag = f'"{here.text}"'
        status = here.status if here.status != 200 else 404 if here.text is None else 304 if asked == tag else 200
        here.seen.append((self.path, asked, status))
        assert "/s3/aws4_request" in self.headers["Authorization"]
        body = (here.text or "").encode() if status == 200 else b""
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    here = Storage()
    thread = threading.Thread(target=here.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{here.server_port}")
    monkeypatch.setenv("PREFIX", "lambdagram-x")
    settings.cache_clear()
    shell.reset()
    yield here
    here.shutdown()
    thread.join()
    here.server_close()
    settings.cache_clear()
    shell.reset()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_it_is_asked_for_once_a_minute_and_sent_only_when_it_changed(storage: Storage, clock: list[float]) -> None:
    assert [shell.text() for _ in range(5)] == ["one"] * 5
    clock[0] += shell.KEEP - 1
    shell.text()
    assert storage.seen == [("/lambdagram-x-artifacts-000000000000/app/shell.html", None, 200)]
    clock[0] += 2
    assert shell.text() == "one"
    assert storage.seen[1:] == [(storage.seen[0][0], '"one"', 304)]
    storage.text = "two"
    clock[0] += shell.KEEP + 1
    assert shell.text() == "two"


def test_one_that_is_there_outlives_storage(storage: Storage, clock: list[float]) -> None:
    assert shell.text() == "one"
    for trouble in (500, 403, 503):
        storage.status = trouble
        clock[0] += shell.KEEP + 1
        assert shell.text() == "one"
    storage.status, storage.text = 200, "two"
    clock[0] += shell.KEEP + 1
    assert shell.text() == "two"


def test_one_that_is_missing_is_looked_for_again_soon(storage: Storage, clock: list[float]) -> None:
    storage.text = None
    assert [shell.text(), shell.text()] == [None, None]
    assert len(storage.seen) == 1
    storage.text = "one"
    clock[0] += shell.HURRY + 0.1
    assert shell.text() == "one"


def test_storage_that_is_not_there_is_no_failure(monkeypatch: pytest.MonkeyPatch, storage: Storage) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert shell.text() is None


def test_in_the_cloud_the_bucket_is_in_the_name_of_the_host(monkeypatch: pytest.MonkeyPatch, storage: Storage) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    host = "lambdagram-x-artifacts-000000000000.s3.eu-central-1.amazonaws.com"
    assert shell._place() == ("https", host, "/app/shell.html")
