"""Saving posts into collections."""

from kernel import paging
from kernel.errors import Away, NotFound, at
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.service import Service
from posts import model, reads, save_store
from posts.model import CollectionId
from views import visible
from views.posts import PostAnswer

app = Service("saves")

PAGE = Limit(24)
_TRIES = 10


class SavedIn(Body, frozen=True):
    """Where to keep the post: a name of 1 to 50 characters, or nothing for the collection that everybody has."""

    collection: str = ""


class CollectionAnswer(Answer, frozen=True):
    """A collection of the reader's own, and how many posts it holds."""

    id: CollectionId
    name: str
    posts: int


@app.put("/v1/posts/{post_id}/save", status=204)
def save_post(me: PersonId, post_id: PostId, body: SavedIn) -> None:
    """Save a post into a collection, or move it there; doing so again changes nothing. Nobody else sees it."""
    into = at("/collection", model.collection, body.collection)
    post = visible.post(post_id, to=me)
    for _ in range(_TRIES):
        save = reads.save(me, post_id)
        if save is not None and save.collection == into.id:
            return
        if save_store.add_save(post, me, into) if save is None else save_store.move_save(post_id, me, save, into):
            return
    raise Away(post=post_id)


@app.delete("/v1/posts/{post_id}/save")
def unsave_post(me: PersonId, post_id: PostId) -> None:
    """Take a post out of the collection that it is in; doing so again changes nothing."""
    for _ in range(_TRIES):
        save = reads.save(me, post_id)
        if save is None:
            visible.post(post_id, to=me)
            return
        if save_store.remove_save(post_id, me, save):
            return
    raise Away(post=post_id)


@app.get("/v1/me/saved")
def list_collections(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[CollectionAnswer]:
    """One's own collections. A page may be short while more follow."""
    key, scope = secrets.key("cursor-key"), f"collections:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = reads.collections_of(me, before=before, limit=limit)
    return Page(
        [CollectionAnswer(id=each.id, name=each.name, posts=each.posts) for each in found],
        paging.seal(after, key=key, scope=scope) if after else None,
    )


@app.get("/v1/me/saved/{collection}")
def list_saved(
    me: PersonId, collection: CollectionId, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PostAnswer]:
    """The posts of one of one's own collections, newest saved first. What is hidden now is left out."""
    if not reads.is_collection(me, collection):
        raise NotFound("This collection does not exist.", code="collection-not-found")
    key, scope = secrets.key("cursor-key"), f"saved:{me}:{collection}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = reads.saved_in(me, collection, before=before, limit=limit)
    return Page(
        reads.answers(found, me, reads.digest_of_reader(me)),
        paging.seal(after, key=key, scope=scope) if after else None,
    )
