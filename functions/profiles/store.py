"""Profiles' writes: one item per person, whose card is in views/profiles.py."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from contracts import Fact
from contracts.profiles import AccountWentPrivate, AccountWentPublic, ProfileChanged
from kernel.errors import NotFound
from kernel.ids import MediaId, PersonId
from kit import store
from views import cards
from views.profiles import Link, profile_key

Reason = Literal["suspended", "leaving"]

ENDED = "deleted"
"""What the tombstone of an erased person has for a username."""


class Item(store.Item):
    context = "profiles"


class Profile(Item):
    person_id = UnicodeAttribute()
    username = UnicodeAttribute()
    name = UnicodeAttribute(null=True)
    bio = UnicodeAttribute(null=True)
    pronouns = UnicodeAttribute(null=True)
    links = UnicodeAttribute(null=True)
    avatar = UnicodeAttribute(null=True)
    avatar_color = UnicodeAttribute(null=True)
    avatar_hash = UnicodeAttribute(null=True)
    private = BooleanAttribute(null=True)
    state = UnicodeAttribute(null=True)
    suspended = BooleanAttribute(null=True)
    suspended_by = UnicodeAttribute(null=True)
    leaving = BooleanAttribute(null=True)
    left_by = UnicodeAttribute(null=True)
    named_by = UnicodeAttribute(null=True)


def add_profile(person: PersonId, username: str) -> None:
    """Make the profile of a new account. One that is there is left as it is."""
    _, pk, sk = profile_key(person)
    try:
        store.write(store.put(Profile(pk, sk, person_id=person, username=username), unless_exists=True))
    except store.ConditionFailed:
        return


def describe(
    person: PersonId,
    *,
    name: str | None = None,
    bio: str | None = None,
    pronouns: str | None = None,
    links: Sequence[Link] | None = None,
) -> None:
    """Change what a person says of themselves; None leaves a thing as it is, an empty one removes it."""
    actions: list[Action] = []
    if name is not None:
        actions.append(Profile.name.set(name))
    if bio is not None:
        actions.append(Profile.bio.set(bio) if bio else Profile.bio.remove())
    if pronouns is not None:
        actions.append(Profile.pronouns.set(pronouns) if pronouns else Profile.pronouns.remove())
    if links is not None:
        kept = msgspec.json.encode(links).decode()
        actions.append(Profile.links.set(kept) if links else Profile.links.remove())
    if actions:
        _change(person, actions, ProfileChanged(person=person))


def set_avatar(person: PersonId, media: MediaId, replaced: MediaId | None, *, color: str, thumbhash: str) -> None:
    """Make a processed picture the person's own, instead of `replaced`."""
    actions = [Profile.avatar.set(media), Profile.avatar_color.set(color), Profile.avatar_hash.set(thumbhash)]
    gone = replaced if replaced != media else None
    _change(person, actions, ProfileChanged(person=person, avatar=media, replaced=gone))


def remove_avatar(person: PersonId, replaced: MediaId | None) -> None:
    """Have no picture; doing so again changes nothing."""
    actions = [Profile.avatar.remove(), Profile.avatar_color.remove(), Profile.avatar_hash.remove()]
    _change(person, actions, ProfileChanged(person=person, replaced=replaced))


def set_privacy(person: PersonId, *, private: bool) -> None:
    """Make an account private or public; nothing is said when it is so already. From the return on it counts."""
    fact: Fact = AccountWentPrivate(person=person) if private else AccountWentPublic(person=person)
    actions = [Profile.private.set(True) if private else Profile.private.remove()]
    other = Profile.private.does_not_exist() if private else Profile.private.exists()
    _change(person, actions, fact, only_if=other)


def set_state(person: PersonId, reason: Reason, fact_id: str, *, hidden: bool) -> None:
    """Hide a person from everybody for one reason, or end that reason.

    Staff and the person themselves hide apart: `state` is `suspended` while staff do, else `leaving` while the person
    does, else `active`. Of two facts about one reason that of the greater id counts, whichever comes first.
    """
    flag, told = (
        (Profile.suspended, Profile.suspended_by) if reason == "suspended" else (Profile.leaving, Profile.left_by)
    )
    other = Profile.leaving if reason == "suspended" else Profile.suspended
    otherwise: Reason = "leaving" if reason == "suspended" else "suspended"
    newer = told.does_not_exist() | (told < fact_id)
    mark = flag.set(True) if hidden else flag.remove()
    # which of the two states it becomes depends on the other reason, which the condition holds still
    for other_too in (False, True):
        reasons = {*([reason] if hidden else []), *([otherwise] if other_too else [])}
        state = "suspended" if "suspended" in reasons else "leaving" if "leaving" in reasons else None
        actions = [mark, told.set(fact_id), Profile.state.set(state) if state else Profile.state.remove()]
        _change(person, actions, None, only_if=newer & (other.exists() if other_too else other.does_not_exist()))


def rename(person: PersonId, username: str, fact_id: str) -> None:
    """Follow identity in what a person is called, unless a later change (of a greater `fact_id`) came first."""
    actions = [Profile.username.set(username), Profile.named_by.set(fact_id)]
    later = Profile.named_by.does_not_exist() | (Profile.named_by < fact_id)
    _change(person, actions, None, only_if=later)


def end_profile(person: PersonId) -> bool:
    """Leave nothing of a profile but that there was one. False when there was none, or it had ended."""
    key = profile_key(person)
    tombstone = Profile(key[1], key[2], person_id=person, username=ENDED, state="ended")
    there = Profile.pk.exists() & (Profile.state.does_not_exist() | (Profile.state != "ended"))
    try:
        store.write(store.put(tombstone, condition=there))
    except store.ConditionFailed:
        return False
    finally:
        cards.forget(key)
    return True


def _change(person: PersonId, actions: Sequence[Action], fact: Fact | None, only_if: Condition | None = None) -> None:
    """The fact is an item of its own, so that the card, which everybody reads, stays small."""
    key = profile_key(person)
    gone = NotFound("This profile does not exist.", code="person-not-found") if only_if is None else None
    condition = Profile.pk.exists() if only_if is None else Profile.pk.exists() & only_if
    change = store.update(Profile, key[1], key[2], actions, condition=condition, refusal=gone)
    try:
        if fact is None:
            store.write(change)
        else:
            store.transact([change, store.outbox(Item, fact, actor=person)])
    except store.ConditionFailed:
        return
    cards.forget(key)
