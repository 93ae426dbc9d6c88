"""Writes of posts: published, edited, archived, restored, taken down, deleted, pinned.

Every change of a post is one transaction, bound to the version that was read. Facts of one author that make or take
rows elsewhere lie in the author's partition, because only there do they keep their order.
"""

from collections.abc import Iterable, Sequence

import msgspec
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from contracts.posts import (
    CoauthorInvited,
    PostArchived,
    PostDeleted,
    PostEdited,
    PostJudged,
    PostPublished,
    PostRestored,
)
from kernel import clock, text
from kernel.ids import FactId, PersonId, PostId, new_id
from kernel.packing import pack
from kernel.photos import Photo
from kit import store
from posts import keys
from posts.post_reads import Invitation, Post
from posts.store import Item, entities_text, held, remembered
from views import cards
from views.posts import PostCard, counts_key, post_key

GONE_SECONDS = 14 * 24 * 3600
"""For so long deleting a post again is answered as the first time."""


class Card(Item):
    post_id = UnicodeAttribute()
    author = UnicodeAttribute()
    published_at = UnicodeAttribute()
    photos = BinaryAttribute(legacy_encoding=False)
    caption = UnicodeAttribute(null=True)
    entities = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    audience = UnicodeAttribute(null=True)
    coauthors = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    people = UnicodeAttribute(null=True)
    comments_by = UnicodeAttribute(null=True)
    hide_counts = NumberAttribute(null=True)
    edited_at = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    invitations = UnicodeAttribute(null=True)
    archived = NumberAttribute(null=True)
    taken_down = NumberAttribute(null=True)
    moderated = UnicodeAttribute(null=True)


class Row(Item):
    """A post in a grid or an archive, or on the list of whom it names. `author` where that is somebody else."""

    author = UnicodeAttribute(null=True)


class AuthorCounts(Item):
    """`newest` is the post that was published last: the feed shows it to its author before a delivery has come."""

    posts = NumberAttribute()
    newest = UnicodeAttribute(null=True)


class Pins(Item):
    posts = UnicodeAttribute()


class FormerItem(Item):
    written_at = UnicodeAttribute()
    alts = UnicodeAttribute()
    caption = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)


def add_post(
    card: PostCard,
    *,
    invited: Sequence[PersonId] = (),
    verb: str = "publish",
    key: str | None = None,
    digest: str = "",
    also: Sequence[store.Step] = (),
) -> None:
    """Publish: card, author's row, author's number of posts, and the fact in one transaction.

    Whom the author tagged or invited gets a row each, and what is in `also` happens with it or not at all.
    Raises RequestRepeated when `key` was used before, and the refusals of `also`.
    """
    fact = PostPublished(
        post_id=card.post_id,
        author=card.author,
        published_at=card.published_at,
        photos=card.photos,
        mentions=list(text.mentions(card.caption)),
        audience="close" if card.audience == "close" else "everyone",
        people=_named(card),
    )
    invitations = {person: Invitation(FactId(new_id())) for person in invited}
    steps = [
        *remembered(card.author, verb, key, digest, card.post_id),
        *also,
        store.put(_item(card, invitations), unless_exists=True),
        store.put(
            Row(keys.author(card.author), keys.row(card.post_id), packed=store.packed(fact, actor=card.author)),
        ),
        counted(card.author, 1, newest=card.post_id),
        *(_tagged(card, person) for person in _named(card)),
        *(step for person, each in invitations.items() for step in asked(card, person, each)),
    ]
    try:
        store.transact(steps)
    except store.ConditionFailed:
        return  # nobody else makes this id: an earlier attempt of this very call was applied and its answer lost


def edit(post: Post, card: PostCard) -> bool:
    """Make a post say what `card` says, and keep what it said before. False when it changed meanwhile."""
    old = post.card
    before, after = set(_named(old)), set(_named(card))
    fact = PostEdited(
        post_id=card.post_id,
        author=card.author,
        mentions=[name for name in text.mentions(card.caption) if name not in text.mentions(old.caption)],
        people=sorted(after - before),
    )
    steps = [changed(post, _saying(card))]
    if _written(old) != _written(card):
        former = FormerItem(
            keys.history(card.post_id),
            new_id(),
            written_at=clock.stamp(old.edited_at or old.published_at),
            alts=_json([photo.alt for photo in old.photos]),
            caption=old.caption or None,
            place=_json(old.place) if old.place else None,
        )
        steps.append(store.put(former))
    if card.edited_at != old.edited_at:
        steps.append(store.outbox(Item, fact, actor=card.author))
    steps += [_tagged(card, person) for person in sorted(after - before)]
    steps += [_untagged(card.post_id, person) for person in sorted(before - after)]
    return _done(post, steps)


