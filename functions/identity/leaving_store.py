"""Writes of leaving: asked for, taken back, begun, done."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from contracts.identity import AccountLeaving, AccountStayed, PersonErased
from identity import keys
from identity.naming import Handle
from identity.store import AccountItem, Item, Login, Wish
from kernel import clock
from kernel.errors import Conflict
from kernel.ids import PersonId, new_id
from kit import store

HELD_SECONDS = 30 * 24 * 3600
"""How long the username of an erased person is nobody's."""


class Leaver(Item):
    """The account item, as far as leaving changes it."""

    person_id = UnicodeAttribute()
    erase_at = UnicodeAttribute(null=True)
    erasing = BooleanAttribute(null=True)
    sessions_from = UnicodeAttribute(null=True)
    kept_session = UnicodeAttribute(null=True)


class Due(Item):
    account = UnicodeAttribute()


class Report(Item):
    at = UnicodeAttribute()
    items = UnicodeAttribute()


def leave(account: PersonId, people: Sequence[PersonId], erase_at: datetime) -> bool:
    """Have an account erased from a moment on, and end its sessions. False when that was asked for before."""
    stamp = clock.stamp(erase_at)
    actions = [Leaver.erase_at.set(stamp), Leaver.sessions_from.set(new_id()), Leaver.kept_session.remove()]
    fact = AccountLeaving(account=account, people=list(people), erase_at=erase_at)
    there = Leaver.pk.exists() & Leaver.erase_at.does_not_exist()
    return _held(
        [
            store.update(Leaver, keys.person(account), keys.ACCOUNT, actions, condition=there),
            store.put(Due(keys.LEAVING, keys.leaving(stamp, account), account=account)),
            store.outbox(Item, fact, actor=account),
        ]
    )


def stay(account: PersonId, people: Sequence[PersonId], erase_at: str) -> None:
    """Take it back. Conflict once the erasure has begun."""
    late = Conflict("Your account is being deleted. That cannot be stopped any more.", code="erasure-began")
    waits = (Leaver.erase_at == erase_at) & Leaver.erasing.does_not_exist()
    actions = [Leaver.erase_at.remove()]
    store.transact(
        [
            store.update(Leaver, keys.person(account), keys.ACCOUNT, actions, condition=waits, refusal=late),
            store.delete(Due, keys.LEAVING, keys.leaving(erase_at, account)),
            store.outbox(Item, AccountStayed(account=account, people=list(people)), actor=account),
        ]
    )


def begin(account: PersonId, erase_at: str) -> bool:
    """From now on it cannot be taken back. False when it was."""
    same = Leaver.erase_at == erase_at
    return _held([store.update(Leaver, keys.person(account), keys.ACCOUNT, [Leaver.erasing.set(True)], condition=same)])


def release_contact(account: PersonId, contact: str) -> int:
    """Let a contact be anybody's, if it is the account's."""
    given = _held([store.delete(Login, keys.login(contact), keys.CARD, condition=Login.person_id == account)])
    wished = _held([store.delete(Wish, keys.wish(contact), keys.CARD, condition=Wish.person_id == account)])
    return int(given) + int(wished)


def hold_username(person: PersonId, username: str) -> bool:
    """Let a username lead to nobody and be nobody's for 30 days. False when it is not the person's, or it does so."""
    actions = [Handle.former.set(True), Handle.expires_at.set(clock.seconds() + HELD_SECONDS), Handle.account.remove()]
    mine = (Handle.person_id == person) & Handle.former.does_not_exist()
    return _held([store.update(Handle, keys.handle(username), keys.CARD, actions, condition=mine)])


def end(account: PersonId, people: Sequence[PersonId], erase_at: str, items: Mapping[str, int]) -> bool:
    """The account is no more: leave a report under a pseudonym and say it. False when it was done."""
    report = Report(
        keys.erased(new_id()), keys.CARD, at=clock.stamp(clock.now()), items=msgspec.json.encode(items).decode()
    )
    return _held(
        [
            store.delete(AccountItem, keys.person(account), keys.ACCOUNT, condition=AccountItem.pk.exists()),
            store.delete(Due, keys.LEAVING, keys.leaving(erase_at, account)),
            store.put(report),
            *(store.outbox(Item, PersonErased(person_id=each), actor=None) for each in people),
        ]
    )


def _held(steps: list[store.Step]) -> bool:
    try:
        store.transact(steps)
    except store.ConditionFailed:
        return False
    return True
