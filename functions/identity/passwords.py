"""Passwords: argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane).

What may be one: 8 to 128 characters, none of the common ones (ASVS 6.2.4), none made of the account's or the
platform's own words (6.2.11). Nothing is asked of their letters (6.2.5).
"""

from functools import cache
from pathlib import Path
from string import digits, punctuation

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kernel.errors import Invalid
from kit.settings import settings

MIN_LENGTH, MAX_LENGTH = 8, 128

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$bGFtYmRhZ3JhbS1ub2JvZHk$Xg8Bxq3sRX/8n0Wn+kQMvpy7AodKzSq7R5nDXDQVn/c"
"""Verified when there is no account, so that a missing account costs the same work as a wrong password."""

_LOOKS = str.maketrans("0134578@$!", "oleastbasi")


def check(password: str, *, username: str, contact: str = "") -> str:
    """The password as it will be hashed; Invalid when it is too short, too long, or one that is tried first."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise Invalid(f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters.")
    if password.strip().lower() == username.lower():
        raise Invalid("A password is not the username.")
    if password.strip().lower() in _common():
        raise Invalid("This password is one of the most common ones. Choose another.")
    words = {_core(each) for each in (username, contact.partition("@")[0], settings().instance_name, "lambdagram")}
    if _core(password) in words - {""}:
        raise Invalid("This password is made of a name that others know. Choose another.")
    return password


def hash_of(password: str) -> str:
    return _hasher.hash(password)


def matches(hash_: str | None, password: str) -> bool:
    """Whether the password is right. One argon2 verification, whatever is given (ASVS 6.3.8)."""
    try:
        _hasher.verify(hash_ or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return hash_ is not None


def is_dated(hash_: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(hash_)


def _core(text: str) -> str:
    """A word without what people put around it: `@lice2024!` is `alice`."""
    bare = (
        text.lower().strip().rstrip(digits + punctuation).lstrip(digits + punctuation.replace("@", "").replace("$", ""))
    )
    return "".join(letter for letter in bare.translate(_LOOKS) if letter.isalnum())


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(lines[1:])
