"""Codes of an authenticator app (RFC 6238 over RFC 4226): SHA-1, 6 digits, a new one every 30 seconds."""

import base64
import hmac
import os
from urllib.parse import quote

DIGITS, STEP_SECONDS, DRIFT = 6, 30, 1
"""`DRIFT` steps before and after the present one are taken too: clocks differ and people type slowly."""

ISSUER = "Lambdagram"


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 section 4 recommends."""
    return os.urandom(20)


def code(secret: bytes, step: int) -> str:
    """The code of one step of 30 seconds since 1970."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 15
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: bytes, given: str, now: int, *, after: int) -> int | None:
    """The step that `given` is the code of, or None: wrong, too old, or not later than step `after`."""
    present = now // STEP_SECONDS
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(code(secret, step).encode(), given.encode()) and step > after:
            found = step
    return found


def text_of(secret: bytes) -> str:
    """The secret as people type it into an app: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def uri(secret: bytes, username: str) -> str:
    """What the QR code says: https://github.com/google/google-authenticator/wiki/Key-Uri-Format."""
    label = f"{quote(ISSUER)}:{quote(username)}"
    return (
        f"otpauth://totp/{label}?secret={text_of(secret)}&issuer={quote(ISSUER)}"
        f"&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
    )
