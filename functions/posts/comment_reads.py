"""Reads of comments, their replies, pins, and what decides about a new one."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from kernel.ids import CommentId, PersonId, PostId
from kernel.text import Entity
from kit.settings import settings
from kit.wire import Key, Table, batch_get
from posts import keys
from posts.model import Comment, Pins
from views.graph import follow_key
from views.posts import PostCard, is_liked
from views.profiles import ProfileCard, decode, profile_key, unknown

_table = Table(lambda: settings().table("posts"))
_entities = msgspec.json.Decoder(list[Entity]).decode
_words = msgspec.json.Decoder(list[str]).decode

MAX_QUERIES = 4
"""Where many comments were deleted within the hour, a page may be short after so many queries, while more follow."""


class CommentCounts(Struct, frozen=True):
    """Aggregated, at most 2 s behind what is stored."""

    likes: int = 0
    replies: int = 0


class HiddenWords(Struct, frozen=True):
    """A person's hidden words; `usual` adds the platform's list."""

    words: list[str] = []
    usual: bool = False


class Setting(Struct, frozen=True):
    """What decides about a new comment.

    The authors' hidden words, whether the author follows the writer, what it answers, and below which it will stand.
    """

    writer: ProfileCard
    words: list[HiddenWords]
    followed: bool
    answered: Comment | None
    parent: Comment | None


class Found(Struct, frozen=True):
    """A page of comments and where the next one starts (None at the end). `pins` come with the first page only."""

    comments: list[Comment]
    after: CommentId | None
    pins: Pins | None = None


def comments_of(post_id: PostId, *, before: str | None, limit: int, consistent: bool) -> Found:
    """Comments that stand under a post themselves, newest first."""
    pk, pins, found = keys.comments(post_id), None, list[Comment]()
    last = {"pk": pk, "sk": before} if before else None
    for _ in range(MAX_QUERIES):
        more = limit + 1 - len(found) + (last is None)
        page = _table.query(pk, start=last, limit=more, forward=False, consistent=consistent)
        for item in page:
            if item["sk"] == keys.PINS:
                pins = _pins(item)
            elif is_comment(item):
                found.append(_comment(item))
        last = page.last_key
        if last is None or len(found) > limit:
            break
    if len(found) > limit:
        return Found(found[:limit], found[limit - 1].comment_id, pins)
    return Found(found, CommentId(last["sk"]) if last else None, pins)


def replies_of(
    post_id: PostId, parent: CommentId, *, after: str | None, limit: int, consistent: bool
) -> tuple[list[Comment], str | None]:
    """Replies below a comment, oldest first, and where the next page starts (None at the end)."""
    pk = keys.replies(post_id, parent)
    start = {"pk": pk, "sk": after} if after else None
    page = _table.query(pk, start=start, limit=limit + 1, consistent=consistent)
    found = [_comment(item) for item in page if is_comment(item)]
    return found[:limit], found[limit - 1].comment_id if len(found) > limit else None


def comment(post_id: PostId, comment_id: CommentId) -> Comment | None:
    """A comment or a reply, read strongly."""
    found = batch_get(_wherever(post_id, comment_id), consistent=True)
    return _one(found, post_id, comment_id) or _reply(found, post_id, comment_id)[0]


def comments(post_id: PostId, ids: Iterable[CommentId]) -> dict[CommentId, Comment]:
    """Those of these comments that stand under the post themselves. One request, read strongly."""
    wanted = [(_table.name, keys.comments(post_id), each) for each in ids]
    found = batch_get(wanted, consistent=True) if wanted else {}
    return {CommentId(sk): _comment(item) for (_, _, sk), item in found.items() if is_comment(item)}


def setting(card: PostCard, writer: PersonId, reply_to: CommentId | None) -> Setting:
    """What decides about a new comment under this post. One request, two for a reply to a reply; read strongly."""
    mine = profile_key(writer)
    others = [] if writer in card.authors else card.authors
    words = [(_table.name, keys.words(author), keys.WORDS) for author in others]
    followed = follow_key(card.author, writer)
    wanted = [mine, *words, *([followed] if others and card.comments_by == "following" else [])]
    wanted += _wherever(card.post_id, reply_to) if reply_to else []
    found = batch_get(wanted, consistent=True)
    answered = parent = None
    if reply_to:
        answered = parent = _one(found, card.post_id, reply_to)
        if answered is None:
            answered, parent = _reply(found, card.post_id, reply_to)
    return Setting(
        writer=decode(found[mine]) if mine in found else unknown(writer),
        words=[_hidden_words(found[key]) for key in words if key in found],
        followed=followed in found,
        answered=answered,
        parent=parent,
    )


def hidden_words(person: PersonId) -> HiddenWords:
    """A person's hidden words, read strongly."""
    item = _table.get(keys.words(person), keys.WORDS, consistent=True)
    return _hidden_words(item) if item else HiddenWords()


