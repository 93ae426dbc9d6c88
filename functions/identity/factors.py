"""Two factors: an authenticator app and recovery codes."""

from typing import Annotated

from msgspec import Meta

from identity import callers, factor_store, proofs, reads, sealing, totp
from kernel import clock
from kernel.errors import Conflict
from kernel.ids import PersonId
from kernel.shapes import Answer, Body
from kit.endpoints import Caller
from kit.service import Service

app = Service("factors")

Code = Annotated[str, Meta(min_length=6, max_length=64)]


class FactorsAnswer(Answer, frozen=True):
    """Which factors an account has."""

    authenticator_app: bool
    passkeys: int
    recovery_codes_left: int


class AppSecret(Answer, frozen=True):
    """What an authenticator app needs; `uri` is what a QR code says. It is shown this once."""

    secret: str
    uri: str


class AppCode(Body, frozen=True):
    """A code that the app shows."""

    code: Code


class RecoveryCodes(Answer, frozen=True):
    """Codes for the day on which the device is lost: each works once. Shown this once; empty when there were some."""

    recovery_codes: list[str]


class Disable(Body, frozen=True):
    """`code` is one of the app, or a recovery code."""

    password: Annotated[str, Meta(min_length=1, max_length=1024)]
    code: Code


@app.get("/v1/auth/factors")
def my_factors(me: PersonId, caller: Caller) -> FactorsAnswer:
    """Which factors my account has."""
    found = reads.factors(callers.known(me, caller)[0])
    return FactorsAnswer(
        authenticator_app=found.has_totp, passkeys=len(found.passkeys), recovery_codes_left=len(found.recovery)
    )


@app.post("/v1/auth/factors/app")
def begin_app(me: PersonId, caller: Caller) -> AppSecret:
    """Begin with an authenticator app. It is asked for only after it has shown a code. Doing it again starts anew."""
    account, _ = callers.fresh(me, caller)
    secret = totp.new_secret()
    factor_store.begin_totp(account.person_id, sealing.seal(secret, account.person_id))
    return AppSecret(secret=totp.text_of(secret), uri=totp.uri(secret, account.username))


@app.post("/v1/auth/factors/app/confirm")
def confirm_app(me: PersonId, body: AppCode, caller: Caller) -> RecoveryCodes:
    """Take the app into use with a code that it shows; the first factor of an account comes with recovery codes."""
    account, session = callers.fresh(me, caller)
    found = reads.factors(account.person_id)
    factor_store.spend_try(account.person_id)
    if found.totp is None or found.totp.confirmed:
        raise factor_store.wrong_code()
    secret = sealing.unseal(found.totp.sealed, account.person_id)
    step = totp.step_of(secret, body.code.replace(" ", ""), clock.seconds(), after=0)
    if step is None:
        raise factor_store.wrong_code()
    codes = [] if found.recovery else sealing.recovery_codes()
    hashes = [sealing.recovery_hash(code, account.person_id) for code in codes] or None
    factor_store.confirm_totp(account.person_id, session.session_id, found.totp, step, hashes)
    factor_store.forget_tries(account.person_id)
    return RecoveryCodes(recovery_codes=codes)


@app.post("/v1/auth/factors/app/disable", status=204)
def disable_app(me: PersonId, body: Disable, caller: Caller) -> None:
    """Stop asking for the app's codes. Asks for the password and a code."""
    account, _ = callers.own(me, caller)
    proofs.password(account, body.password)
    found = reads.factors(account.person_id)
    if not found.has_totp:
        raise Conflict("No authenticator app is in use.", code="totp-off")
    proof = proofs.of_code(account.person_id, found, body.code)
    factor_store.end_totp(account.person_id, proof, last=not found.passkeys)
    factor_store.forget_tries(account.person_id)


@app.post("/v1/auth/factors/recovery-codes")
def renew_recovery_codes(me: PersonId, caller: Caller) -> RecoveryCodes:
    """Ten new recovery codes; the old ones stop working."""
    account, _ = callers.fresh(me, caller)
    if not reads.factors(account.person_id).any:
        raise Conflict("Recovery codes come with a second factor.", code="no-factor")
    codes = sealing.recovery_codes()
    factor_store.replace_recovery(account.person_id, [sealing.recovery_hash(code, account.person_id) for code in codes])
    return RecoveryCodes(recovery_codes=codes)
