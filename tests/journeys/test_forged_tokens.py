"""Tokens forged with skill: the public key as a secret, keys of one's own, the right key and wrong claims.

The gateway's authorizer and the kit stand behind each other; what is refused is refused at the public door.
"""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from identity.tokens import Keyring
from jwt.algorithms import HMACAlgorithm

from desk.cloud import client
from desk.platform import Platform
from support import plain
from support.people import Member

Join = Callable[[str], Member]


@pytest.fixture(scope="module")
def keyring(platform: Platform) -> Keyring:
    name = f"/{platform.prefix}/signing-key"
    kept = client(platform.access, "ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    return msgspec.json.decode(kept, type=Keyring)


@pytest.fixture(scope="module")
def claims(member: Join) -> dict[str, Any]:
    token = member("mallory").http.headers["authorization"].removeprefix("Bearer ")
    return dict(jwt.decode(token, options={"verify_signature": False}))


def status(platform: Platform, token: str) -> int:
    return plain.get(f"{platform.url}/v1/me", headers={"authorization": f"Bearer {token}"}).status_code


def test_the_signing_key_signs_what_is_taken(platform: Platform, keyring: Keyring, claims: dict[str, Any]) -> None:
    key = keyring.active
    assert status(platform, jwt.encode(claims, key.pem, "RS256", headers={"kid": key.kid})) == 200


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "another"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": None},
        {"exp": 1_700_000_000},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sid": None},
    ],
    ids=str,
)
def test_the_right_key_with_wrong_claims_is_refused(
    platform: Platform, keyring: Keyring, claims: dict[str, Any], change: dict[str, Any]
) -> None:
    wrong = {name: value for name, value in {**claims, **change}.items() if value is not None}
    token = jwt.encode(wrong, keyring.active.pem, "RS256", headers={"kid": keyring.active.kid})
    assert status(platform, token) == 401


def test_keys_of_ones_own_are_refused(platform: Platform, keyring: Keyring, claims: dict[str, Any]) -> None:
    kid, later = keyring.active.kid, {**claims, "exp": int(time.time()) + 600}
    private: Any = serialization.load_pem_private_key(keyring.active.pem.encode(), None)
    form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    public = private.public_key().public_bytes(*form)
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(mine.public_key()))
    evil = "https://evil.example/keys"
    forged = {
        "HS256 with the public key": _hs256(later, public, kid),
        "RS256 with my key": jwt.encode(later, mine, "RS256", headers={"kid": kid}),
        "my key in the header": jwt.encode(later, mine, "RS256", headers={"kid": kid, "jwk": jwk}),
        "my key's address": jwt.encode(later, mine, "RS256", headers={"kid": kid, "jku": evil, "x5u": evil}),
        "EdDSA": jwt.encode(later, ed25519.Ed25519PrivateKey.generate(), "EdDSA", headers={"kid": kid}),
        "an unknown key": jwt.encode(later, mine, "RS256", headers={"kid": "unknown"}),
        "a kid that is SQL": jwt.encode(later, mine, "RS256", headers={"kid": "' OR 1=1 --"}),
        "a kid that is a path": jwt.encode(later, mine, "RS256", headers={"kid": "../../../dev/null"}),
        "an unknown crit": jwt.encode(later, mine, "RS256", headers={"kid": kid, "crit": ["x"], "x": 1}),
    }
    assert {name: status(platform, token) for name, token in forged.items()} == dict.fromkeys(forged, 401)


def test_a_refresh_token_is_no_access_token(platform: Platform, member: Join) -> None:
    assert status(platform, member("mallory").refresh_token) == 401


def _hs256(claims: dict[str, Any], public: bytes, kid: str) -> str:
    """PyJWT refuses a public key as a secret, so its parts are put together by hand."""
    head = {"alg": "HS256", "typ": "at+jwt", "kid": kid}
    parts = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, claims))
    signature = HMACAlgorithm(HMACAlgorithm.SHA256).sign(parts, public)
    return (parts + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()
