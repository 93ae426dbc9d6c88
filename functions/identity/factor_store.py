"""Writes of second factors, passkeys, recovery codes, and of the proofs that were given with them."""

from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition

from identity import keys
from identity.model import CHALLENGE_SECONDS, Passkey, RecoveryProof, Session, Strength, Totp, TotpProof, digest
from identity.store import Challenge, Item, SessionItem, session_step
from kernel import clock
from kernel.errors import Conflict, Forbidden, NotFound, TooMany, Unauthenticated
from kernel.ids import PersonId, SessionId
from kit import store

TRIES, TRIES_SECONDS = 5, 600
"""Codes that may be tried on one account within ten minutes from the first one, right ones aside."""


class TotpItem(Item):
    sealed = UnicodeAttribute()
    confirmed = BooleanAttribute()
    last_step = NumberAttribute()


class RecoveryItem(Item):
    codes = UnicodeSetAttribute(null=True)


class PasskeyItem(Item):
    passkey_id = UnicodeAttribute()
    credential_id = UnicodeAttribute()
    public_key = UnicodeAttribute()
    sign_count = NumberAttribute()
    name = UnicodeAttribute()
    transports = UnicodeAttribute(null=True)
    made_at = UnicodeAttribute()
    used_at = UnicodeAttribute(null=True)


class Credential(Item):
    account = UnicodeAttribute()


class Tries(Item):
    n = NumberAttribute()


def spend_try(account: PersonId) -> None:
    """Count a code before it is looked at, so that parallel guesses count too. TooMany when none is left."""
    now = clock.seconds()
    again = store.update(
        Tries, keys.tries(account), keys.CARD, [Tries.n.add(1)], condition=(Tries.n < TRIES) & (Tries.expires_at > now)
    )
    first = store.put(
        Tries(keys.tries(account), keys.CARD, n=1, expires_at=now + TRIES_SECONDS),
        condition=Tries.pk.does_not_exist() | (Tries.expires_at <= now),
    )
    for step in (again, first, again):
        try:
            store.write(step)
        except store.ConditionFailed:
            continue
        return
    raise TooMany("Too many wrong codes. Wait a little.", retry_after=TRIES_SECONDS)


def forget_tries(account: PersonId) -> None:
    """After a right code all tries are there again."""
    # Not deleted: between its end and its new beginning a parallel try would find no place to be counted.
    exists = Tries.pk.exists()
    try:
        store.write(store.update(Tries, keys.tries(account), keys.CARD, [Tries.n.set(0)], condition=exists))
    except store.ConditionFailed:
        return


def begin_totp(account: PersonId, sealed: str) -> None:
    """Keep the secret of an app that has not shown a code yet. Conflict when another one is in use."""
    item = TotpItem(keys.person(account), keys.TOTP, sealed=sealed, confirmed=False, last_step=0)
    free = TotpItem.pk.does_not_exist() | (TotpItem.confirmed == False)  # noqa: E712 - an expression, not a question
    store.write(store.put(item, condition=free, refusal=Conflict("An authenticator app is in use.", code="totp-on")))


def confirm_totp(account: PersonId, session: SessionId, totp: Totp, step: int, hashes: Iterable[str] | None) -> None:
    """Take the app into use; this session counts as one with two factors. `hashes`: of recovery codes made with it."""
    actions = [TotpItem.confirmed.set(True), TotpItem.last_step.set(step)]
    same = (TotpItem.confirmed == False) & (TotpItem.sealed == totp.sealed)  # noqa: E712
    steps = [
        store.update(TotpItem, keys.person(account), keys.TOTP, actions, condition=same, refusal=wrong_code()),
        _strengthen(account, session),
    ]
    if hashes is not None:
        steps.append(_recovery(account, hashes))
    store.transact(steps)


def end_totp(account: PersonId, proof: TotpProof | RecoveryProof, *, last: bool) -> None:
    """Stop asking for the app's codes. `last`: no factor is left, so its recovery codes end with it."""
    here = keys.person(account)
    unspent: Condition
    if isinstance(proof, TotpProof):
        unspent = TotpItem.last_step < proof.step
        steps = [store.delete(TotpItem, here, keys.TOTP, condition=unspent, refusal=wrong_code())]
        if last:
            steps.append(store.delete(RecoveryItem, here, keys.RECOVERY))
    else:
        steps = [store.delete(TotpItem, here, keys.TOTP)]
        unspent = RecoveryItem.codes.contains(proof.hash)
        if last:
            steps.append(store.delete(RecoveryItem, here, keys.RECOVERY, condition=unspent, refusal=wrong_code()))
        else:
            steps.append(spent(account, proof))
    store.transact(steps)


def replace_recovery(account: PersonId, hashes: Iterable[str]) -> None:
    """New recovery codes; the old ones are worth nothing from now on."""
    store.write(_recovery(account, hashes))


def spent(account: PersonId, proof: TotpProof | RecoveryProof) -> store.Step:
    """The step that takes a code once: for each code one transaction of all that try it goes through."""
    if isinstance(proof, TotpProof):
        actions = [TotpItem.last_step.set(proof.step)]
        later = (TotpItem.last_step < proof.step) & (TotpItem.confirmed == True)  # noqa: E712
        return store.update(TotpItem, keys.person(account), keys.TOTP, actions, condition=later, refusal=wrong_code())
    return store.update(
        RecoveryItem,
        keys.person(account),
        keys.RECOVERY,
        [RecoveryItem.codes.delete({proof.hash})],
        condition=RecoveryItem.codes.contains(proof.hash),
        refusal=wrong_code(),
    )


