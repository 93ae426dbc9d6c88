"""A person's notifications: the list, the number of unread ones, what was seen."""

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from contracts.notifications import Kind
from kernel import paging, text
from kernel.errors import Invalid
from kernel.ids import CommentId, NotificationId, PersonId, PostId, new_id
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.service import Service
from notifications import reads, store
from notifications.model import EXCERPT, MAX_UNREAD, Notification
from views import cards, posts, profiles, visible
from views.cards import Cards
from views.graph import Digest
from views.media import PhotoAnswer, present
from views.posts import PostCard
from views.profiles import PersonAnswer

app = Service("notifications")

PAGE = Limit(20)
CLOCKS_DIFFER = 5 * 60 * 1000
"""Milliseconds by which an id may be ahead of this machine."""


class NotificationAnswer(Answer, frozen=True):
    """What somebody did. `photo` is the post's first; `excerpt` is how the comment or caption begins."""

    id: NotificationId
    kind: Kind
    actor: PersonAnswer
    happened_at: datetime
    seen: bool
    post_id: PostId | None = None
    photo: PhotoAnswer | None = None
    comment_id: CommentId | None = None
    excerpt: str = ""


class Unread(Answer, frozen=True):
    """How many notifications have not been seen; 100 means 100 or more."""

    count: int


class Seen(Body, frozen=True):
    """The newest notification that was on the screen."""

    until: NotificationId


@app.get("/v1/notifications")
def list_notifications(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[NotificationAnswer]:
    """What happened around oneself, newest first, for 90 days.

    A page can hold fewer than asked for: what one may not see any more is left out.
    """
    key, scope = secrets.key("cursor-key"), f"notifications:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = reads.newest(me, before=before, limit=limit)
    seen, digest = reads.seen_and_digest(me)
    return Page(
        list(_answers(found, me, seen, digest)),
        paging.seal(after, key=key, scope=scope) if after else None,
    )


@app.get("/v1/notifications/unread")
def count_unread(me: PersonId) -> Unread:
    """How many notifications came after the newest seen one."""
    seen, digest = reads.seen_and_digest(me)
    actors = reads.actors_after(me, seen, MAX_UNREAD)
    count = sum(1 for _ in islice((each for each in actors if visible.person(each, me, digest)), MAX_UNREAD))
    return Unread(count=count)


@app.put("/v1/notifications/seen", status=204)
def mark_seen(me: PersonId, body: Seen) -> None:
    """Say that all notifications up to this one were seen. Saying so of an older one changes nothing."""
    if body.until > new_id(int(time.time() * 1000) + CLOCKS_DIFFER):
        raise Invalid.field("/until", "There is no such notification yet.")
    store.mark_seen(me, body.until)


def _answers(
    found: list[Notification], me: PersonId, seen: NotificationId | None, digest: Digest
) -> Iterator[NotificationAnswer]:
    wanted = [profiles.profile_key(each.actor) for each in found]
    wanted += [posts.post_key(each.post_id) for each in found if each.post_id]
    loaded: Cards = cards.load(wanted)
    shown = {
        each.post_id: posts.card_of(item) for each in found if each.post_id and (item := _item(loaded, each.post_id))
    }
    authors = {author for card in shown.values() for author in card.authors if author != me}
    strangers = [profiles.profile_key(author) for author in authors if profiles.profile_key(author) not in loaded]
    loaded |= cards.load(strangers) if strangers else {}
    sight = visible.sight(me, (each.actor for each in found), digest=digest, of=list(shown.values()), loaded=loaded)
    for each in found:
        post = shown.get(each.post_id) if each.post_id else None
        if not sight.person(each.actor) or (each.post_id and (post is None or not sight.post(post))):
            continue
        yield NotificationAnswer(
            id=each.notification_id,
            kind=each.kind,
            actor=profiles.person(sight.card(each.actor)),
            happened_at=each.happened_at,
            seen=seen is not None and each.notification_id <= seen,
            post_id=each.post_id,
            photo=present(post.photos[0]) if post and post.photos else None,
            comment_id=each.comment_id,
            excerpt=_excerpt(each, post),
        )


def _item(loaded: Cards, post_id: PostId) -> dict[str, Any] | None:
    return loaded.get(posts.post_key(post_id))


def _excerpt(notification: Notification, post: PostCard | None) -> str:
    if notification.kind == "mention" and notification.comment_id is None and post is not None:
        return post.caption[: text.boundary(post.caption, EXCERPT)]
    return notification.excerpt
