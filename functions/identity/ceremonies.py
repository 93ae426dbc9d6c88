"""The two ceremonies of WebAuthn, as this platform holds them: for one origin, with the user verified, each once."""

import hashlib
from urllib.parse import urlsplit

import msgspec
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException

from identity import sealing
from identity.factor_store import challenge_ended, wrong_passkey
from identity.model import Passkey
from identity.passkey_shapes import Credential, NewCredential
from kernel import clock
from kernel.errors import Invalid
from kernel.ids import PersonId
from kit.settings import settings

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
USE = "use"


def add_purpose(account: PersonId) -> str:
    """What a challenge for a new passkey of this account is bound to."""
    return f"add.{account}"


def rp_id() -> str:
    """The name that passkeys are bound to: the host of the web app."""
    return urlsplit(settings().app_origin).hostname or ""


def registered(credential: NewCredential, account: PersonId, name: str) -> tuple[Passkey, str]:
    """A new passkey that answers our challenge, and that challenge. Refused when anything about it is not as asked."""
    challenge = _challenge(credential.response.client_data_json, add_purpose(account))
    try:
        found = verify_registration_response(
            credential=_as_json(credential),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=rp_id(),
            expected_origin=settings().app_origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Invalid.field("/credential", "This passkey does not answer what was asked.") from None
    passkey = Passkey(
        passkey_id=id_of(found.credential_id),
        credential_id=bytes_to_base64url(found.credential_id),
        public_key=bytes_to_base64url(found.credential_public_key),
        sign_count=found.sign_count,
        name=name,
        made_at=clock.stamp(clock.now()),
        transports=" ".join(word for word in credential.response.transports if word.isalpha()),
    )
    return passkey, challenge


def passkey_id(credential: Credential) -> str:
    """Our id of the passkey that an answer names."""
    try:
        return id_of(base64url_to_bytes(credential.raw_id))
    except ValueError:
        raise wrong_passkey() from None


def used(credential: Credential, passkey: Passkey, account: PersonId) -> tuple[int, str]:
    """The new counter and the challenge of an answer that this passkey gave. Refused for every reason in one way."""
    challenge = _challenge(credential.response.client_data_json, USE)
    try:
        handle = credential.response.user_handle
        if handle is not None and base64url_to_bytes(handle) != account.encode():
            raise wrong_passkey()
        found = verify_authentication_response(
            credential=_as_json(credential),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=rp_id(),
            expected_origin=settings().app_origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise wrong_passkey() from None
    return found.new_sign_count, challenge


def id_of(credential_id: bytes) -> str:
    """A credential's id in one length: the first 128 bits of its hash."""
    return hashlib.sha256(credential_id).hexdigest()[:32]


def _challenge(client_data: str, purpose: str) -> str:
    """The challenge that a browser says it answered, if it is one of ours that still lives, asked by our own page."""
    try:
        said = msgspec.json.decode(base64url_to_bytes(client_data), type=_ClientData)
    except (ValueError, msgspec.MsgspecError):
        raise challenge_ended() from None
    if said.cross_origin or not sealing.is_challenge(said.challenge, purpose):
        raise challenge_ended()
    return said.challenge


def _as_json(credential: NewCredential | Credential) -> str:
    return msgspec.json.encode(credential).decode()


class _ClientData(msgspec.Struct, rename="camel"):
    challenge: str
    cross_origin: bool = False
