"""The life of signing keys: published a day ahead, used for 30 days, kept for verifying while a token needs them."""

import base64
import time

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from identity import keys
from identity.tokens import SIGNING_KEY, Keyring, SigningKey
from kernel.ids import new_id
from kit.consumers import Schedule
from kit.settings import settings
from kit.wire import Table, WireError, client

app = Schedule("signing-keys")

DAY = 24 * 3600
ACTIVE_DAYS = 30


@app.every("rate(1 day)")
def rotate() -> None:
    """Make the first key, or take the next step of the rotation. Doing it twice in a row changes nothing more."""
    now = int(time.time())
    ring = _read()
    if ring is None:
        _keep(Keyring(_make(now)), first=True)
    elif ring.coming is not None:
        if now - ring.coming.made_at >= DAY - 600:
            _keep(Keyring(ring.coming))
    elif now - ring.active.made_at >= ACTIVE_DAYS * DAY:
        _keep(Keyring(ring.active, _make(now)))


def _make(now: int) -> SigningKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    made = SigningKey(new_id(), pem, now)
    _publish(made, private.public_key().public_numbers())
    return made


def _publish(made: SigningKey, numbers: rsa.RSAPublicNumbers) -> None:
    jwk = {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": made.kid,
        "n": _base64(numbers.n),
        "e": _base64(numbers.e),
    }
    Table(settings().table("identity")).put(
        {
            "pk": keys.SIGNING_KEYS,
            "sk": made.kid,
            "jwk": msgspec.json.encode(jwk).decode(),
            "expires_at": made.made_at + (ACTIVE_DAYS + 10) * DAY,
        }
    )


def _read() -> Keyring | None:
    try:
        answer = client("ssm").call("GetParameter", {"Name": _name(), "WithDecryption": True})
    except WireError as error:
        if error.code == "ParameterNotFound":
            return None
        raise
    return msgspec.json.decode(answer["Parameter"]["Value"], type=Keyring)


def _keep(ring: Keyring, *, first: bool = False) -> None:
    try:
        client("ssm").call(
            "PutParameter",
            {
                "Name": _name(),
                "Value": msgspec.json.encode(ring).decode(),
                "Type": "SecureString",
                "Tier": "Intelligent-Tiering",
                "Overwrite": not first,
            },
        )
    except WireError as error:
        if not (first and error.code == "ParameterAlreadyExists"):
            raise  # another run was first: its key stands


def _name() -> str:
    return f"/{settings().prefix}/{SIGNING_KEY}"


def _base64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
