"""Passkeys (WebAuthn): made, used to sign in without a password or after it, named and removed."""

from base64 import urlsafe_b64encode
from typing import Annotated

from msgspec import Meta

from identity import callers, ceremonies, factor_store, opening, reads, sealing
from identity.factor_store import wrong_passkey
from identity.model import CHALLENGE_SECONDS, Passkey
from identity.opening import Tokens
from identity.passkey_shapes import (
    Algorithm,
    CreationOptions,
    Credential,
    Descriptor,
    NewCredential,
    RelyingParty,
    RequestOptions,
    User,
)
from kernel.errors import Conflict, NotFound
from kernel.ids import PersonId
from kernel.names import parse_display_name
from kernel.shapes import Answer, Body
from kit.endpoints import Caller, Header, Reply
from kit.service import Service

app = Service("passkeys")

MAX_PASSKEYS = 20

SessionIn = Annotated[str, Header("x-session-in")]
PasskeyId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
ChallengeToken = Annotated[str, Meta(max_length=64)]


class NewPasskey(Body, frozen=True):
    """`name` is the member's own word for the device."""

    name: Name
    credential: NewCredential


class PasskeyAnswer(Answer, frozen=True):
    """A passkey of mine. Times are RFC 3339."""

    id: str
    name: str
    made_at: str
    used_at: str | None


class AddedPasskey(Answer, frozen=True):
    """`recovery_codes` come with the first factor of an account, and are shown this once."""

    passkey: PasskeyAnswer
    recovery_codes: list[str]


class Passkeys(Answer, frozen=True):
    """All of them: there are at most 20."""

    items: list[PasskeyAnswer]


class Rename(Body, frozen=True):
    """A new name."""

    name: Name


class Wish(Body, frozen=True):
    """`challengeToken` when a password went before; then only passkeys of that account are asked for."""

    challenge_token: ChallengeToken | None = None


class PasskeySignIn(Body, frozen=True):
    """An answer of an authenticator; with the `challengeToken` when a password went before."""

    credential: Credential
    challenge_token: ChallengeToken | None = None


class PasskeyProof(Body, frozen=True):
    """An answer of an authenticator."""

    credential: Credential


@app.post("/v1/auth/passkeys/options")
def begin_passkey(me: PersonId, caller: Caller) -> CreationOptions:
    """What a device needs for a new passkey. Asks for a fresh proof of who you are."""
    account, _ = callers.fresh(me, caller)
    return CreationOptions(
        challenge=sealing.challenge(ceremonies.add_purpose(account.person_id)),
        rp=RelyingParty(id=ceremonies.rp_id(), name="Lambdagram"),
        user=User(id=_handle(account.person_id), name=account.username, display_name=account.username),
        pub_key_cred_params=[Algorithm(alg=int(each)) for each in ceremonies.ALGORITHMS],
        exclude_credentials=_descriptors(reads.factors(account.person_id).passkeys),
        timeout=CHALLENGE_SECONDS * 1000,
    )


@app.post("/v1/auth/passkeys")
def add_passkey(me: PersonId, body: NewPasskey, caller: Caller) -> AddedPasskey:
    """Keep a new passkey. From then on the password alone opens no session of this account."""
    account, session = callers.fresh(me, caller)
    passkey, challenge = ceremonies.registered(body.credential, account.person_id, parse_display_name(body.name))
    found = reads.factors(account.person_id)
    if len(found.passkeys) >= MAX_PASSKEYS:
        raise Conflict(f"An account has at most {MAX_PASSKEYS} passkeys.", code="passkeys-full")
    codes = [] if found.recovery else sealing.recovery_codes()
    hashes = [sealing.recovery_hash(code, account.person_id) for code in codes] or None
    factor_store.add_passkey(account.person_id, session.session_id, passkey, challenge, hashes)
    return AddedPasskey(passkey=_answer(passkey), recovery_codes=codes)


@app.get("/v1/auth/passkeys")
def my_passkeys(me: PersonId, caller: Caller) -> Passkeys:
    """My passkeys, oldest first."""
    found = reads.factors(callers.known(me, caller)[0]).passkeys
    return Passkeys(items=[_answer(each) for each in sorted(found, key=lambda each: each.made_at)])


