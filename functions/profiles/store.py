"""Profiles' writes: one item per person, whose card is in views/profiles.py."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec
from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from contracts import Fact
from contracts.profiles import AccountWentPrivate, AccountWentPublic, CardChanged, ProfileChanged
from kernel.errors import Away, NotFound
from kernel.ids import MediaId, PersonId
from kit import store
from kit.store import Step
from kit.wire import batch_get
from views import cards
from views.profiles import Link, profile_key

Reason = Literal["suspended", "leaving"]

ENDED = "deleted"
"""What the tombstone of an erased person has for a username."""


ATTEMPTS = 8
"""How often a change is tried when the card changes meanwhile."""

Card = dict[str, Any]


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
    version = NumberAttribute(null=True)


def add_profile(person: PersonId, username: str) -> None:
    """Make the profile of a new account. One that is there is left as it is."""
    _, pk, sk = profile_key(person)
    fact = _changed(person, 1)
    try:
        made = Profile(pk, sk, person_id=person, username=username, version=1, fact=fact)
        store.write(store.put(made, unless_exists=True))
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
        _change(person, lambda _: actions, ProfileChanged(person=person))


def set_avatar(person: PersonId, media: MediaId, replaced: MediaId | None, *, color: str, thumbhash: str) -> None:
    """Make a processed picture the person's own, instead of `replaced`."""
    actions = [Profile.avatar.set(media), Profile.avatar_color.set(color), Profile.avatar_hash.set(thumbhash)]
    gone = replaced if replaced != media else None
    _change(person, lambda _: actions, ProfileChanged(person=person, avatar=media, replaced=gone))


def remove_avatar(person: PersonId, replaced: MediaId | None) -> None:
    """Have no picture; doing so again changes nothing."""
    actions = [Profile.avatar.remove(), Profile.avatar_color.remove(), Profile.avatar_hash.remove()]
    _change(person, lambda _: actions, ProfileChanged(person=person, replaced=replaced))


def set_privacy(person: PersonId, *, private: bool) -> None:
    """Make an account private or public; nothing is said when it is so already. From the return on it counts."""
    fact: Fact = AccountWentPrivate(person=person) if private else AccountWentPublic(person=person)
    actions = [Profile.private.set(True) if private else Profile.private.remove()]
    _change(person, lambda card: actions if card.get("private", False) != private else None, fact)


def set_state(person: PersonId, reason: Reason, fact_id: str, *, hidden: bool) -> None:
    """Hide a person from everybody for one reason, or end that reason.

    Staff and the person themselves hide apart: `state` is `suspended` while staff do, else `leaving` while the person
    does, else `active`. Of two facts about one reason that of the greater id counts, whichever comes first.
    """
    flag, told, by = (
        (Profile.suspended, Profile.suspended_by, "suspended_by")
        if reason == "suspended"
        else (Profile.leaving, Profile.left_by, "left_by")
    )

    def change(card: Card) -> Sequence[Action] | None:
        if card.get(by, "") >= fact_id:
            return None
        reasons = {other for other in ("suspended", "leaving") if (hidden if other == reason else card.get(other))}
        state = next(iter(sorted(reasons, reverse=True)), None)  # staff's reason before the person's own
        return [
            flag.set(True) if hidden else flag.remove(),
            told.set(fact_id),
            Profile.state.set(state) if state else Profile.state.remove(),
        ]

    _change(person, change)


def rename(person: PersonId, username: str, fact_id: str) -> None:
    """Follow identity in what a person is called, unless a later change (of a greater `fact_id`) came first."""
    actions = [Profile.username.set(username), Profile.named_by.set(fact_id)]
    _change(person, lambda card: actions if card.get("named_by", "") < fact_id else None)


def end_profile(person: PersonId) -> bool:
    """Leave nothing of a profile but that there was one. False when there was none, or it had ended."""
    _, pk, sk = profile_key(person)

    def end(card: Card | None) -> list[Step] | None:
        if card is None or card.get("state") == "ended":
            return None
        version = card.get("version", 0) + 1
        said = _changed(person, version)
        tombstone = Profile(pk, sk, person_id=person, username=ENDED, state="ended", version=version, fact=said)
        return [store.put(tombstone, condition=_as_it_was(card))]

    return _in_turn(person, end)


def _change(person: PersonId, change: Callable[[Card], Sequence[Action] | None], fact: Fact | None = None) -> None:
    """Carry out what `change` says of the card as it is now (None: nothing), in one write with the facts of it.

    Without a card, or after its end, `fact` is NotFound, and what others have said changes nothing. That it changed is
    said by the card itself; `fact`, which says more, is an item of its own, so that the card stays small.
    """
    _, pk, sk = profile_key(person)

    def changed(card: Card | None) -> list[Step] | None:
        there = card is not None and card.get("state") != "ended"
        if not there and fact is not None:
            raise NotFound("This profile does not exist.", code="person-not-found")
        actions = change(card) if card is not None and there else None
        if card is None or actions is None:
            return None
        version = card.get("version", 0) + 1
        noted = [Profile.version.set(version), Profile.fact.set(_changed(person, version))]
        step = store.update(Profile, pk, sk, [*actions, *noted], condition=_as_it_was(card))
        return [step] if fact is None else [step, store.outbox(Item, fact, actor=person)]

    _in_turn(person, changed)


def _in_turn(person: PersonId, steps_of: Callable[[Card | None], list[Step] | None]) -> bool:
    """Write what follows from the card as it is now, again while others are faster. False when nothing does."""
    key = profile_key(person)
    for attempt in range(ATTEMPTS):
        steps = steps_of(batch_get([key], consistent=True).get(key))
        if steps is None:
            return False
        try:
            if len(steps) == 1:
                store.write(steps[0])
            else:
                store.transact(steps)
        except store.ConditionFailed:  # somebody else was faster: look again
            time.sleep(random.random() * 0.02 * 2**attempt)  # noqa: S311 - jitter
            continue
        finally:
            cards.forget(key)  # also when nothing was written, as it seems: the answer may have been lost
        return True
    raise Away(reason="the card keeps changing")


def _as_it_was(card: Card) -> Condition:
    """Holds while nobody has changed the card; those of old have no version."""
    same: Condition = Profile.version == card["version"] if "version" in card else Profile.version.does_not_exist()
    held: Condition = Profile.pk.exists() & same
    return held


def _changed(person: PersonId, version: int) -> str:
    return store.sealed(CardChanged(person=person, card=version), actor=None)