def pins(post_id: PostId) -> Pins:
    """Which comments of a post are pinned, read strongly."""
    item = _table.get(keys.comments(post_id), keys.PINS, consistent=True)
    return _pins(item) if item else Pins()


def counts_key(comment_id: CommentId) -> Key:
    return _table.name, keys.comment(comment_id), keys.COUNTS


def counts_of(item: dict[str, Any] | None) -> CommentCounts:
    return msgspec.convert(item, CommentCounts) if item else CommentCounts()


def liked_among(person: PersonId, post_id: PostId, ids: Sequence[CommentId]) -> set[CommentId]:
    """Which of these comments of one post a person likes: one query, read strongly."""
    if not ids:
        return set()
    page = _table.query(
        keys.comment_likes(person),
        sk_from=f"{post_id}#{min(ids)}",
        sk_to=f"{post_id}#{max(ids)}",
        consistent=True,
        project=["sk", "gone"],
    )
    return {CommentId(item["sk"].partition("#")[2]) for item in page if is_liked(item)}


def is_comment(item: dict[str, Any] | None) -> bool:
    """Whether this is a comment, and not the trace of one, or what is pinned."""
    return item is not None and "comment_id" in item


def _wherever(post_id: PostId, comment_id: CommentId) -> list[Key]:
    """Where a comment is, and what says where it is when it is a reply."""
    return [
        (_table.name, keys.comments(post_id), comment_id),
        (_table.name, keys.comment(comment_id), keys.PLACE),
    ]


def _one(found: dict[Key, dict[str, Any]], post_id: PostId, comment_id: CommentId) -> Comment | None:
    item = found.get((_table.name, keys.comments(post_id), comment_id))
    return _comment(item) if item and is_comment(item) else None


def _reply(
    found: dict[Key, dict[str, Any]], post_id: PostId, comment_id: CommentId
) -> tuple[Comment | None, Comment | None]:
    """The reply and the comment above it."""
    place = found.get((_table.name, keys.comment(comment_id), keys.PLACE))
    if place is None or "parent" not in place:
        return None, None
    key = (_table.name, keys.replies(post_id, place["parent"]), comment_id)
    above = (_table.name, keys.comments(post_id), place["parent"])
    both = batch_get([key, above], consistent=True)
    if key not in both or not is_comment(both.get(above)):
        return None, None
    return _comment(both[key]), _comment(both[above])


def _comment(item: dict[str, Any]) -> Comment:
    return Comment(
        comment_id=CommentId(item["comment_id"]),
        post_id=PostId(item["post_id"]),
        author=PersonId(item["author"]),
        commenter=PersonId(item["commenter"]),
        text=item["text"],
        entities=_entities(item["entities"]) if "entities" in item else [],
        parent=item.get("parent"),
        reply_to=item.get("reply_to"),
        reply_to_author=item.get("reply_to_author"),
        held="held" in item,
        hidden="hidden" in item,
        answered="answered" in item,
    )


def _pins(item: dict[str, Any]) -> Pins:
    return Pins(ids=[CommentId(each) for each in item.get("pinned", "").split()], version=int(item["version"]))


def _hidden_words(item: dict[str, Any]) -> HiddenWords:
    return HiddenWords(words=_words(item["words"]), usual="usual" in item)
