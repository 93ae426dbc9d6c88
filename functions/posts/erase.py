"""Erasing a person from posts: what they published, said, liked and kept, and their places on posts of others.

Each thing goes as its owner would have taken it back, so that counts, notifications, timelines and photographs follow
by the usual ways. What leaves a trace for an hour against late requests leaves none here: the sessions ended long ago.
"""

from collections.abc import Callable
from typing import Any

from kernel.ids import CommentId, PersonId, PostId
from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Index, Page, Table
from posts import (
    changing,
    coauthor_store,
    comment_reads,
    comment_store,
    draft_store,
    keys,
    like_store,
    post_reads,
    post_store,
    reads,
)
from posts.model import CollectionId
from posts.post_reads import Post

app = Steps("erase", "posts")

PAGE = 25
"""Items of one call that are taken back one by one."""

COMMENTERS = Index("commenters", "commenter", "sk")
"""Who wrote which comments; only comments have a `commenter`."""

_table = Table(lambda: settings().table("posts"))


@app.of("collaborations")
def collaborations(work: Work) -> Part:
    """Be no author of others' posts, and invited to none."""
    page = _page(keys.collaborations(work.person))
    for item in page:
        _settled(PostId(item["sk"].rpartition("#")[2]), lambda post: _leave(post, work.person))
    return _gone(page)


@app.of("tags")
def tags(work: Work) -> Part:
    """Be on nobody's photographs."""
    page = _table.query(keys.tagged(work.person), limit=PAGE, consistent=True, project=["pk", "sk", "author"])
    for item in page:
        post_id = PostId(item["sk"])
        for sk in (keys.row(post_id), keys.archived(post_id)):
            post_store.forget_fact(item["author"], sk)  # it names whom the author tagged
        _settled(post_id, lambda post: _untag(post, work.person))  # takes away what led here: last
    return _gone(page)


@app.of("posts")
def posts(work: Work) -> Part:
    """Their posts, archived ones too; likes, comments and photographs follow when that is heard."""
    found = 0
    for prefix in (keys.ROW, keys.ARCHIVED):
        page = _page(keys.author(work.person), prefix=prefix)
        for item in page:
            _settled(PostId(item["sk"].removeprefix(prefix)), lambda post: _remove(post, work.person))
        _gone(page)
        found += len(page)
        if page.last_key:
            return Part(found, "more")
    return Part(found)


@app.of("comments")
def comments(work: Work) -> Part:
    """What they wrote under posts, with the replies below it."""
    start = None
    if work.after:
        pk, sk = work.after.split("|")
        start = {"commenter": work.person, "sk": sk, "pk": pk}
    page = _table.query(work.person, index=COMMENTERS, limit=PAGE, start=start, project=["pk", "sk"])
    for item in page:
        post_id = PostId(item["pk"].split("#")[1])
        comment = comment_reads.comment(post_id, CommentId(item["sk"]))
        if comment is not None and comment.commenter == work.person:
            comment_store.remove_comment(comment, by=work.person)
    last = page.last_key
    return Part(len(page), f"{last['pk']}|{last['sk']}" if last else None)


@app.of("likes")
def likes(work: Work) -> Part:
    """What they like."""
    page = _page(f"LIKES#{work.person}")
    for item in page:
        like = reads.like_at(item["pk"], item["sk"])
        if like is not None:
            like_store.remove_like(PostId(item["sk"]), work.person, like)
    return _gone(page)


@app.of("comment_likes")
def comment_likes(work: Work) -> Part:
    """Which comments they like."""
    page = _page(keys.comment_likes(work.person))
    for item in page:
        like = reads.like_at(item["pk"], item["sk"])
        if like is not None:
            post_id, _, comment_id = item["sk"].partition("#")
            like_store.remove_comment_like(PostId(post_id), CommentId(comment_id), work.person, like)
    return _gone(page)


@app.of("drafts")
def drafts(work: Work) -> Part:
    """What they did not publish yet."""
    found, _ = post_reads.drafts_of(work.person, before=None, limit=PAGE)
    for draft in found:
        draft_store.remove(draft)
    return Part(len(found), "more" if len(found) == PAGE else None)


@app.of("saves")
def saves(work: Work) -> Part:
    """What they kept, and where."""
    ids = [CollectionId(each.id) for each in reads.collections_of(work.person)]
    removed = 0
    for id_ in ids:
        page = _page(keys.saved(work.person, id_), limit=500)
        removed += _gone(page).items
        if page.last_key:
            return Part(removed, "more")
    for partition in (keys.saves, keys.collections):
        page = _page(partition(work.person), limit=500)
        removed += _gone(page).items
        if page.last_key:
            return Part(removed, "more")
    return Part(removed)


@app.of("rest")
def rest(work: Work) -> Part:
    """Their lists, counts, words, and the traces of what went just now."""
    partitions = (keys.author, keys.drafts, keys.words, keys.request, keys.invited)
    removed = 0
    for partition in partitions:
        page = _page(partition(work.person), limit=500)
        removed += _gone(page).items
        if page.last_key:
            return Part(removed, "more")
    return Part(removed)


def _page(partition: str, *, prefix: str | None = None, limit: int = PAGE) -> Page:
    return _table.query(partition, sk_prefix=prefix, limit=limit, consistent=True, project=["pk", "sk"])


def _gone(page: Page) -> Part:
    """Remove what is left of these items."""
    delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
    return Part(len(page), "more" if page.last_key else None)


def _settled(post_id: PostId, write: Callable[[Post], Any]) -> None:
    changing.settled(post_id, lambda: post_reads.post(post_id), lambda post: post is None or write(post))


def _leave(post: Post, person: PersonId) -> bool:
    return person not in post.invitations or coauthor_store.leave(post, person, person)


def _untag(post: Post, person: PersonId) -> bool:
    return all(tag.person != person for tag in post.card.people) or post_store.untag(post, [person])


def _remove(post: Post, person: PersonId) -> bool:
    return post_store.remove(post) if post.card.author == person else _leave(post, person)
