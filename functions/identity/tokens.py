"""Access tokens: RS256, 10 minutes, checked by the gateway's authorizer (API Gateway verifies RSA only)."""

import time
from functools import cache

import jwt
import msgspec
from msgspec import Struct

from kernel.ids import PersonId, SessionId, new_id
from kit import secrets
from kit.revocation import TOKEN_SECONDS
from kit.settings import settings

AUDIENCE = "lambdagram"
SIGNING_KEY = "signing-key"


class SigningKey(Struct, frozen=True):
    """A private key, PEM, and the id under which its public half is published."""

    kid: str
    pem: str
    made_at: int


class Keyring(Struct, frozen=True):
    """The key that signs now, and the one that will: published a day before it signs, so that every verifier has it."""

    active: SigningKey
    coming: SigningKey | None = None


def issue(
    person: PersonId, session: SessionId, *, account: PersonId | None = None, roles: str = "", held: str = ""
) -> str:
    """An access token for a session that acts as `person` of `account`.

    `roles` of staff are parted by spaces. `held` names a challenge that must be met before anything but `/v1/auth`.
    """
    key = _keyring().active
    now = int(time.time())
    claims = {
        "iss": settings().issuer,
        "aud": AUDIENCE,
        "sub": person,
        "sid": session,
        "acc": account or person,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "jti": new_id(),
        **({"roles": roles} if roles else {}),
        **({"held": held} if held else {}),
    }
    return jwt.encode(claims, key.pem, algorithm="RS256", headers={"kid": key.kid, "typ": "at+jwt"})


@cache
def _keyring() -> Keyring:
    return msgspec.json.decode(secrets.text(SIGNING_KEY), type=Keyring)