@app.patch("/v1/auth/passkeys/{passkey_id}", status=204)
def rename_passkey(me: PersonId, passkey_id: PasskeyId, body: Rename, caller: Caller) -> None:
    """Give a passkey another name."""
    account, _ = callers.known(me, caller)
    factor_store.rename_passkey(account, passkey_id, parse_display_name(body.name))


@app.delete("/v1/auth/passkeys/{passkey_id}")
def remove_passkey(me: PersonId, passkey_id: PasskeyId, caller: Caller) -> None:
    """Forget a passkey. Asks for a fresh proof of who you are."""
    account, _ = callers.fresh(me, caller)
    found = reads.factors(account.person_id)
    others = [each for each in found.passkeys if each.passkey_id != passkey_id]
    if len(others) == len(found.passkeys):
        raise NotFound
    factor_store.remove_passkey(account.person_id, passkey_id, last=not others and not found.has_totp)


@app.post("/v1/auth/passkeys/sign-in/options", status=200, limit="sign")
def begin_sign_in(body: Wish) -> RequestOptions:
    """What a device needs to use a passkey: to sign in, after a password, or to confirm that it is you."""
    waiting = reads.waiting(body.challenge_token) if body.challenge_token else None
    return RequestOptions(
        challenge=sealing.challenge(ceremonies.USE),
        rp_id=ceremonies.rp_id(),
        timeout=CHALLENGE_SECONDS * 1000,
        allow_credentials=_descriptors(reads.factors(waiting.account).passkeys) if waiting else [],
    )


@app.post("/v1/auth/passkeys/sign-in", limit="sign")
def sign_in_by_passkey(body: PasskeySignIn, caller: Caller, session_in: SessionIn = "body") -> Reply[Tokens]:
    """Open a session with a passkey. It stands for two factors: something that you have, unlocked by you."""
    owner, passkey = _known(body.credential)
    counter, challenge = ceremonies.used(body.credential, passkey, owner)
    steps = [factor_store.signed(challenge), factor_store.counted(owner, passkey.passkey_id, counter)]
    account = reads.account(owner)
    if account is None:
        raise wrong_passkey()
    acting = owner
    if body.challenge_token is not None:
        waiting = reads.waiting(body.challenge_token)
        if waiting is None or waiting.account != owner or account.has_ended(waiting.began):
            raise factor_store.challenge_ended()
        acting = waiting.acting
        steps.append(factor_store.answer_challenge(body.challenge_token))
    session, token = opening.new_session(owner, caller, acting=acting, strength="two")
    factor_store.open_session(session, *steps)
    return opening.tokens_of(account, session, token, session_in)


@app.post("/v1/auth/passkeys/confirm", status=204, limit="sign")
def confirm_by_passkey(me: PersonId, body: PasskeyProof, caller: Caller) -> None:
    """Prove anew who you are, with a passkey, so that factors may be changed within the next 5 minutes."""
    account, session = callers.own(me, caller)
    owner, passkey = _known(body.credential)
    if owner != account.person_id:
        raise wrong_passkey()
    counter, challenge = ceremonies.used(body.credential, passkey, owner)
    steps = factor_store.signed(challenge), factor_store.counted(owner, passkey.passkey_id, counter)
    factor_store.freshen(owner, session.session_id, "two", *steps)


def _known(credential: Credential) -> tuple[PersonId, Passkey]:
    """Whose passkey it is, and what is kept of it."""
    id_ = ceremonies.passkey_id(credential)
    owner = reads.owner_of_passkey(id_)
    passkey = reads.passkey(owner, id_) if owner else None
    if owner is None or passkey is None:
        raise wrong_passkey()
    return owner, passkey


def _descriptors(passkeys: list[Passkey]) -> list[Descriptor]:
    return [Descriptor(id=each.credential_id, transports=each.transports.split()) for each in passkeys]


def _answer(passkey: Passkey) -> PasskeyAnswer:
    return PasskeyAnswer(id=passkey.passkey_id, name=passkey.name, made_at=passkey.made_at, used_at=passkey.used_at)


def _handle(account: PersonId) -> str:
    return urlsafe_b64encode(account.encode()).rstrip(b"=").decode()
