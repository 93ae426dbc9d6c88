"""What is secret in a letter: the token of its link and its code of six digits.

Both are made from the fact that caused the letter and the platform's key, so a letter that is sent again, because an
answer was lost, says the same. Only hashes are stored.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import quote

from msgspec import Struct

from identity.model import Letter
from kernel.ids import PersonId
from kit import secrets
from kit.settings import settings

LETTER_KEY = "letter-key"

CONTACT, RESET = "contact", "reset"
"""Purposes: an account has at most one letter of each."""


class Secrets(Struct, frozen=True):
    """What is written in a letter and nowhere else."""

    token: str
    code: str


def secrets_of(purpose: str, account: PersonId, cause: str) -> Secrets:
    """The token (256 bits) and the code of a letter: always the same for the same cause."""
    return Secrets(
        token=f"{account}.{urlsafe_b64encode(_mac('token', purpose, account, cause)).rstrip(b'=').decode()}",
        code=f"{int.from_bytes(_mac('code', purpose, account, cause), 'big') % 1_000_000:06}",
    )


def account_of(token: str) -> PersonId | None:
    """The account that a token speaks of, before it is proven; None when it is not formed like one."""
    account, _, secret = token.partition(".")
    return PersonId(account) if len(account) == 26 and len(secret) == 43 and token.isascii() else None


def hash_of_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def hash_of_code(account: PersonId, code: str) -> str:
    """Keyed, because all codes of six digits are tried in a moment."""
    return _mac("hash", "", account, code).hex()


def is_token(letter: Letter | None, token: str) -> bool:
    return hmac.compare_digest(letter.token_hash if letter else "-", hash_of_token(token))


def is_code(letter: Letter, account: PersonId, code: str) -> bool:
    return hmac.compare_digest(letter.code_hash, hash_of_code(account, code))


def link(page: str, token: str) -> str:
    """The address in a letter. From the settings, never from a request; the token is in the part that is not sent."""
    return f"{settings().app_origin}/{page}#token={quote(token)}"


def _mac(word: str, purpose: str, account: PersonId, cause: str) -> bytes:
    return hmac.digest(secrets.key(LETTER_KEY), f"{word}|{purpose}|{account}|{cause}".encode(), "sha256")