def untag(post: Post, people: Iterable[PersonId]) -> bool:
    """Take people off a post's photographs; nobody is told. False when it changed meanwhile."""
    gone = set(people)
    kept = [tag for tag in post.card.people if tag.person not in gone]
    steps = [changed(post, [_set(Card.people, _json(kept) if kept else None)])]
    return _done(post, [*steps, *(_untagged(post.card.post_id, person) for person in sorted(gone))])


def archive(post: Post) -> bool:
    """Take a post out of its authors' grids into their archives. False when it changed meanwhile."""
    card = post.card
    fact = PostArchived(post_id=card.post_id, author=card.author, coauthors=card.coauthors)
    said = store.packed(fact, actor=card.author)
    steps = [changed(post, [Card.archived.set(1), _state(archived=True, taken_down=post.taken_down)])]
    for person in card.authors:
        own = person == card.author
        row = Row(
            keys.author(person),
            keys.archived(card.post_id),
            author=None if own else card.author,
            packed=said if own else None,
        )
        steps += [store.delete(Row, keys.author(person), keys.row(card.post_id)), store.put(row), counted(person, -1)]
    return _done(post, steps)


def restore(post: Post) -> bool:
    """Put an archived post where it was. False when it changed meanwhile."""
    card = post.card
    fact = PostRestored(
        post_id=card.post_id,
        author=card.author,
        published_at=card.published_at,
        photos=card.photos,
        audience="close" if card.audience == "close" else "everyone",
        coauthors=card.coauthors,
    )
    said = store.packed(fact, actor=card.author)
    steps = [changed(post, [Card.archived.remove(), _state(archived=False, taken_down=post.taken_down)])]
    for person in card.authors:
        own = person == card.author
        row = Row(
            keys.author(person),
            keys.row(card.post_id),
            author=None if own else card.author,
            packed=said if own else None,
        )
        gone = store.delete(Row, keys.author(person), keys.archived(card.post_id))
        steps += [gone, store.put(row), counted(person, 1)]
    return _done(post, steps)


def take_down(post: Post, fact_id: str, *, hidden: bool) -> bool:
    """Staff's decision, unless a later one stands already. False when the post changed meanwhile."""
    actions = [
        Card.taken_down.set(1) if hidden else Card.taken_down.remove(),
        Card.moderated.set(fact_id),
        _state(archived=post.archived, taken_down=hidden),
    ]
    fact = PostJudged(post_id=post.card.post_id, author=post.card.author, hidden=hidden)
    return _done(post, [changed(post, actions), store.outbox(Item, fact, actor=post.card.author)])


def remove(post: Post) -> bool:
    """Delete a post: card, rows, tags and invitations at once, the rest when the fact is heard.

    False when it changed meanwhile.
    """
    card = post.card
    fact = PostDeleted(
        post_id=card.post_id,
        author=card.author,
        coauthors=card.coauthors,
        media=[photo.media_id for photo in card.photos],
    )
    trace = Row(
        keys.author(card.author),
        keys.gone(card.post_id),
        packed=store.packed(fact, actor=card.author),
        expires_at=clock.seconds() + GONE_SECONDS,
    )
    steps = [store.delete(Card, keys.post(card.post_id), keys.CARD, condition=as_read(post)), store.put(trace)]
    for person in card.authors:
        if post.archived:
            steps.append(store.delete(Row, keys.author(person), keys.archived(card.post_id)))
        else:
            steps += [store.delete(Row, keys.author(person), keys.row(card.post_id)), counted(person, -1)]
    steps += [_untagged(card.post_id, person) for person in _named(card)]
    steps += [step for person in post.invitations for step in unasked(card, person)]
    return _done(post, steps)


def set_pins(person: PersonId, old: Sequence[PostId], new: Sequence[PostId]) -> bool:
    """Pin `new` where `old` is pinned now. False, and nothing written, when something else is."""
    pk = keys.author(person)
    condition = Pins.posts == " ".join(old) if old else Pins.pk.does_not_exist()
    if new:
        return held([store.put(Pins(pk, keys.POST_PINS, posts=" ".join(new)), condition=condition)])
    return held([store.delete(Pins, pk, keys.POST_PINS, condition=condition)])


def forget(post_id: PostId) -> None:
    """Have everybody read a post anew."""
    cards.forget(post_key(post_id), counts_key(post_id))


