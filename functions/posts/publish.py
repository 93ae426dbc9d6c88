"""Publishing."""

from kernel.ids import PersonId, PostId, new_id
from kit.endpoints import IdempotencyKey
from kit.service import Service
from posts import composing, model, post_store, reads
from posts.shapes import ChosenPhoto, NewPost
from posts.store import RequestRepeated
from views import posts, visible
from views.posts import PostAnswer, PostCounts

__all__ = ["ChosenPhoto", "NewPost", "app", "publish"]

app = Service("publish")


@app.post("/v1/posts", limit="publish")
def publish(me: PersonId, body: NewPost, idempotency_key: IdempotencyKey = None) -> PostAnswer:
    """Publish photographs.

    A repeat with the same `idempotency-key` and body within two days answers with the first post; with another body
    it is refused.
    """
    made = composing.compose(me, body, PostId(new_id()))
    digest = model.digest(body)
    try:
        post_store.add_post(made.card, invited=made.coauthors, key=idempotency_key, digest=digest)
    except RequestRepeated:
        first = reads.first_request(me, "publish", idempotency_key or "", digest)
        return reads.answer(visible.post(PostId(first.made), to=me), me)
    return posts.answer(made.card, made.author, PostCounts(), liked=False, reader=me, people=made.people)
