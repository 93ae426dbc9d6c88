"""Writes of an account's further persons."""

from msgspec.structs import replace
from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from contracts.identity import PersonAdded
from identity import keys
from identity.model import Session
from identity.store import AccountItem, Handle, Item, SessionItem
from kernel.errors import Conflict
from kernel.ids import PersonId
from kit import store

MAX_PEOPLE = 5
"""Persons of an account, the first one included."""


class PersonItem(Item):
    person_id = UnicodeAttribute()
    username = UnicodeAttribute()


class Whose(Item):
    """Which account a person is of; at the account's first person also its further ones (views.identity)."""

    account = UnicodeAttribute()
    people = UnicodeSetAttribute(null=True)


def add_person(account: PersonId, person: PersonId, username: str) -> None:
    """Add a person to an account and say so. Conflict when the name is taken or the account is full."""
    further = AccountItem.people
    room = AccountItem.pk.exists() & (further.does_not_exist() | (further < MAX_PEOPLE - 1))
    store.transact(
        [
            store.put(
                Handle(keys.handle(username), keys.CARD, person_id=person, account=account, username=username),
                unless_exists=True,
                refusal=Conflict("This username is taken.", code="username-taken"),
            ),
            store.update(
                AccountItem,
                keys.person(account),
                keys.ACCOUNT,
                [further.add(1)],
                condition=room,
                refusal=Conflict(f"An account has at most {MAX_PEOPLE} profiles.", code="people-full"),
            ),
            store.put(Whose(keys.account(person), keys.CARD, account=account)),
            store.update(
                Whose, keys.account(account), keys.CARD, [Whose.account.set(account), Whose.people.add({person})]
            ),
            store.put(
                PersonItem(
                    keys.person(account),
                    keys.people(person),
                    person_id=person,
                    username=username,
                    fact=store.sealed(PersonAdded(person_id=person, account=account, username=username), actor=account),
                )
            ),
        ]
    )


def act_as(session: Session, person: PersonId) -> Session:
    """Let a session act as this person of its account from now on; it as it is then. An ended one stays ended."""
    where = keys.person(session.person_id), keys.session(session.session_id)
    exists = SessionItem.pk.exists()
    store.write(store.update(SessionItem, *where, [SessionItem.acting.set(person)], condition=exists))
    return replace(session, acting=person)
