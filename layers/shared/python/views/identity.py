"""Identity's card: who holds a username."""

from msgspec import Struct

from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Key


class HandleCard(Struct, frozen=True):
    """A username that is taken, and by whom. `username` is spelled as its holder wrote it."""

    person_id: PersonId
    username: str


def handle_key(username: str) -> Key:
    """Key of a username's card; `username` is folded here."""
    return settings().table("identity"), f"HANDLE#{username.lower()}", "CARD"
