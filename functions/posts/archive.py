"""Archiving posts and deleting them."""

from kernel import paging
from kernel.errors import NotFound
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from posts import changing, post_reads, post_store
from posts.post_reads import Post
from views import post_lists
from views.graph import Digest
from views.posts import PostAnswer

app = Service("archive")

PAGE = Limit(24)


@app.put("/v1/posts/{post_id}/archive", status=204)
def archive_post(me: PersonId, post_id: PostId) -> None:
    """Take a post of one's own out of sight without deleting it; doing so again changes nothing."""

    def write(post: Post) -> bool:
        return post.archived or post_store.archive(post)

    changing.settled(post_id, lambda: post_reads.own(post_id, me), write)


@app.delete("/v1/posts/{post_id}/archive")
def restore_post(me: PersonId, post_id: PostId) -> None:
    """Show an archived post again, where it was; doing so again changes nothing."""

    def write(post: Post) -> bool:
        return not post.archived or post_store.restore(post)

    changing.settled(post_id, lambda: post_reads.own(post_id, me), write)


@app.get("/v1/me/archive")
def list_archive(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[PostAnswer]:
    """Posts that one archived, or that their author did where one stands beside them; newest first."""
    key, scope = secrets.key("cursor-key"), f"archive:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = post_reads.archive_of(me, before=before, limit=limit)
    shown = post_lists.answers([(each, me) for each in found], me, Digest())
    return Page(shown, paging.seal(after, key=key, scope=scope) if after else None)


@app.delete("/v1/posts/{post_id}")
def delete_post(me: PersonId, post_id: PostId) -> None:
    """Delete a post of one's own, with its photographs and everything under it; doing so again changes nothing."""

    def read() -> Post | None:
        try:
            return post_reads.own(post_id, me)
        except NotFound:
            if post_reads.is_gone(me, post_id):
                return None
            raise

    changing.settled(post_id, read, lambda post: post is None or post_store.remove(post))