def forget_fact(author: PersonId, sk: str) -> None:
    """Take what was said out of an author's row; it was heard long ago. A row that is not there stays away."""
    try:
        store.write(store.update(Row, keys.author(author), sk, [Row.packed.remove()], condition=Row.pk.exists()))
    except store.ConditionFailed:
        return


def as_read(post: Post) -> Condition:
    """The condition that a post is as it was read."""
    first: Condition = Card.version.does_not_exist() & Card.pk.exists()
    return Card.version == post.version if post.version else first


def changed(post: Post, actions: Sequence[Action]) -> store.Step:
    """The step that changes a post's item, if it is as it was read."""
    counted_up = Card.version.set(post.version + 1)
    return store.update(Card, keys.post(post.card.post_id), keys.CARD, [*actions, counted_up], condition=as_read(post))


def counted(person: PersonId, by: int, *, newest: PostId | None = None) -> store.Step:
    """The step that counts a post in a person's grid."""
    actions: list[Action] = [AuthorCounts.posts.add(by)]
    if newest:
        actions.append(AuthorCounts.newest.set(newest))
    return store.update(AuthorCounts, keys.author(person), keys.COUNTS, actions)


def asked(card: PostCard, person: PersonId, invitation: Invitation) -> list[store.Step]:
    """The steps that invite somebody; the row on their list says it."""
    fact = CoauthorInvited(invitation_id=invitation.id, post_id=card.post_id, author=card.author, invited=person)
    row = Row(
        keys.invited(person),
        card.post_id,
        author=card.author,
        fact=store.sealed(fact, actor=card.author, id_=invitation.id),
    )
    return [
        store.put(row),
        store.put(Row(keys.collaborations(person), keys.collaboration(card.author, card.post_id), author=card.author)),
    ]


def unasked(card: PostCard, person: PersonId) -> list[store.Step]:
    """The steps that take an invitation or a collaboration off a person's lists."""
    return [
        store.delete(Row, keys.invited(person), card.post_id),
        store.delete(Row, keys.collaborations(person), keys.collaboration(card.author, card.post_id)),
    ]


def _done(post: Post, steps: list[store.Step]) -> bool:
    done = held(steps)
    forget(post.card.post_id)
    return done


def _item(card: PostCard, invitations: dict[PersonId, Invitation]) -> Card:
    return Card(
        keys.post(card.post_id),
        keys.CARD,
        post_id=card.post_id,
        author=card.author,
        published_at=clock.stamp(card.published_at),
        photos=_packed(card.photos),
        caption=card.caption or None,
        entities=entities_text(card.entities),
        audience=card.audience if card.audience != "everyone" else None,
        place=_json(card.place) if card.place else None,
        people=_json(card.people) if card.people else None,
        comments_by=card.comments_by if card.comments_by != "everyone" else None,
        hide_counts=1 if card.hide_counts else None,
        invitations=_json(invitations) if invitations else None,
    )


def _saying(card: PostCard) -> list[Action]:
    return [
        Card.photos.set(_packed(card.photos)),
        _set(Card.caption, card.caption or None),
        _set(Card.entities, entities_text(card.entities)),
        _set(Card.place, _json(card.place) if card.place else None),
        _set(Card.people, _json(card.people) if card.people else None),
        _set(Card.comments_by, card.comments_by if card.comments_by != "everyone" else None),
        Card.hide_counts.set(1) if card.hide_counts else Card.hide_counts.remove(),
        _set(Card.edited_at, clock.stamp(card.edited_at) if card.edited_at else None),
    ]


def _set(attribute: UnicodeAttribute, value: str | None) -> Action:
    return attribute.remove() if value is None else attribute.set(value)


def _state(*, archived: bool, taken_down: bool) -> Action:
    return _set(Card.state, "hidden" if taken_down else "archived" if archived else None)


def _written(card: PostCard) -> object:
    """What former versions keep."""
    return card.caption, [photo.alt for photo in card.photos], card.place


def _named(card: PostCard) -> list[PersonId]:
    return list(dict.fromkeys(tag.person for tag in card.people))


def _tagged(card: PostCard, person: PersonId) -> store.Step:
    return store.put(Row(keys.tagged(person), card.post_id, author=card.author))


def _untagged(post_id: PostId, person: PersonId) -> store.Step:
    return store.delete(Row, keys.tagged(person), post_id)


def _packed(photos: Sequence[Photo]) -> bytes:
    return pack(_json(photos))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
