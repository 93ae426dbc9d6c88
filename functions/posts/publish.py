"""Publishing."""

from typing import Annotated

from msgspec import Meta

from kernel import text
from kernel.errors import at
from kernel.ids import MediaId, PersonId, PostId, made_at, new_id
from kernel.shapes import Body
from kit.endpoints import Header
from kit.service import Service
from posts import model, post_store, reads
from posts.store import RequestRepeated
from views import posts, visible
from views.posts import PostAnswer, PostCard, PostCounts

app = Service("publish")

IdempotencyKey = Annotated[Annotated[str, Meta(min_length=1, max_length=200)] | None, Header("idempotency-key")]


class ChosenPhoto(Body, frozen=True):
    """An upload of one's own, and what can be seen on it, in words, for those who do not see it."""

    media_id: MediaId
    alt: str = ""


class NewPost(Body, frozen=True):
    """1 to 10 photographs, in the order in which they are shown."""

    photos: Annotated[list[ChosenPhoto], Meta(min_length=1, max_length=model.MAX_PHOTOS)]
    caption: str = ""


@app.post("/v1/posts")
def publish(me: PersonId, body: NewPost, idempotency_key: IdempotencyKey = None) -> PostAnswer:
    """Publish photographs.

    A repeat with the same `idempotency-key` and body within two days answers with the first post; with another body
    it is refused.
    """
    caption = at("/caption", model.caption, body.caption)
    chosen = [
        (photo.media_id, at(f"/photos/{place}/alt", model.alt, photo.alt)) for place, photo in enumerate(body.photos)
    ]
    uploads, profile = reads.uploads(me, [media for media, _ in chosen])
    post_id = PostId(new_id())
    card = PostCard(
        post_id=post_id,
        author=me,
        published_at=made_at(post_id),
        photos=model.photos(chosen, uploads, me),
        caption=caption,
        entities=list(text.entities(caption)),
    )
    digest = model.digest(body)
    try:
        post_store.add_post(card, key=idempotency_key, digest=digest)
    except RequestRepeated:
        first = reads.first_request(me, "publish", idempotency_key or "", digest)
        return reads.answer(visible.post(PostId(first.made), to=me), me)
    return posts.answer(card, profile, PostCounts(), liked=False)
