"""What is kept of factors: secrets of authenticator apps encrypted, recovery codes hashed, challenges signed."""

import base64
import hashlib
import hmac
import os
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from identity.model import CHALLENGE_SECONDS
from kernel.ids import ALPHABET, PersonId
from kit import secrets

FACTOR_KEY = "factor-key"

RECOVERY_CODES = 10
_GROUPS, _GROUP = 6, 4


def seal(secret: bytes, account: PersonId) -> str:
    """Encrypt for one account (AES-256-GCM): copied to another account's item it opens no more."""
    nonce = os.urandom(12)
    return base64.b64encode(nonce + AESGCM(_key("seal")).encrypt(nonce, secret, account.encode())).decode()


def unseal(sealed: str, account: PersonId) -> bytes:
    """What `seal` encrypted. Raises ValueError when it was made for another account or changed."""
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(_key("seal")).decrypt(raw[:12], raw[12:], account.encode())
    except InvalidTag:
        raise ValueError("this secret was not sealed for this account") from None


def recovery_codes() -> list[str]:
    """Fresh codes of 120 random bits each, so that a plain keyed hash keeps them safe (ASVS 6.5.2)."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str, account: PersonId) -> str:
    """The hash of a recovery code, however its groups were typed."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hmac.digest(_key("recovery"), f"{account}.{plain}".encode(), "sha256").hex()


def challenge(purpose: str) -> str:
    """Random bytes for a passkey to sign within 5 minutes. Nothing is stored until they come back signed."""
    head = os.urandom(24) + int(time.time() + CHALLENGE_SECONDS).to_bytes(8, "big")
    return base64.urlsafe_b64encode(head + _mac(head, purpose)).rstrip(b"=").decode()


def is_challenge(text: str, purpose: str) -> bool:
    """Whether `challenge(purpose)` made this within the last 5 minutes. That it comes once is the store's business."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return False
    head, mac = raw[:32], raw[32:]
    return hmac.compare_digest(mac, _mac(head, purpose)) and int.from_bytes(head[24:], "big") > time.time()


def _recovery_code() -> str:
    letters = [ALPHABET[byte & 31] for byte in os.urandom(_GROUPS * _GROUP)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def _mac(head: bytes, purpose: str) -> bytes:
    return hmac.digest(_key("challenge"), head + purpose.encode(), "sha256")


def _key(purpose: str) -> bytes:
    """A key of its own for each use, from the one secret of the stage."""
    return hmac.digest(secrets.key(FACTOR_KEY), purpose.encode(), hashlib.sha256)
