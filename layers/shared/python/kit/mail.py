"""The e-mail port: one letter to one address, by SMTP (`MAIL_URL=smtp://host:port`) or by SES (`MAIL_URL=ses`).

Sending is not undone and a lost answer is not known: a repeat may arrive twice, under the same Message-ID when `letter`
is the same. So letters are sent by consumers that keep what they have sent, never within a request.
"""

import base64
import http.client
import os
import re
import smtplib
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

import msgspec

from kernel import clock, names
from kernel.errors import Away, Invalid
from kit import telemetry, transport
from kit.settings import settings
from kit.sigv4 import CredentialSource, Signer

SECONDS = 5.0
"""For so long the server may take for one step."""

MAX_SUBJECT = 200
MAX_TEXT = 256 * 1024

_SES_PATH = "/v2/email/outbound-emails"
_THROTTLED = frozenset(
    {"TooManyRequestsException", "LimitExceededException", "ThrottlingException", "SendingPausedException"}
)


class MailRefused(Exception):
    """The server will never take this letter: asking again is of no use."""


def is_on() -> bool:
    """Whether this platform can send letters at all."""
    return bool(settings().mail_url)


def send(
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    *,
    kind: str,
    list_unsubscribe: str | None = None,
    letter: str | None = None,
) -> None:
    """Hand one letter to the server.

    `kind` (a word of ours, such as `verify`) is logged and told to the server; `list_unsubscribe` is the address of
    one-click unsubscribing (RFC 8058); `letter` is an id of ours that makes a repeat recognisable.
    Raises Invalid for what no letter is made of, MailRefused when the server will never take it, Away for now.
    """
    message = compose(
        to,
        subject,
        text,
        html,
        kind=kind,
        list_unsubscribe=list_unsubscribe,
        letter=letter,
        sender=settings().mail_from,
    )
    url = settings().mail_url
    if url == "ses":
        _by_ses(message, to, kind)
    elif url.startswith("smtp://"):
        _by_smtp(message, url)
    else:
        raise Away("This platform sends no e-mail.", reason="MAIL_URL is neither smtp://host:port nor ses")
    telemetry.count("LettersSent")
    telemetry.logger().info("letter sent", extra={"kind": kind})


def compose(
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    *,
    kind: str,
    sender: str,
    list_unsubscribe: str | None = None,
    letter: str | None = None,
) -> EmailMessage:
    """The letter as RFC 5322 wants it. Line breaks and controls in a header become spaces; in an address: Invalid."""
    receiver, from_ = names.parse_email(to), names.parse_email(sender)
    if receiver != to:
        raise Invalid("An address to write to is given in its one form.")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", kind):
        raise Invalid("A kind of letter is a word.")
    if len(text) > MAX_TEXT or len(html or "") > MAX_TEXT:
        raise Invalid("This letter is too long.")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(settings().instance_name, addr_spec=from_)
    message["To"] = Address(addr_spec=receiver)
    message["Subject"] = _one_line(subject)[:MAX_SUBJECT]
    message["Date"] = format_datetime(clock.now())
    domain = from_.rpartition("@")[2]
    message["Message-ID"] = f"<{letter}@{domain}>" if letter else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"  # so that absence notes do not answer (RFC 3834)
    message["X-Letter-Kind"] = kind
    if list_unsubscribe is not None:
        if not re.fullmatch(r"https?://[!-;=?-~]+", list_unsubscribe):
            raise Invalid("This is not an address to unsubscribe at.")
        message["List-Unsubscribe"] = f"<{list_unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text, cte="quoted-printable")
    if html is not None:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+", " ", text).strip()


def _by_smtp(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    try:
        with smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=SECONDS) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        raise _smtp_failure(max(codes), error) from error
    except smtplib.SMTPResponseException as error:
        raise _smtp_failure(error.smtp_code, error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Away(reason=type(error).__name__) from error  # never the error's text: it holds the address


def _smtp_failure(code: int, error: Exception) -> Exception:
    if 500 <= code < 600:
        return MailRefused(f"{type(error).__name__} {code}")
    return Away(reason=f"{type(error).__name__} {code}")


def _by_ses(message: EmailMessage, to: str, kind: str) -> None:
    body = msgspec.json.encode(
        {
            "FromEmailAddress": settings().mail_from,
            "Destination": {"ToAddresses": [to]},
            "Content": {"Raw": {"Data": base64.b64encode(message.as_bytes()).decode()}},
            "EmailTags": [{"Name": "kind", "Value": kind}],
        }
    )
    try:
        status, name = _ask_ses(body)
    except (OSError, http.client.HTTPException) as error:
        raise Away(reason=type(error).__name__) from error
    if status == 200:
        return
    if status == 429 or status >= 500 or name in _THROTTLED:
        raise Away(reason=f"{name or 'SES'} {status}")
    if status in (401, 403):
        raise Away(reason=f"SES lets this function not send: {name} {status}")  # ours to mend, the letter is fine
    raise MailRefused(f"{name or 'SES'} {status}")


def _ask_ses(body: bytes) -> tuple[int, str]:
    region = os.environ["AWS_REGION"]
    url = os.environ.get("AWS_ENDPOINT_URL_SESV2") or os.environ.get("AWS_ENDPOINT_URL")
    parts = urlsplit(url or f"https://email.{region}.amazonaws.com")
    default = {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname or ""
    if parts.port not in (None, default):
        host = f"{host}:{parts.port}"
    by = CredentialSource().current()
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    signed = [("content-type", "application/json"), ("x-amz-date", stamp)]
    if by.token:
        signed.append(("x-amz-security-token", by.token))
    authorization = Signer("ses", region).authorization(host, _SES_PATH, signed, body, stamp, by)
    if parts.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, timeout=SECONDS, context=transport.tls()
        )
    else:
        connection = http.client.HTTPConnection(host, timeout=SECONDS)
    try:
        connection.request("POST", _SES_PATH, body, {"host": host, "authorization": authorization, **dict(signed)})
        answer = connection.getresponse()
        answer.read(65_536)
        return answer.status, (answer.headers.get("x-amzn-errortype") or "").partition(":")[0]
    finally:
        connection.close()
