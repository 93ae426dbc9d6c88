"""Identity's writes."""

import os
import time
from base64 import urlsafe_b64encode
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from contracts.identity import PersonSignedUp, SessionEnded
from identity import keys
from identity.model import CHALLENGE_SECONDS, SESSION_LIFE, RefreshToken, Session, digest
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.ids import PersonId, SessionId, new_id
from kit import revocation, store


class Item(store.Item):
    context = "identity"


class Login(Item):
    """A verified contact and whose it is."""

    person_id = UnicodeAttribute()


class Wish(Item):
    """A contact that is not verified, and who gave it last."""

    person_id = UnicodeAttribute()


class Handle(Item):
    person_id = UnicodeAttribute()
    account = UnicodeAttribute(null=True)
    username = UnicodeAttribute()


class AccountItem(Item):
    person_id = UnicodeAttribute()
    username = UnicodeAttribute()
    contact = UnicodeAttribute()
    password_hash = UnicodeAttribute()
    roles = UnicodeAttribute(null=True)
    people = NumberAttribute(null=True)
    contact_verified_at = UnicodeAttribute(null=True)
    sessions_from = UnicodeAttribute(null=True)
    kept_session = UnicodeAttribute(null=True)


class SessionItem(Item):
    session_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    current = UnicodeAttribute()
    previous = UnicodeAttribute()
    rotated_at = UnicodeAttribute()
    device = UnicodeAttribute()
    acting = UnicodeAttribute(null=True)
    strength = UnicodeAttribute(null=True)
    fresh_at = NumberAttribute(null=True)


class Challenge(Item):
    kind = UnicodeAttribute()
    account = UnicodeAttribute(null=True)
    acting = UnicodeAttribute(null=True)
    began = UnicodeAttribute(null=True)


class Attempts(Item):
    n = NumberAttribute()


def add_person(person_id: PersonId, contact: str, username: str, password_hash: str, *more: store.Step) -> None:
    """Make an account. Conflict when the username is taken; nothing is written then.

    The contact is only wished for until it is verified: the same is written whether it is somebody's or not.
    `more` are steps of the same transaction.
    """
    store.transact(
        [
            store.put(
                Handle(keys.handle(username), keys.CARD, person_id=person_id, username=username),
                unless_exists=True,
                refusal=Conflict("This username is taken.", code="username-taken"),
            ),
            store.put(Wish(keys.wish(contact), keys.CARD, person_id=person_id)),
            store.put(
                AccountItem(
                    keys.person(person_id),
                    keys.ACCOUNT,
                    person_id=person_id,
                    username=username,
                    contact=contact,
                    password_hash=password_hash,
                    fact=store.sealed(PersonSignedUp(person_id=person_id, username=username), actor=person_id),
                )
            ),
            *more,
        ]
    )


def change_hash(person_id: PersonId, old: str, new: str) -> None:
    """Replace a password's hash by one with today's parameters, unless the password changed meanwhile."""
    actions = [AccountItem.password_hash.set(new)]
    same = AccountItem.password_hash == old
    store.write(store.update(AccountItem, keys.person(person_id), keys.ACCOUNT, actions, condition=same))


def set_roles(account: PersonId, roles: tuple[str, ...]) -> None:
    """Give an account exactly these roles of staff. They show in tokens from the next refresh on."""
    known = AccountItem.pk.exists()
    actions = [AccountItem.roles.set(" ".join(sorted(roles)))]
    store.write(
        store.update(AccountItem, keys.person(account), keys.ACCOUNT, actions, condition=known, refusal=NotFound())
    )


def open_session(session: Session) -> None:
    store.write(session_step(session))


def session_step(session: Session) -> store.Step:
    """The step that stores a new session, for a transaction with what it was opened with."""
    return store.put(
        SessionItem(
            keys.person(session.person_id),
            keys.session(session.session_id),
            session_id=session.session_id,
            person_id=session.person_id,
            current=session.current,
            previous="",
            rotated_at=clock.stamp(session.rotated_at),
            device=session.device,
            acting=session.acting,
            strength=session.strength,
            fresh_at=session.fresh_at,
            expires_at=_expiry(session.rotated_at),
        )
    )


def keep_challenge(account: PersonId, acting: PersonId) -> str:
    """Remember that the password of an account was right; the secret that says so for 5 minutes, once."""
    secret = urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()
    item = Challenge(
        keys.challenge(digest(secret)),
        keys.CARD,
        kind="second_factor",
        account=account,
        acting=acting,
        began=new_id(),
        expires_at=clock.seconds() + CHALLENGE_SECONDS,
    )
    store.write(store.put(item))
    return secret


def rotate(session: Session, child: RefreshToken, now: datetime) -> bool:
    """Make `child` the current token. False when another refresh was faster."""
    actions = [
        SessionItem.current.set(child.hash),
        SessionItem.previous.set(session.current),
        SessionItem.rotated_at.set(clock.stamp(now)),
        SessionItem.expires_at.set(_expiry(now)),
    ]
    unspent = SessionItem.current == session.current
    try:
        store.write(
            store.update(
                SessionItem,
                keys.person(session.person_id),
                keys.session(session.session_id),
                actions,
                condition=unspent,
            )
        )
    except store.ConditionFailed:
        return False
    return True


def end_session(person_id: PersonId, session_id: SessionId) -> None:
    """End a session for good: its refresh token, its access tokens (revocation list) and its sockets (the fact).

    Ending it again changes nothing.
    """
    line = Item(
        revocation.PARTITION,
        revocation.sort_key(int(time.time() * 1000), session_id),
        expires_at=clock.seconds() + 2 * revocation.TOKEN_SECONDS,
        fact=store.sealed(SessionEnded(session_id=session_id, person_id=person_id), actor=person_id),
    )
    exists = SessionItem.pk.exists()
    try:
        store.transact(
            [
                store.delete(SessionItem, keys.person(person_id), keys.session(session_id), condition=exists),
                store.put(line),
            ]
        )
    except store.ConditionFailed:
        return


def _expiry(now: datetime) -> int:
    return int((now + SESSION_LIFE).timestamp())
