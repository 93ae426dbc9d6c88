"""What profiles say."""

from typing import ClassVar

from contracts import Fact
from kernel.ids import MediaId, PersonId


class ProfileChanged(Fact, frozen=True):
    """A person's card changed: name, bio, links or picture. `avatar` is the picture now, `replaced` the one before."""

    key_field: ClassVar[str] = "person"
    person: PersonId
    avatar: MediaId | None = None
    replaced: MediaId | None = None


class CardChanged(Fact, frozen=True):
    """Anything of a person's card changed: it was made, describes them otherwise, was renamed, hidden, shown or ended.

    Said once for each change, beside whatever else is said of it. `card` is the version of the card from then on: each
    change adds one. What the card says now is read from it.
    """

    key_field: ClassVar[str] = "person"
    person: PersonId
    card: int


class AccountWentPrivate(Fact, frozen=True):
    """From now on only followers see a person's posts, followers and followings; the followers stay."""

    key_field: ClassVar[str] = "person"
    person: PersonId


class AccountWentPublic(Fact, frozen=True):
    """Everybody sees a person's posts from now on; all who wait for approval become followers."""

    key_field: ClassVar[str] = "person"
    person: PersonId
