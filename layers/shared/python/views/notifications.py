"""Notifications' card: how a person wants to be told of what."""

from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct

from contracts.notifications import Kind
from kernel.ids import PersonId
from kit.settings import settings
from kit.wire import Key, Table, batch_get
from views.graph import follow_key

Choice = Literal["off", "following", "everyone"]
"""Tell of nobody's doings, of those whom one follows, of everybody's."""

Channel = Literal["live", "push", "email"]

KINDS: tuple[Kind, ...] = get_args(Kind)


class Ways(Struct, frozen=True):
    """By which channels a person is told of one kind. `live` is the moment's frame on open screens."""

    live: Choice = "everyone"
    push: Choice = "everyone"
    email: Choice = "off"

    def by(self, channel: Channel) -> Choice:
        return {"live": self.live, "push": self.push, "email": self.email}[channel]


class QuietHours(Struct, frozen=True):
    """From `start` to before `end`, minutes of the local day; through midnight when the end comes first."""

    start: int
    end: int


class Digest(Struct, frozen=True):
    """A summary by mail at a local hour; a weekly one on `weekday` (0 is Monday)."""

    rhythm: Literal["off", "daily", "weekly"] = "off"
    hour: int = 8
    weekday: int = 0


class Preferences(Struct, frozen=True, omit_defaults=True):
    """What a person has chosen; whatever they have not chosen is as `DEFAULTS` says, also when that changes later."""

    ways: dict[Kind, Ways] = {}
    time_zone: str = "UTC"
    quiet: QuietHours | None = None
    digest: Digest = Digest()

    def of(self, kind: Kind) -> Ways:
        return self.ways.get(kind) or DEFAULTS.get(kind) or Ways()


DEFAULTS: dict[Kind, Ways] = {
    "comment_like": Ways(push="following"),
    "mention": Ways(email="following"),
    "request": Ways(email="everyone"),
    "coauthor": Ways(email="everyone"),
}
"""Where the choice for a kind is not the one of `Ways()`: mails are for what waits for an answer."""


def settings_key(person: PersonId) -> Key:
    return settings().table("notifications"), f"SETTINGS#{person}", "CARD"


def preferences_of(item: dict[str, Any] | None) -> Preferences:
    """The preferences in an item; nobody has one before their first choice."""
    return msgspec.json.decode(item["preferences"], type=Preferences) if item else Preferences()


def wants(person: PersonId, actor: PersonId | None, kind: Kind, channel: Channel) -> bool:
    """Whether a person wants to be told of somebody's doing by a channel. One request, seldom two."""
    table, pk, sk = settings_key(person)
    choice = preferences_of(Table(table).get(pk, sk)).of(kind).by(channel)
    if choice == "following":
        return actor is not None and bool(batch_get([follow_key(person, actor)]))
    return choice == "everyone"
