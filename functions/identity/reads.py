"""Identity's reads."""

from datetime import datetime
from typing import Any

import msgspec

from identity import keys
from identity.model import Account, Ask, Export, Factors, Letter, Passkey, Session, Totp, Waiting, digest
from kernel import clock
from kernel.ids import PersonId, SessionId
from kit.settings import settings
from kit.wire import Table, batch_get
from views.profiles import profile_key

_table = Table(lambda: settings().table("identity"))


def account_by_username(username: str) -> Account | None:
    """The account of which a person goes by this name. Two reads, whether it exists or not."""
    holder = _table.get(keys.handle(username), keys.CARD, consistent=True)
    person = PersonId(holder["person_id"] if holder else "nobody")
    owner = PersonId(holder.get("account") or person) if holder else person
    item = _table.get(keys.person(owner), keys.ACCOUNT, consistent=True)
    return msgspec.convert({**item, "acting": person}, Account) if item else None


def account(person_id: PersonId) -> Account | None:
    """The account of this id."""
    item = _table.get(keys.person(person_id), keys.ACCOUNT, consistent=True)
    return msgspec.convert(item, Account) if item else None


def factors(account: PersonId) -> Factors:
    """All factors of an account, passkeys in the order of their ids. One query."""
    totp, recovery, passkeys = None, frozenset[str](), []
    for item in _table.query(keys.person(account), sk_prefix=keys.FACTOR, consistent=True):
        if item["sk"] == keys.TOTP:
            totp = msgspec.convert(item, Totp)
        elif item["sk"] == keys.RECOVERY:
            recovery = frozenset(item.get("codes") or ())
        else:
            passkeys.append(msgspec.convert(item, Passkey))
    return Factors(totp, recovery, passkeys)


def waiting(secret: str) -> Waiting | None:
    """The sign-in that waits for its second factor behind a challenge token."""
    item = _table.get(keys.challenge(digest(secret)), keys.CARD, consistent=True)
    if item is None or item["kind"] != "second_factor" or item["expires_at"] <= clock.seconds():
        return None
    return msgspec.convert(item, Waiting)


def passkey(account: PersonId, passkey_id: str) -> Passkey | None:
    """One passkey of an account."""
    item = _table.get(keys.person(account), keys.passkey(passkey_id), consistent=True)
    return msgspec.convert(item, Passkey) if item else None


def owner_of_passkey(passkey_id: str) -> PersonId | None:
    """The account that a passkey signs in to."""
    item = _table.get(keys.credential(passkey_id), keys.CARD, consistent=True)
    return PersonId(item["account"]) if item else None


def export(account: PersonId) -> Export | None:
    """The latest export of an account."""
    item = _table.get(keys.person(account), keys.EXPORT, consistent=True)
    return msgspec.convert(item, Export) if item else None


def people(account: PersonId) -> list[tuple[PersonId, str]]:
    """The further persons of an account and the names they were added with, oldest first."""
    found = _table.query(keys.person(account), sk_prefix=keys.PEOPLE, consistent=True)
    return [(PersonId(item["person_id"]), item["username"]) for item in found]


def holder_of_username(username: str) -> tuple[PersonId, PersonId] | None:
    """The person who holds a username, and the account of that person."""
    item = _table.get(keys.handle(username), keys.CARD, consistent=True)
    return (PersonId(item["person_id"]), PersonId(item.get("account") or item["person_id"])) if item else None


def usernames(people: list[PersonId]) -> dict[PersonId, str]:
    """What persons are called now, of those who have a profile already."""
    cards = batch_get(profile_key(person) for person in people)
    return {PersonId(card["person_id"]): card["username"] for card in cards.values()}


def has_profile(person_id: PersonId) -> bool:
    """Whether a person has begun with a profile: a name, words about themselves, or a picture."""
    key = profile_key(person_id)
    found = batch_get([key]).get(key) or {}
    return bool(found.get("name") or found.get("bio") or found.get("avatar"))


def session(person_id: PersonId, session_id: SessionId) -> Session | None:
    """A session that has not ended or expired."""
    item = _table.get(keys.person(person_id), keys.session(session_id), consistent=True)
    if item is None or item["expires_at"] <= clock.seconds():
        return None
    return msgspec.convert({**item, "rotated_at": clock.read(item["rotated_at"])}, Session)


def candidates(login: str) -> list[Account]:
    """The accounts that a login may mean, most likely first: of a contact, who gave it last and whose it is.

    Two requests, whether there are any or not.
    """
    if login[:1] != "+" and "@" not in login:
        found = account_by_username(login)
        return [found] if found else []
    table = _table.name
    places = (table, keys.wish(login), keys.CARD), (table, keys.login(login), keys.CARD)
    held = batch_get(places, consistent=True)
    people = [PersonId(held[place]["person_id"] if place in held else "nobody") for place in places]
    wanted = [(table, keys.person(person), keys.ACCOUNT) for person in dict.fromkeys(people)]
    items = batch_get(wanted, consistent=True)
    accounts = [msgspec.convert(items[key], Account) for key in wanted if key in items]
    return [each for each in accounts if each.contact == login]


def holder(contact: str) -> PersonId | None:
    """The account that has verified a contact."""
    item = _table.get(keys.login(contact), keys.CARD, consistent=True)
    return PersonId(item["person_id"]) if item else None


def letter(account: PersonId, purpose: str) -> Letter | None:
    """The letter of that purpose that an account may still answer."""
    item = _table.get(keys.person(account), keys.letter(purpose), consistent=True)
    if item is None or item.get("used_at") or item["expires_at"] <= clock.seconds():
        return None
    return msgspec.convert(item, Letter)


def ask(ask_id: str) -> Ask | None:
    """What letter was asked for under this id."""
    item = _table.get(keys.ask(ask_id), keys.CARD, consistent=True)
    return msgspec.convert(item, Ask) if item else None


def sessions(account: PersonId, *, after: str | None = None, limit: int) -> list[Session]:
    """The open sessions of an account, newest first, those after (older than) `after`."""
    start = {"pk": keys.person(account), "sk": keys.session(SessionId(after))} if after else None
    found: list[Session] = []
    while True:
        page = _table.query(
            keys.person(account), sk_prefix=keys.SESSION, limit=limit, forward=False, consistent=True, start=start
        )
        open_ = [item for item in page if item["expires_at"] > clock.seconds()]
        found += [msgspec.convert({**each, "rotated_at": clock.read(each["rotated_at"])}, Session) for each in open_]
        start = page.last_key
        if start is None or len(found) >= limit:
            return found[:limit]


def leaving_due(moment: datetime, limit: int) -> list[PersonId]:
    """The accounts whose grace has passed, those first that have waited longest. One request."""
    page = _table.query(keys.LEAVING, sk_to=keys.leaving(clock.stamp(moment), PersonId("~")), limit=limit)
    return [PersonId(item["account"]) for item in page]


def public_keys() -> list[dict[str, Any]]:
    """The public halves of all signing keys that may have signed a token that still lives."""
    return [msgspec.json.decode(item["jwk"]) for item in _table.query(keys.SIGNING_KEYS)]