def answer_challenge(secret: str) -> store.Step:
    """The step that ends the challenge behind a challenge token; it goes through once."""
    return store.delete(
        Challenge,
        keys.challenge(digest(secret)),
        keys.CARD,
        condition=Challenge.expires_at > clock.seconds(),
        refusal=challenge_ended(),
    )


def open_session(session: Session, *steps: store.Step) -> None:
    """Store a session together with the proofs that it was opened with: all of them, or nothing."""
    store.transact([*steps, session_step(session)])


def freshen(account: PersonId, session: SessionId, strength: Strength, *steps: store.Step) -> None:
    """Somebody has proven on this device just now who they are; `two` makes the session one with two factors."""
    actions = [SessionItem.fresh_at.set(clock.seconds())]
    if strength == "two":
        actions.append(SessionItem.strength.set(strength))
    exists = SessionItem.pk.exists()
    fresh = store.update(SessionItem, keys.person(account), keys.session(session), actions, condition=exists)
    store.transact([*steps, fresh])


def add_passkey(
    account: PersonId, session: SessionId, passkey: Passkey, challenge: str, hashes: Iterable[str] | None
) -> None:
    """Keep a new passkey. Conflict when any account has it already; refused when the challenge was answered."""
    steps = [
        signed(challenge),
        store.put(
            Credential(keys.credential(passkey.passkey_id), keys.CARD, account=account),
            unless_exists=True,
            refusal=Conflict("This passkey is in use already.", code="passkey-taken"),
        ),
        store.put(
            PasskeyItem(
                keys.person(account),
                keys.passkey(passkey.passkey_id),
                passkey_id=passkey.passkey_id,
                credential_id=passkey.credential_id,
                public_key=passkey.public_key,
                sign_count=passkey.sign_count,
                name=passkey.name,
                transports=passkey.transports,
                made_at=passkey.made_at,
            )
        ),
        _strengthen(account, session),
    ]
    if hashes is not None:
        steps.append(_recovery(account, hashes))
    store.transact(steps)


def signed(challenge: str) -> store.Step:
    """The step that takes a passkey's challenge once."""
    line = Challenge(
        keys.challenge(digest(challenge)),
        keys.CARD,
        kind="passkey",
        expires_at=clock.seconds() + 2 * CHALLENGE_SECONDS,
    )
    return store.put(line, unless_exists=True, refusal=challenge_ended())


def counted(account: PersonId, passkey_id: str, sign_count: int) -> store.Step:
    """The step that keeps the counter of a passkey; one that does not grow is a copy's (WebAuthn 6.1.1)."""
    actions = [PasskeyItem.sign_count.set(sign_count), PasskeyItem.used_at.set(clock.stamp(clock.now()))]
    grows = PasskeyItem.sign_count < sign_count
    never = (PasskeyItem.sign_count == 0) if sign_count == 0 else grows
    where = keys.person(account), keys.passkey(passkey_id)
    return store.update(PasskeyItem, *where, actions, condition=never, refusal=wrong_passkey())


def rename_passkey(account: PersonId, passkey_id: str, name: str) -> None:
    """NotFound when the account has no such passkey."""
    exists = PasskeyItem.pk.exists()
    where = keys.person(account), keys.passkey(passkey_id)
    store.write(store.update(PasskeyItem, *where, [PasskeyItem.name.set(name)], condition=exists, refusal=NotFound()))


def remove_passkey(account: PersonId, passkey_id: str, *, last: bool) -> None:
    """Forget a passkey; doing it again changes nothing. `last`: no factor is left, nor its recovery codes."""
    exists = PasskeyItem.pk.exists()
    steps = [
        store.delete(PasskeyItem, keys.person(account), keys.passkey(passkey_id), condition=exists),
        store.delete(Credential, keys.credential(passkey_id), keys.CARD),
    ]
    if last:
        steps.append(store.delete(RecoveryItem, keys.person(account), keys.RECOVERY))
    try:
        store.transact(steps)
    except store.ConditionFailed:
        return


def wrong_code() -> Forbidden:
    """One refusal for a code that is wrong, too old, or was used."""
    return Forbidden("This code is wrong or was used before.", code="wrong-code")


def wrong_passkey() -> Unauthenticated:
    """One refusal for an unknown passkey, a wrong signature, another origin, a counter that went back."""
    return Unauthenticated("This passkey cannot be used here.", code="wrong-passkey")


def challenge_ended() -> Unauthenticated:
    return Unauthenticated("This took too long or was done before. Start again.", code="challenge-ended")


def _recovery(account: PersonId, hashes: Iterable[str]) -> store.Step:
    return store.put(RecoveryItem(keys.person(account), keys.RECOVERY, codes=set(hashes)))


def _strengthen(account: PersonId, session: SessionId) -> store.Step:
    actions = [SessionItem.strength.set("two"), SessionItem.fresh_at.set(clock.seconds())]
    exists = SessionItem.pk.exists()
    return store.update(SessionItem, keys.person(account), keys.session(session), actions, condition=exists)
