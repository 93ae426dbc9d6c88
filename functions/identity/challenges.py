"""What a session still has to meet: the second factor after the password, a fresh proof before factors change."""

from typing import Annotated

from msgspec import Meta

from identity import callers, factor_store, opening, proofs, reads
from identity.opening import Challenge, Tokens
from kernel.ids import PersonId
from kernel.shapes import Answer, Body
from kit.endpoints import Caller, Header, Reply
from kit.service import Service

app = Service("challenges")

SessionIn = Annotated[str, Header("x-session-in")]
Code = Annotated[str, Meta(min_length=6, max_length=64)]


class SecondStep(Body, frozen=True):
    """`code` is one of the authenticator app, or a recovery code."""

    challenge_token: Annotated[str, Meta(max_length=64)]
    code: Code


class Confirmation(Body, frozen=True):
    """`code` is asked for only where the account has a second factor."""

    password: Annotated[str, Meta(min_length=1, max_length=1024)]
    code: Code | None = None


class Challenges(Answer, frozen=True):
    """What should be met, and which of it keeps the session from everything outside of `/v1/auth` until it is."""

    challenges: list[Challenge]
    blocking: list[Challenge]


@app.get("/v1/auth/challenges")
def open_challenges(me: PersonId, caller: Caller) -> Challenges:
    """What this session should still meet."""
    found = opening.challenges(*callers.own(me, caller))
    return Challenges(challenges=found, blocking=opening.blocking(found))


@app.post("/v1/auth/second-step", limit="sign")
def finish_sign_in(body: SecondStep, caller: Caller, session_in: SessionIn = "body") -> Reply[Tokens]:
    """Finish a sign-in with a code. Code and challenge work once; 5 wrong codes of an account wait for 10 minutes."""
    waiting = reads.waiting(body.challenge_token)
    account = reads.account(waiting.account) if waiting else None
    if waiting is None or account is None or account.has_ended(waiting.began):
        raise factor_store.challenge_ended()
    factor_store.spend_try(account.person_id)
    proof = proofs.of_code(account.person_id, reads.factors(account.person_id), body.code)
    session, token = opening.new_session(account.person_id, caller, acting=waiting.acting, strength="two")
    steps = factor_store.answer_challenge(body.challenge_token), factor_store.spent(account.person_id, proof)
    factor_store.open_session(session, *steps)
    factor_store.forget_tries(account.person_id)
    return opening.tokens_of(account, session, token, session_in)


@app.post("/v1/auth/confirm", status=204, limit="sign")
def confirm_it_is_me(me: PersonId, body: Confirmation, caller: Caller) -> None:
    """Prove anew who you are, so that this session may change factors within the next 5 minutes."""
    account, session = callers.own(me, caller)
    proofs.password(account, body.password)
    factors = reads.factors(account.person_id)
    if factors.any:
        proof = proofs.of_code(account.person_id, factors, body.code or "")
        spent = factor_store.spent(account.person_id, proof)
        factor_store.freshen(account.person_id, session.session_id, "two", spent)
    else:
        factor_store.freshen(account.person_id, session.session_id, "one")
    factor_store.forget_tries(account.person_id)
