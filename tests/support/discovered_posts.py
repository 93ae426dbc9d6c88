"""Posts on real tables and in the indexes of a real MongoDB, and the doors through which members find them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from discovery import explore, generations, inbox, posts_index, search
from posts import coauthor_store, post_reads, post_store

import contracts
from contracts import Fact
from contracts.posts import PostDeleted, PostEdited
from kernel import text
from kernel.ids import PersonId, PostId, made_at, new_id
from kit import mongo
from support.discovery_world import World
from support.events import answer, facts, request
from views import posts as post_views
from views.posts import Place, PostCard

DOORS: dict[str, Any] = {
    "tags/{tag}": explore,
    "tags/{tag}/posts": explore,
    "places/{place_id}": explore,
    "places/{place_id}/posts": explore,
    "trends/tags": explore,
    "trends/posts": explore,
    "search": search,
    "search/tags": search,
    "search/places": search,
    "search/posts": search,
}


def publish(
    author: PersonId,
    caption: str = "",
    *,
    place: str = "",
    coauthors: Sequence[PersonId] = (),
    at: int | None = None,
    **more: Any,
) -> PostId:
    """A post, of which nobody has heard yet. `at`: milliseconds since 1970."""
    post = PostId(new_id(at))
    card = PostCard(
        post_id=post,
        author=author,
        published_at=made_at(post).astimezone(UTC),
        photos=[],
        caption=caption,
        entities=list(text.entities(caption)),
        place=Place(name=place) if place else None,
        **more,
    )
    post_store.add_post(card, invited=coauthors)
    for each in coauthors:
        assert coauthor_store.join(stored(post), each)
    return post


def edit(post: PostId, caption: str) -> None:
    """Have another caption, and no place."""
    from msgspec.structs import replace

    kept = stored(post)
    words = list(text.entities(caption))
    card = replace(kept.card, caption=caption, entities=words, place=None, edited_at=datetime.now(UTC))
    assert post_store.edit(kept, card)


def stored(post: PostId) -> post_reads.Post:
    found = post_reads.post(post)
    assert found is not None
    return found


def hear(*posts: PostId) -> None:
    """The indexes hear that something of these posts changed."""
    tell(*(PostEdited(post_id=each, author=PersonId(each)) for each in posts))


def forgotten(post: PostId) -> PostDeleted:
    return PostDeleted(post_id=post, author=PersonId(post))


def tell(*said: Fact) -> None:
    told = facts(*(contracts.envelope(each, actor=None, journey="") for each in said))
    assert inbox.app(told, None) == {"batchItemFailures": []}


def shared(author: PersonId, caption: str = "", **more: Any) -> PostId:
    """A post that the indexes know."""
    post = publish(author, caption, **more)
    hear(post)
    return post


def ask(world: World, path: str, me: PersonId | None = None, **query: str) -> tuple[int, Any]:
    """The status and the body of what a door answers: `path` below /v1, such as `tags/birds/posts`."""
    parts = path.split("/")
    named = {"tags": "tag", "places": "place_id"}.get(parts[0])
    given: dict[str, str] = {}
    if named:
        given, parts[1] = {named: parts[1]}, f"{{{named}}}"
    door = "/".join(parts)
    told = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    event = request(f"GET /v1/{door}", path=given, query=told, me=me or world.me)
    return answer(DOORS[door].app, event)


def body(world: World, path: str, me: PersonId | None = None, **query: str) -> Any:
    status, found = ask(world, path, me, **query)
    assert status == 200, found
    return found


def ids(world: World, path: str, me: PersonId | None = None, **query: str) -> list[PostId]:
    return [each["id"] for each in body(world, path, me, **query)["items"]]


def place(name: str) -> str:
    return post_views.place_id(name)


def index() -> dict[str, dict[str, dict[str, Any]]]:
    """What the generation that is read holds of posts and labels, without what only orders writers."""
    current = generations.known().current
    found = {}
    for kind in ("posts", "labels", "shares", "authors"):
        documents = mongo.database()[generations.name(kind, current)].find()
        found[kind] = {each["_id"]: each for each in documents}
    for account in found["authors"].values():
        account.pop("touched", None)
    return found


def truth(people: Sequence[PersonId], posts: Sequence[PostId]) -> dict[str, dict[str, dict[str, Any]]]:
    """What `index` must hold, read from the tables by other means than the index's own."""
    from discovery import words

    from kit.wire import batch_get
    from support.discovery_world import card as card_of
    from views.profiles import decode

    accounts = {each: decode(card_of(each)) for each in people}
    found: dict[str, dict[str, dict[str, Any]]] = {"posts": {}, "labels": {}, "shares": {}, "authors": {}}
    for person, account in accounts.items():
        active = account.state == "active"
        found["authors"][person] = {
            "_id": person,
            "version": account.version,
            "active": active,
            "public": not account.private,
        }
    for post in posts:
        key = post_views.post_key(post)
        item = batch_get([key], consistent=True).get(key)
        if item is None:
            found["posts"][post] = {"_id": post, "version": posts_index.GONE}
            continue
        card = post_views.card_of(item)
        tags = [f"#{tag}" for tag in text.hashtags(card.caption)]
        labels = [*tags, *([f"@{place(card.place.name)}"] if card.place else [])]
        ready = card.state == "published" and card.audience == "everyone"
        cards = [accounts[each] for each in card.authors]
        opened = ready and all(each.state == "active" for each in cards) and not cards[0].private
        found["posts"][post] = {
            "_id": post,
            "version": item.get("version", 0),
            "authors": card.authors,
            "words": words.caption_keys(card.caption),
            "rank": posts_index.rank(post, post_views.PostCounts()),
            "ready": ready,
            "place": card.place.name if card.place else None,
            "labels": labels,
            "open": opened,
        }
        for label in labels if opened else []:
            authors = sorted(card.authors)
            share = f"{label} {','.join(authors)}"
            kept = found["shares"].setdefault(share, {"_id": share, "label": label, "authors": authors, "n": 0})
            kept["n"] += 1
            name = label[1:] if label[0] == "#" or card.place is None else card.place.name
            known = {"_id": label, "name": name, "posts": 0, "starts": words.starts(label[0], name)}
            found["labels"].setdefault(label, known)["posts"] += 1
    return found
