"""Passwords: argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kernel.errors import Invalid

MIN_LENGTH, MAX_LENGTH = 8, 128

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$bGFtYmRhZ3JhbS1ub2JvZHk$Xg8Bxq3sRX/8n0Wn+kQMvpy7AodKzSq7R5nDXDQVn/c"
"""Verified when there is no account, so that a missing account costs the same work as a wrong password."""


def check(password: str, *, username: str) -> str:
    """The password as it will be hashed; Invalid when it is too short, too long, or the username itself."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise Invalid(f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters.")
    if password.strip().lower() == username.lower():
        raise Invalid("A password is not the username.")
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
