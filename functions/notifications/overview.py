"""A person's notifications: the list, the number of unread ones, what was seen."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from contracts.notifications import Kind
from kernel import paging, text
from kernel.errors import Invalid, NotFound
from kernel.ids import CommentId, ConversationId, NotificationId, PersonId, PostId, new_id
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.service import Service
from notifications import reads, store
from notifications.model import EXCERPT, MAX_UNREAD, Entry, Notification
from notifications.reads import Marks
from views import cards, posts, profiles, visible
from views.cards import Cards
from views.graph import Digest
from views.media import PhotoAnswer, present
from views.posts import PostCard
from views.profiles import PersonAnswer, ProfileCard

app = Service("notifications")

PAGE = Limit(20)
SHOWN = 3
"""People of a group who are named."""

LOOKED_AT = 6
"""People of a group of whom those are chosen: some may be gone."""

CLOCKS_DIFFER = 5 * 60 * 1000
"""Milliseconds by which an id may be ahead of this machine."""


class NotificationAnswer(Answer, frozen=True):
    """What somebody did, or several people: `people` is how many (1,000 means 1,000 or more), `actors` the newest 3.

    It stays where it began, at the time of its id; `happened_at` is when the newest of it did. `photo` is the post's
    first; `excerpt` is how the comment or caption begins. `seen`: it was on the screen; `read`: it was opened.
    """

    id: NotificationId
    kind: Kind
    actor: PersonAnswer
    actors: list[PersonAnswer]
    people: int
    happened_at: datetime
    seen: bool
    read: bool
    post_id: PostId | None = None
    photo: PhotoAnswer | None = None
    comment_id: CommentId | None = None
    conversation_id: ConversationId | None = None
    excerpt: str = ""


class Unread(Answer, frozen=True):
    """How many entries have not been seen; 100 means 100 or more."""

    count: int


class Seen(Body, frozen=True):
    """The newest entry that was on the screen."""

    until: NotificationId


@app.get("/v1/notifications")
def list_notifications(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[NotificationAnswer]:
    """What happened around oneself, newest first, for 90 days; likes and follows together until one has seen them.

    A page can hold fewer than asked for: what one may not see any more is left out.
    """
    key, scope = secrets.key("cursor-key"), f"notifications:{me}"
    before = paging.unseal(cursor, NotificationId, key=key, scope=scope) if cursor else None
    found, after = reads.entries(me, before=before, limit=limit)
    marks = reads.marks(me)
    return Page(
        list(_answers(_visible(found, me, marks.digest), me, marks)),
        paging.seal(after, key=key, scope=scope) if after else None,
    )


@app.get("/v1/notifications/unread")
def count_unread(me: PersonId) -> Unread:
    """How many entries of the list came after the newest seen one."""
    marks = reads.marks(me)
    found, _ = reads.entries(me, after=marks.seen, limit=MAX_UNREAD)
    return Unread(count=len(_visible(found, me, marks.digest)) if found else 0)


@app.put("/v1/notifications/seen", status=204)
def mark_seen(me: PersonId, body: Seen) -> None:
    """Say that all entries up to this one were seen. Saying so of an older one changes nothing."""
    store.mark_seen(me, _known(body.until))


@app.put("/v1/notifications/read", status=204)
def mark_all_read(me: PersonId, body: Seen) -> None:
    """Say that all entries up to this one were read. Saying so of an older one changes nothing."""
    store.mark_all_read(me, _known(body.until))


@app.put("/v1/notifications/{notification_id}/read", status=204)
def mark_read(me: PersonId, notification_id: NotificationId) -> None:
    """Say that one entry was read; saying so again changes nothing."""
    if not reads.is_entry(me, notification_id):
        raise NotFound("This notification does not exist.", code="notification-not-found")
    store.mark_read(me, notification_id)


class Shown(NamedTuple):
    """An entry as its reader may see it: without what they may not, with its post if it has one."""

    entry: Entry
    events: list[Notification]
    people: list[ProfileCard]
    post: PostCard | None


def _known(until: NotificationId) -> NotificationId:
    if until > new_id(int(time.time() * 1000) + CLOCKS_DIFFER):
        raise Invalid.field("/until", "There is no such notification yet.")
    return until


def _visible(found: list[Entry], me: PersonId, digest: Digest) -> list[Shown]:
    """The entries that one may see. At most three requests for cards, often none."""
    heard = {entry.id: [each for each in entry.events if each.actor not in digest.muted] for entry in found}
    actors = {entry: list(dict.fromkeys(each.actor for each in events))[:LOOKED_AT] for entry, events in heard.items()}
    about = {entry.events[0].post_id for entry in found if entry.events[0].post_id}
    wanted = [profiles.profile_key(actor) for each in actors.values() for actor in each]
    loaded: Cards = cards.load([*wanted, *(posts.post_key(post) for post in about)])
    shown = {post: posts.card_of(item) for post in about if (item := loaded.get(posts.post_key(post)))}
    authors = {profiles.profile_key(author) for card in shown.values() for author in card.authors if author != me}
    if strangers := authors - loaded.keys():
        loaded |= cards.load(strangers)
    people = {actor for each in actors.values() for actor in each}
    sight = visible.sight(me, people, digest=digest, of=list(shown.values()), loaded=loaded)
    return [
        Shown(entry, [each for each in heard[entry.id] if sight.person(each.actor)], met, post)
        for entry in found
        if (met := [sight.card(actor) for actor in actors[entry.id] if sight.person(actor)])
        and ((post := shown.get(entry.events[0].post_id or PostId(""))) is None or sight.post(post) or _invites(entry))
        and (post is not None or not entry.events[0].post_id)
    ]


def _invites(entry: Entry) -> bool:
    """Whether it asks somebody to join a post, which they may not be allowed to see before."""
    return entry.events[0].kind == "coauthor"


def _answers(shown: list[Shown], me: PersonId, marks: Marks) -> Iterator[NotificationAnswer]:
    one_by_one = reads.read_one_by_one(me, shown[-1].entry.id, shown[0].entry.id) if shown else set()
    for entry, events, people, post in shown:
        first = events[0]
        yield NotificationAnswer(
            id=entry.id,
            kind=first.kind,
            actor=profiles.person(people[0]),
            actors=[profiles.person(each) for each in people[:SHOWN]],
            people=_people(me, entry, events, marks.digest),
            happened_at=first.happened_at,
            seen=marks.seen is not None and entry.id <= marks.seen,
            read=entry.id in one_by_one or (marks.read is not None and entry.id <= marks.read),
            post_id=first.post_id,
            photo=present(post.photos[0]) if post and post.photos else None,
            comment_id=first.comment_id,
            conversation_id=first.conversation_id,
            excerpt=_excerpt(first, post),
        )


def _people(me: PersonId, entry: Entry, events: list[Notification], digest: Digest) -> int:
    if entry.whole:
        return len({each.actor for each in events})
    hidden = digest.muted, digest.blocked
    return sum(not any(actor in some for some in hidden) for actor in reads.actors(me, entry.id))


def _excerpt(notification: Notification, post: PostCard | None) -> str:
    if notification.kind == "mention" and notification.comment_id is None and post is not None:
        return post.caption[: text.boundary(post.caption, EXCERPT)]
    return notification.excerpt
