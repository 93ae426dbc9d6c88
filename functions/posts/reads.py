"""Posts' reads."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kernel.errors import Conflict, NotFound
from kernel.ids import CommentId, MediaId, PersonId, PostId
from kernel.text import Entity
from kit.settings import settings
from kit.wire import Index, Table, batch_get
from posts import keys
from posts.model import Collection, CollectionId, Comment, FirstRequest, Like, Liker, Save
from views import cards, identity, posts, profiles, visible
from views.graph import Digest, digest_key, digest_of
from views.media import MediaCard, media_key
from views.posts import PostAnswer, PostCard
from views.profiles import ProfileCard

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
    item = _table.get(keys.request(person), keys.request_key(verb, key), consistent=True)
    first = msgspec.convert(item, FirstRequest) if item else None
    if first is None or first.digest != digest:
        raise Conflict("This idempotency key was used for another request.", code="idempotency-key-reused")
    return first


def answer(card: PostCard, reader: PersonId | None) -> PostAnswer:
    """One post with its counts and the reader's own like as they are stored now. One request, read strongly."""
    wanted = [posts.counts_key(card.post_id), profiles.profile_key(card.author)]
    found = batch_get([*wanted, *([posts.like_key(reader, card.post_id)] if reader else [])], consistent=True)
    counts, profile = (found.get(key) for key in wanted)
    return posts.answer(
        card,
        profiles.decode(profile) if profile else profiles.unknown(card.author),
        posts.counts_of(counts),
        liked=reader is not None and posts.like_key(reader, card.post_id) in found,
    )


def answers(found: Sequence[tuple[PostId, PersonId]], reader: PersonId | None, digest: Digest) -> list[PostAnswer]:
    """These posts, with their authors, as `reader` may see them; the others are left out. At most 3 requests."""
    loaded = cards.load(each for post_id, author in found for each in cards.post_keys(post_id, author))
    items = (loaded.get(posts.post_key(post_id)) for post_id, _ in found)
    there = [posts.card_of(item) for item in items if item]
    sight = visible.sight(reader, (), digest=digest, of=there, loaded=loaded)
    shown = [card for card in there if sight.post(card)]
    liked = liked_among(reader, (card.post_id for card in shown)) if reader else set()
    authors = cards.people(loaded, {card.author for card in shown})
    return [
        posts.answer(
            card,
            authors[card.author],
            posts.counts_of(loaded.get(posts.counts_key(card.post_id))),
            liked=card.post_id in liked,
        )
        for card in shown
    ]


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


def posts_of(author: PersonId, *, before: str | None, limit: int, consistent: bool) -> tuple[list[PostId], str | None]:
    """An author's posts, newest first, and where the next page starts (None at the end)."""
    start = {"pk": keys.author(author), "sk": keys.row(PostId(before))} if before else None
    page = _table.query(
        keys.author(author),
        sk_prefix=keys.ROW,
        start=start,
        limit=limit + 1,
        forward=False,
        consistent=consistent,
        project=["sk"],
    )
    found = [PostId(item["sk"].removeprefix(keys.ROW)) for item in page]
    return found[:limit], found[limit - 1] if len(found) > limit else None


def liked_among(person: PersonId, ids: Iterable[PostId]) -> set[PostId]:
    """Which of these posts (at most 100) a person likes: one request, read strongly.

    For posts that lie far apart in time; for those of a feed `views.posts.own_likes` is cheaper.
    """
    return {PostId(sk) for _, _, sk in batch_get([posts.like_key(person, each) for each in ids], consistent=True)}


def like(person: PersonId, post_id: PostId) -> Like | None:
    """A person's like of a post, read strongly."""
    item = _table.get(posts.likes_partition(person), post_id, consistent=True)
    return msgspec.convert(item, Like) if item else None


def likers(post_id: PostId, *, before: str | None, limit: int) -> list[Liker]:
    """Who likes a post, newest first: up to `limit` whose like came before `before`. One query per shard."""
    found: list[Liker] = []
    for shard in range(keys.LIKED_SHARDS):
        page = _table.query(
            keys.liked(post_id, shard), index=LIKED, sk_to=before, limit=limit + bool(before), forward=False
        )
        found += [Liker(item["liked_sk"], PersonId(item["pk"].partition("#")[2])) for item in page]
    found.sort(key=lambda liker: liker.like_id, reverse=True)
    return [liker for liker in found if liker.like_id != before][:limit]


def comments_of(
    post_id: PostId, *, before: str | None, limit: int, consistent: bool
) -> tuple[list[Comment], str | None]:
    """A post's comments, newest first, and where the next page starts (None at the end)."""
    start = {"pk": keys.comments(post_id), "sk": before} if before else None
    page = _table.query(keys.comments(post_id), start=start, limit=limit + 1, forward=False, consistent=consistent)
    found = [_comment(item) for item in page]
    return found[:limit], found[limit - 1].comment_id if len(found) > limit else None


def comment(post_id: PostId, comment_id: CommentId) -> Comment | None:
    """A comment, read strongly."""
    item = _table.get(keys.comments(post_id), comment_id, consistent=True)
    return _comment(item) if item else None


def save(person: PersonId, post_id: PostId) -> Save | None:
    """How a person keeps a post, read strongly."""
    item = _table.get(keys.saves(person), post_id, consistent=True)
    return msgspec.convert(item, Save) if item else None


def collections_of(person: PersonId, *, before: str | None, limit: int) -> tuple[list[Collection], CollectionId | None]:
    """A person's collections that hold something, in no order that means anything, and where the next page starts."""
    start = {"pk": keys.collections(person), "sk": before} if before else None
    page = _table.query(keys.collections(person), start=start, limit=limit, consistent=True)
    found = [msgspec.convert(item, Collection) for item in page]
    return [each for each in found if each.posts > 0], CollectionId(page.last_key["sk"]) if page.last_key else None


def is_collection(person: PersonId, collection: CollectionId) -> bool:
    return _table.get(keys.collections(person), collection, consistent=True) is not None


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


def _comment(item: dict[str, Any]) -> Comment:
    entities = msgspec.json.decode(item["entities"], type=list[Entity]) if "entities" in item else []
    return Comment(
        comment_id=CommentId(item["comment_id"]),
        post_id=PostId(item["post_id"]),
        commenter=PersonId(item["commenter"]),
        text=item["text"],
        entities=entities,
    )
