"""Web Push on the wire: encrypted messages (RFC 8291 on RFC 8188) and the sender's proof (VAPID, RFC 8292). Pure."""

import base64
import hashlib
import hmac
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
"""Bytes of the one record; a push service takes no more (RFC 8030 7.2)."""

MOST = RECORD - 86 - 17
"""Bytes of text that one message carries: header, delimiter and authentication tag go off."""

PADDED = 512
"""Shorter texts are padded to this many bytes, so that the length of a message tells little."""

PROOF_LIFE = timedelta(hours=12)
"""RFC 8292 allows up to 24 hours."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises ValueError for what is not base64url."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


def key_of(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The platform's key pair, which follows from 256 secret bits."""
    return ec.derive_private_key(int.from_bytes(secret, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half as browsers take it: an uncompressed point of 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def point(raw: bytes) -> ec.EllipticCurvePublicKey:
    """A public key of a browser. Raises ValueError for anything but an uncompressed point on P-256."""
    if len(raw) != 65 or raw[0] != 4:
        raise ValueError("not an uncompressed point")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except UnsupportedAlgorithm as error:
        raise ValueError("not a point on P-256") from error


def encrypt(
    text: bytes,
    receiver: bytes,
    auth: bytes,
    *,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    padded: int = PADDED,
) -> bytes:
    """A message that only the browser can read that has the key pair of `receiver` and the secret `auth`.

    `sender` (a key pair of this message alone) and `salt` are for tests. At most MOST bytes of text.
    """
    sender = sender or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    mine = public_bytes(sender)
    shared = sender.exchange(ec.ECDH(), point(receiver))
    material = _hkdf(auth, shared, b"WebPush: info\0" + receiver + mine, 32)
    key = _hkdf(salt, material, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, material, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, text + b"\2" + bytes(max(0, padded - len(text))), None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine + sealed


def proof(endpoint: str, key: ec.EllipticCurvePrivateKey, *, contact: str, now: datetime) -> str:
    """The Authorization header that tells a push service who sends: bound to its origin, for twelve hours."""
    address = urlsplit(endpoint)
    claims = {
        "aud": f"{address.scheme}://{address.netloc}",
        "exp": int((now + PROOF_LIFE).timestamp()),
        "sub": contact,
    }
    signed = f"{b64(msgspec.json.encode({'typ': 'JWT', 'alg': 'ES256'}))}.{b64(msgspec.json.encode(claims))}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={b64(public_bytes(key))}"


def topic(tag: str) -> str:
    """A tag as a Topic header: 32 letters that say nothing; a newer message of a topic replaces one that waits."""
    return b64(hashlib.sha256(tag.encode()).digest()[:24])


def _hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 for at most 32 bytes."""
    extracted = hmac.digest(salt, material, "sha256")
    return hmac.digest(extracted, info + b"\1", "sha256")[:length]
