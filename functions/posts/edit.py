"""Editing a post, what it said before, and taking oneself off its photographs."""

from datetime import datetime

from msgspec.structs import replace

from kernel import clock, paging, text
from kernel.errors import Invalid, at
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kernel.photos import Photo
from kernel.shapes import Answer
from kernel.text import Entity
from kit import secrets
from kit.service import Service
from posts import changing, composing, model, post_reads, post_store, reads
from posts.post_reads import Post
from posts.shapes import Changes, ChosenPhoto
from views import visible
from views.posts import PlaceAnswer, PostAnswer, PostCard, place_answer

app = Service("edit")

PAGE = Limit(20)


class FormerAnswer(Answer, frozen=True):
    """What a post said from `written_at` until it was edited. `alts` are in the order of its photographs."""

    caption: str
    entities: list[Entity]
    alts: list[str]
    place: PlaceAnswer | None
    written_at: datetime


@app.patch("/v1/posts/{post_id}")
def edit_post(me: PersonId, post_id: PostId, body: Changes) -> PostAnswer:
    """Change a post of one's own: caption, descriptions, place, tags, who may comment, hidden counts.

    Only what is given changes, so that two edits at once both count. Former versions stay readable.
    """
    wanted = body

    def write(post: Post) -> bool:
        card = _changed(post.card, wanted, me)
        return card == post.card or post_store.edit(post, card)

    changing.settled(post_id, lambda: post_reads.own(post_id, me), write)
    card, sight = visible.seen(post_id, to=me)
    return reads.answer(card, me, sight.digest)


@app.get("/v1/posts/{post_id}/history")
def list_versions(
    me: PersonId | None, post_id: PostId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[FormerAnswer]:
    """What a post said before it was edited, newest first. Who was tagged is not kept."""
    visible.post(post_id, to=me)
    key, scope = secrets.key("cursor-key"), f"history:{post_id}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = post_reads.history(post_id, before=before, limit=limit)
    items = [
        FormerAnswer(
            caption=each.caption,
            entities=list(text.entities(each.caption)),
            alts=each.alts,
            place=place_answer(each.place) if each.place else None,
            written_at=each.written_at,
        )
        for each in found
    ]
    return Page(items, paging.seal(after, key=key, scope=scope) if after else None)


@app.delete("/v1/posts/{post_id}/tags/me")
def untag_me(me: PersonId, post_id: PostId) -> None:
    """Take oneself off the photographs of a post; doing so again changes nothing."""

    def write(post: Post | None) -> bool:
        if post is None or all(tag.person != me for tag in post.card.people):
            visible.post(post_id, to=me)
            return True
        return post_store.untag(post, [me])

    changing.settled(post_id, lambda: post_reads.post(post_id), write)


def _changed(card: PostCard, wanted: Changes, me: PersonId) -> PostCard:
    new = card
    if wanted.caption is not None:
        caption = at("/caption", model.caption, wanted.caption)
        new = replace(new, caption=caption, entities=list(text.entities(caption)))
    if wanted.photos is not None:
        new = replace(new, photos=_described(card, wanted.photos))
    if wanted.place is not None:
        new = replace(new, place=composing.place_of(wanted.place) if wanted.place.name else None)
    if wanted.people is not None:
        people = composing.tags_of(wanted.people, len(card.photos))
        known = {tag.person for tag in card.people}
        composing.met(me, [("/people", tag.person) for tag in people], known)
        new = replace(new, people=people)
    if new != card:
        new = replace(new, edited_at=clock.now())
    if wanted.comments_by is not None:
        new = replace(new, comments_by=wanted.comments_by)
    if wanted.hide_counts is not None:
        new = replace(new, hide_counts=wanted.hide_counts)
    return new


def _described(card: PostCard, photos: list[ChosenPhoto]) -> list[Photo]:
    alts = dict(composing.described(photos))
    there = {photo.media_id for photo in card.photos}
    for place, photo in enumerate(photos):
        if photo.media_id not in there:
            raise Invalid.field(f"/photos/{place}/mediaId", "The post has no such photograph.")
    return [replace(photo, alt=alts.get(photo.media_id, photo.alt)) for photo in card.photos]
