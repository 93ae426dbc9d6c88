"""Posts' reads."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from kernel.errors import Conflict, NotFound
from kernel.ids import CommentId, MediaId, PersonId, PostId
from kit.settings import settings
from kit.wire import Index, Table, batch_get
from posts import keys
from posts.model import Collection, CollectionId, FirstRequest, Like, Liker, Save, SavedInto
from views import identity, post_lists, posts, profiles
from views.graph import Digest, digest_key, digest_of
from views.media import MediaCard, media_key
from views.posts import PostAnswer, PostCard
from views.profiles import ProfileCard
from views.visible import Sight

_NEWEST = "~"  # after all ids

_BETWEEN = 100
"""Saves that one query looks through: they weigh less than asking for a hundred posts one by one."""


class GridPage(Struct, frozen=True):
    """Posts with their authors and where the next page starts (None at the end). `pins` come with the first page."""

    found: list[tuple[PostId, PersonId]]
    pins: list[PostId]
    after: PostId | None


LIKED = Index("liked", "liked_pk", "liked_sk")

_table = Table(lambda: settings().table("posts"))


def uploads(owner: PersonId, chosen: Iterable[MediaId]) -> tuple[dict[MediaId, MediaCard], ProfileCard]:
    """Cards of uploads and of the person who publishes them. One request."""
    wanted = {media: media_key(media) for media in chosen}
    found = batch_get([*wanted.values(), profiles.profile_key(owner)], consistent=True)
    cards = {media: msgspec.convert(found[key], MediaCard) for media, key in wanted.items() if key in found}
    profile = found.get(profiles.profile_key(owner))
    return cards, profiles.decode(profile) if profile else profiles.unknown(owner)


def first_request(person: PersonId, verb: str, key: str, digest: str) -> FirstRequest:
    """What an earlier request under this idempotency key made. Conflict when it asked for something else."""
    first = request_of(person, verb, key)
    if first is None or first.digest != digest:
        raise Conflict("This idempotency key was used for another request.", code="idempotency-key-reused")
    return first


def request_of(person: PersonId, verb: str, key: str) -> FirstRequest | None:
    """What an earlier request under this key made, whatever it asked for."""
    item = _table.get(keys.request(person), keys.request_key(verb, key), consistent=True)
    return msgspec.convert(item, FirstRequest) if item else None


def answer(card: PostCard, reader: PersonId | None, digest: Digest | None = None) -> PostAnswer:
    """One post with its counts and the reader's own like as they are stored now. One request, read strongly.

    `digest` is the reader's; without it nobody on the post is hidden, as for its author.
    """
    profile_keys = {person: profiles.profile_key(person) for person in [card.author, *posts.beside(card)]}
    wanted = [posts.counts_key(card.post_id), *profile_keys.values()]
    if reader:
        wanted.append(posts.like_key(reader, card.post_id))
    pins_key = posts.pins_key(reader) if reader in card.authors and reader else None
    found = batch_get([*wanted, *([pins_key] if pins_key else [])], consistent=True)
    people = {person: profiles.decode(found[key]) for person, key in profile_keys.items() if key in found}
    sight = Sight(reader, digest or Digest(), people)
    return posts.answer(
        card,
        sight.card(card.author),
        posts.counts_of(found.get(posts.counts_key(card.post_id))),
        liked=reader is not None and posts.is_liked(found.get(posts.like_key(reader, card.post_id))),
        reader=reader,
        people={person: people[person] for person in people if sight.person(person)},
        pinned=pins_key is not None and card.post_id in posts.pins_of(found.get(pins_key)),
    )


def digest_of_reader(reader: PersonId) -> Digest:
    """The reader's digest, read strongly."""
    return digest_of(batch_get([digest_key(reader)], consistent=True).get(digest_key(reader)))


def person_named(username: str, reader: PersonId | None) -> tuple[PersonId, Digest]:
    """Who holds a username, and the reader's digest. NotFound when nobody does. One request, read strongly."""
    wanted = [identity.handle_key(username)] + ([digest_key(reader)] if reader else [])
    found = batch_get(wanted, consistent=True)
    holder = found.get(wanted[0])
    if holder is None:
        raise NotFound("This person does not exist.", code="person-not-found")
    return PersonId(holder["person_id"]), digest_of(found.get(wanted[1])) if reader else Digest()


