"""A post's page and an author's grid."""

from typing import Annotated

from msgspec import Meta

from kernel import paging
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from posts import reads
from views import visible
from views.posts import PostAnswer

app = Service("read")

PAGE = Limit(24)

Username = Annotated[str, Meta(pattern="^[A-Za-z0-9_.]+$", max_length=30)]


@app.get("/v1/posts/{post_id}")
def show_post(me: PersonId | None, post_id: PostId) -> PostAnswer:
    """One post, with its counts as they are now."""
    return reads.answer(visible.post(post_id, to=me), me)


@app.get("/v1/people/{username}/posts")
def list_posts_of(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PostAnswer]:
    """A person's posts, newest first."""
    author, digest = reads.person_named(username, me)
    key, scope = secrets.key("cursor-key"), f"posts-of:{author}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    ids, after = reads.posts_of(author, before=before, limit=limit, consistent=me == author)
    return Page(
        reads.answers([(post_id, author) for post_id in ids], me, digest),
        paging.seal(after, key=key, scope=scope) if after else None,
    )
