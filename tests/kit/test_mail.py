"""Letters: what they are made of, that headers cannot be injected, and that both servers get them."""

import asyncio
import base64
import json
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from desk.origin_mail import Letters
from kernel.errors import Away, Invalid
from kit import mail
from kit.settings import settings
from support.emulator import free_port

TO = "alice@example.com"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("INSTANCE_NAME", "Grüße, Inc")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Letters]:
    """A real SMTP server, as scripts/dev has it."""
    letters, loop, port = Letters(tmp_path / "mail"), asyncio.new_event_loop(), free_port()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(letters.listen("127.0.0.1", port), loop).result(5)
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{port}")
    settings.cache_clear()
    try:
        yield letters
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def compose(**more: Any) -> EmailMessage:
    given = {"to": TO, "subject": "Hello", "text": "Hi.\n", "kind": "test", "sender": "no-reply@example.org"}
    return mail.compose(**{**given, **more})


def test_a_letter_arrives_as_it_was_written(caught: Letters, tmp_path: Path) -> None:
    mail.send(
        TO, "Grüße an Álice", "Schöne Grüße 🎈\n.\nend\n", "<p>Schöne Grüße 🎈</p>", kind="verify", letter="x1",
        list_unsubscribe="https://example.org/u?t=1",
    )  # fmt: skip
    (found,) = caught.found(TO)
    assert (found["subject"], found["kind"]) == ("Grüße an Álice", "verify")
    assert found["text"].replace("\r\n", "\n") == "Schöne Grüße 🎈\n.\nend\n"
    assert "<p>Schöne Grüße 🎈</p>" in found["html"]
    assert found["headers"]["List-Unsubscribe"] == "<https://example.org/u?t=1>"
    assert found["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["headers"]["Message-ID"] == "<x1@lambdagram.example>"
    assert Letters(tmp_path / "mail").found(TO) == [found], "kept over a restart"


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_a_subject_cannot_make_headers(break_: str) -> None:
    raw = compose(subject=f"Hi{break_}Bcc: eve@example.com{break_}{break_}body").as_bytes()
    read = message_from_bytes(raw, _class=EmailMessage, policy=SMTP)
    assert read["Bcc"] is None
    assert read["Subject"] == "Hi Bcc: eve@example.com body"


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "alice@example.com\r\nBcc: eve@example.com"},
        {"to": "alice@example.com, eve@example.com"},
        {"to": "Alice <alice@example.com>"},
        {"to": "ALICE@example.com"},
        {"kind": "a\r\nX: y"},
        {"list_unsubscribe": "https://example.org/\r\nX: y"},
        {"list_unsubscribe": "javascript:alert(1)"},
        {"text": "x" * (mail.MAX_TEXT + 1)},
    ],
)
def test_what_no_letter_is_made_of_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        compose(**wrong)


def test_without_a_server_it_is_away_and_the_address_is_in_no_log(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not mail.is_on()
    for url in ("", f"smtp://127.0.0.1:{free_port()}"):
        monkeypatch.setenv("MAIL_URL", url)
        settings.cache_clear()
        with pytest.raises(Away) as refused:
            mail.send(TO, "Hello", "Hi.", kind="test")
        assert TO not in str(refused.value.facts)
    assert TO not in "".join(capfd.readouterr())


class _Ses(BaseHTTPRequestHandler):
    """Answers as SES v2 does: `answers` are taken from the front."""

    answers: ClassVar[list[tuple[int, str]]] = []
    seen: ClassVar[list[tuple[str, dict[str, str], dict[str, Any]]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.seen.append((self.path, dict(self.headers), body))
        status, name = self.answers.pop(0)
        self.send_response(status)
        self.send_header("x-amzn-errortype", name)
        self.end_headers()

    def log_message(self, *_said: Any) -> None:
        """Say nothing."""


def test_ses_gets_the_whole_letter_and_its_refusals_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    _Ses.answers = [(200, ""), (429, "TooManyRequestsException"), (500, ""), (400, "MessageRejected:http")]
    _Ses.seen = []
    with HTTPServer(("127.0.0.1", 0), _Ses) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        for name, value in {
            "MAIL_URL": "ses",
            "AWS_REGION": "eu-central-1",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        try:
            mail.send(TO, "Hello", "Hi.\n", kind="reset")
            for _ in range(2):
                with pytest.raises(Away):
                    mail.send(TO, "Hello", "Hi.\n", kind="reset")
            with pytest.raises(mail.MailRefused):
                mail.send(TO, "Hello", "Hi.\n", kind="reset")
        finally:
            server.shutdown()
            thread.join(5)
    path, headers, body = _Ses.seen[0]
    assert path == "/v2/email/outbound-emails"
    assert "/eu-central-1/ses/aws4_request" in headers["authorization"]
    assert body["Destination"] == {"ToAddresses": [TO]}
    raw = message_from_bytes(base64.b64decode(body["Content"]["Raw"]["Data"]), _class=EmailMessage, policy=SMTP)
    assert (raw["To"], raw["X-Letter-Kind"]) == (TO, "reset")