def grid_of(author: PersonId, *, before: str | None, limit: int, consistent: bool) -> GridPage:
    """An author's posts, newest first. One request."""
    pk = keys.author(author)
    start = {"pk": pk, "sk": keys.row(PostId(before))} if before else None
    page = _table.query(
        pk,
        sk_prefix=keys.GRID,
        start=start,
        limit=limit + 1 + (before is None),
        forward=False,
        consistent=consistent,
        project=["sk", "author", "posts"],
    )
    pins = [item for item in page if item["sk"] == keys.POST_PINS]
    rows = [item for item in page if item["sk"] != keys.POST_PINS]
    found = [(PostId(row["sk"].removeprefix(keys.ROW)), PersonId(row.get("author", author))) for row in rows]
    after = found[limit - 1][0] if len(found) > limit else None
    return GridPage(found[:limit], posts.pins_of(pins[0]) if pins else [], after)


def like(person: PersonId, post_id: PostId) -> Like | None:
    """A person's like of a post, read strongly."""
    return like_at(posts.likes_partition(person), post_id)


def like_at(pk: str, sk: str) -> Like | None:
    """The like under these keys, read strongly."""
    item = _table.get(pk, sk, consistent=True)
    return msgspec.convert(item, Like) if posts.is_liked(item) else None


def like_trace(pk: str, sk: str) -> Like | None:
    """The trace of a like that was taken back, read strongly."""
    item = _table.get(pk, sk, consistent=True)
    return msgspec.convert(item, Like) if item and not posts.is_liked(item) else None


def likers(post_id: PostId | CommentId, *, before: str | None, limit: int) -> list[Liker]:
    """Who likes a post or comment, newest first: up to `limit` whose like came before `before`. One query per shard."""
    found: list[Liker] = []
    for shard in range(keys.LIKED_SHARDS):
        page = _table.query(
            keys.liked(post_id, shard), index=LIKED, sk_to=before, limit=limit + bool(before), forward=False
        )
        found += [Liker(item["liked_sk"], PersonId(item["pk"].partition("#")[2])) for item in page]
    found.sort(key=lambda liker: liker.like_id, reverse=True)
    return [liker for liker in found if liker.like_id != before][:limit]


def who_likes(
    subject: PostId | CommentId, reader: PersonId | None, own: Like | None, *, before: str | None, limit: int
) -> tuple[list[PersonId], str | None]:
    """Who likes a post or a comment: the reader first, when `own` says so, then the others, newest first.

    And where the next page starts (None at the end). The index follows a little later than the likes, so the reader's
    own stands here as it is stored.
    """
    others = [each for each in likers(subject, before=before, limit=limit + 2) if each.person != reader]
    first = [reader] if reader and own and before is None else []
    page = others[: limit - len(first)]
    after = (page[-1].like_id if page else _NEWEST) if len(others) > len(page) else None
    return [*first, *(each.person for each in page)], after


def save(person: PersonId, post_id: PostId) -> Save | None:
    """How a person keeps a post, read strongly."""
    item = _table.get(keys.saves(person), post_id, consistent=True)
    return msgspec.convert(item, Save) if item else None


def saves_among(person: PersonId, ids: Sequence[PostId]) -> dict[PostId, Save]:
    """Which of these posts (1 to 100) a person keeps, and how, read strongly.

    One query from the oldest to the newest post, a read unit per six saves: a page of a feed lies close together. Only
    where more than 100 saves lie between them, one request more asks for the rest.
    """
    pk = keys.saves(person)
    page = _table.query(pk, sk_from=min(ids), sk_to=max(ids), limit=_BETWEEN, consistent=True)
    items = {item["sk"]: item for item in page}
    if page.last_key:
        rest = [(_table.name, pk, each) for each in ids if each > page.last_key["sk"]]
        items |= {sk: item for (_, _, sk), item in batch_get(rest, consistent=True).items()}
    return {each: msgspec.convert(items[each], Save) for each in ids if each in items}


