"""Profiles' writes: one item per person, whose card is in views/profiles.py."""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from kernel.errors import NotFound
from kernel.ids import MediaId, PersonId
from kit import store
from views import cards
from views.profiles import profile_key


class Item(store.Item):
    context = "profiles"


class Profile(Item):
    person_id = UnicodeAttribute()
    username = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    bio = UnicodeAttribute(null=True)
    avatar = UnicodeAttribute(null=True)
    avatar_color = UnicodeAttribute(null=True)
    avatar_hash = UnicodeAttribute(null=True)


def add_profile(person: PersonId, username: str) -> None:
    """Make the profile of a new account. One that is there is left as it is."""
    _, pk, sk = profile_key(person)
    try:
        store.write(store.put(Profile(pk, sk, person_id=person, username=username), unless_exists=True))
    except store.ConditionFailed:
        return


def describe(person: PersonId, *, name: str | None, bio: str | None) -> None:
    """Change name and bio; None leaves one as it is, an empty bio removes it."""
    actions: list[Action] = []
    if name is not None:
        actions.append(Profile.name.set(name))
    if bio is not None:
        actions.append(Profile.bio.set(bio) if bio else Profile.bio.remove())
    if actions:
        _change(person, actions)


def set_avatar(person: PersonId, media: MediaId, *, color: str, thumbhash: str) -> None:
    """Make a processed picture the person's own."""
    _change(person, [Profile.avatar.set(media), Profile.avatar_color.set(color), Profile.avatar_hash.set(thumbhash)])


def remove_avatar(person: PersonId) -> None:
    """Have no picture; doing so again changes nothing."""
    _change(person, [Profile.avatar.remove(), Profile.avatar_color.remove(), Profile.avatar_hash.remove()])


def _change(person: PersonId, actions: Sequence[Action]) -> None:
    key = profile_key(person)
    gone = NotFound("This profile does not exist.", code="person-not-found")
    store.write(store.update(Profile, key[1], key[2], actions, condition=Profile.pk.exists(), refusal=gone))
    cards.forget(key)
