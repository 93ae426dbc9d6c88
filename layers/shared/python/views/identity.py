"""Identity's cards: who holds a username, and which persons are of one account."""

import msgspec
from msgspec import Struct

from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Key, batch_get


class HandleCard(Struct, frozen=True):
    """A username that is taken, and by whom. `username` is spelled as its holder wrote it."""

    person_id: PersonId
    username: str


class AccountCard(Struct, frozen=True):
    """An account, by the id of its first person, and its further persons."""

    account: PersonId
    people: frozenset[PersonId] = frozenset()

    @property
    def everybody(self) -> list[PersonId]:
        """All persons of the account, the first one first."""
        return [self.account, *sorted(self.people)]


def handle_key(username: str) -> Key:
    """Key of a username's card; `username` is folded here."""
    return settings().table("identity"), f"HANDLE#{username.lower()}", "CARD"


def account_key(person: PersonId) -> Key:
    """Key of what tells a person's account. An account of one person has no such card."""
    return settings().table("identity"), f"ACCOUNT#{person}", "CARD"


def account(person: PersonId) -> AccountCard:
    """The account of a person, read strongly: one request, two for a further person."""
    found = _card(person)
    return found if found.account == person else _card(found.account)


def _card(person: PersonId) -> AccountCard:
    key = account_key(person)
    item = batch_get([key], consistent=True).get(key)
    return msgspec.convert(item, AccountCard, strict=False) if item else AccountCard(person)