def names_and_digest(person: PersonId, ids: Iterable[CollectionId]) -> tuple[dict[CollectionId, str], Digest]:
    """Names of a person's collections, and the person's digest, read strongly. One request; two for 100 names."""
    wanted = {id_: (_table.name, keys.collections(person), id_) for id_ in ids}
    found = batch_get([*wanted.values(), digest_key(person)], consistent=True)
    names = {id_: found[key]["name"] for id_, key in wanted.items() if key in found}
    return names, digest_of(found.get(digest_key(person)))


def save_and_collection(person: PersonId, post_id: PostId, name: str) -> tuple[Save | None, SavedInto]:
    """How a person keeps a post, and the collection of this name. One request, read strongly."""
    edge = (_table.name, keys.saves(person), post_id)
    named = (_table.name, keys.collections(person), keys.collection_name(name))
    found = batch_get([edge, named], consistent=True)
    into = (
        SavedInto(CollectionId(found[named]["collection"]), name, new=False)
        if named in found
        else SavedInto(CollectionId(os.urandom(8).hex()), name, new=True)
    )
    return msgspec.convert(found[edge], Save) if edge in found else None, into


def collections_of(person: PersonId) -> list[Collection]:
    """A person's collections (at most 100): first those that they put in order, then the others, newest first."""
    found: dict[CollectionId, Collection] = {}
    ordered: list[str] = []
    start = None
    while True:
        page = _table.query(keys.collections(person), start=start, consistent=True)
        for item in page:
            if "name" in item:
                found[CollectionId(item["sk"])] = _collection(item)
            elif item["sk"] == keys.ALL:
                ordered = item.get("ordered", "").split()
        start = page.last_key
        if start is None:
            break
    first = [found.pop(CollectionId(each)) for each in ordered if each in found]
    return [*first, *sorted(found.values(), key=lambda each: each.made, reverse=True)]


def collection(person: PersonId, id_: CollectionId) -> Collection | None:
    """One of a person's collections, read strongly."""
    item = _table.get(keys.collections(person), id_, consistent=True)
    return _collection(item) if item else None


def covers(person: PersonId, collections: Sequence[Collection], digest: Digest) -> dict[CollectionId, PostAnswer]:
    """The newest post of each of these collections, where its owner may see it.

    At most 4 requests, and one more for each whose newest post was taken out of it.
    """
    edges = {
        each.id: (_table.name, keys.saves(person), each.cover) for each in collections if each.cover and each.posts
    }
    found = batch_get(edges.values(), consistent=True) if edges else {}
    newest: dict[CollectionId, tuple[PostId, PersonId]] = {}
    for each in collections:
        edge = found.get(edges[each.id]) if each.id in edges else None
        if edge and edge["collection"] == each.id:
            newest[each.id] = PostId(edge["sk"]), PersonId(edge["author"])
        elif each.posts and (rows := saved_in(person, each.id, before=None, limit=1)[0]):
            newest[each.id] = rows[0]
    shown = {post.id: post for post in post_lists.answers(list(newest.values()), person, digest)}
    return {id_: shown[post_id] for id_, (post_id, _) in newest.items() if post_id in shown}


def _collection(item: dict[str, Any]) -> Collection:
    return msgspec.convert({**item, "id": item["sk"]}, Collection)


def saved_in(
    person: PersonId, collection: CollectionId, *, before: str | None, limit: int
) -> tuple[list[tuple[PostId, PersonId]], str | None]:
    """Posts of a collection and their authors, newest saved first, and where the next page starts (None at the end)."""
    pk = keys.saved(person, collection)
    start = {"pk": pk, "sk": before} if before else None
    page = _table.query(pk, start=start, limit=limit + 1, forward=False, consistent=True)
    rows = page.items[:limit]
    found = [(PostId(row["post_id"]), PersonId(row["author"])) for row in rows]
    return found, rows[-1]["sk"] if len(page) > limit else None
