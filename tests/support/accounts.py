"""Identity's tests share this: accounts made through the views, and who asks in their name."""

from functools import cache
from typing import Any

import jwt
from identity import keys, opening, passwords, reads, sessions
from identity.model import Account
from identity.opening import SignedIn, Tokens
from identity.sessions import Refresh
from identity.store import AccountItem, Handle

from kernel.ids import PersonId, SessionId, new_id
from kit import store
from kit.endpoints import Caller

PASSWORD = "correct horse battery staple"
ANYBODY = Caller(None, None, "198.51.100.7", "a test")


class Device:
    """A signed-in device: `me` and `caller` are what its requests carry."""

    username = ""

    def __init__(self, tokens: Tokens | SignedIn) -> None:
        self.take(tokens)

    def take(self, tokens: Tokens | SignedIn) -> None:
        assert tokens.access_token is not None
        assert tokens.refresh_token is not None
        self.refresh_token = tokens.refresh_token.value
        self.challenges = tokens.challenges
        self.act(tokens.access_token.value)

    def act(self, access_token: str) -> None:
        """Go on with this access token. That its signature is right is shown elsewhere."""
        self.claims: dict[str, Any] = jwt.decode(access_token, options={"verify_signature": False})
        self.me = PersonId(self.claims["sub"])
        self.caller = Caller(
            self.me,
            SessionId(self.claims["sid"]),
            "198.51.100.7",
            "a test",
            account=PersonId(self.claims["acc"]),
            roles=tuple(self.claims.get("roles", "").split()),
        )

    def refresh(self) -> None:
        self.take(sessions.refresh(Refresh(refresh_token=self.refresh_token)).body)


def join(name: str = "alice") -> Device:
    """A new account with a session on this device, named so with something random behind it.

    Written as signing up writes it, without the work of hashing the same password again and again.
    """
    person, username = PersonId(new_id()), f"{name}.{new_id()[-8:]}"
    account = AccountItem(keys.person(person), keys.ACCOUNT, person_id=person, username=username)
    account.contact, account.password_hash = f"{username}@example.com", _hash()
    handle = Handle(keys.handle(username), keys.CARD, person_id=person, username=username)
    store.transact([store.put(handle, unless_exists=True), store.put(account)])
    device = Device(opening.open_session(Account(person, username, _hash()), ANYBODY, "body").body)
    device.username = username
    return device


def sign_in(username: str) -> SignedIn:
    """What follows after the right password of this username."""
    account = reads.account_by_username(username)
    assert account is not None
    return opening.sign_in(account, ANYBODY, "body", acting=account.acting).body


@cache
def _hash() -> str:
    return passwords.hash_of(PASSWORD)
