"""A post's page, an author's grid, and where somebody is tagged."""

from kernel import paging
from kernel.errors import Forbidden, NotFound
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.endpoints import Username
from kit.service import Service
from posts import post_reads, reads, showing
from posts.showing import GridAnswer
from views import post_lists, visible
from views.graph import Digest
from views.posts import PostAnswer

app = Service("read")

PAGE = Limit(24)


@app.get("/v1/posts/{post_id}")
def show_post(me: PersonId | None, post_id: PostId) -> PostAnswer:
    """One post, with its counts as they are now."""
    return showing.post(post_id, me)


@app.get("/v1/people/{username}/posts")
def list_posts_of(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE
) -> GridAnswer:
    """A person's posts, newest first, with what they pinned."""
    author, digest = _shown(me, username)
    return showing.grid(author, me, digest, cursor, limit)


@app.get("/v1/people/{username}/tagged")
def list_posts_with(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PostAnswer]:
    """Posts on whose photographs a person is tagged, newest first. What the reader may not see is left out."""
    person, digest = _shown(me, username)
    key, scope = secrets.key("cursor-key"), f"tagged:{person}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = post_reads.tagged_of(person, before=before, limit=limit)
    shown = [post for post in post_lists.answers(found, me, digest) if post.state != "archived"]
    return Page(shown, paging.seal(after, key=key, scope=scope) if after else None)


def _shown(me: PersonId | None, username: str) -> tuple[PersonId, Digest]:
    """Who holds a username, if the reader may see their posts.

    NotFound when there is nobody for this reader; Forbidden when there is, because that a private account exists is
    public.
    """
    person, digest = reads.person_named(username, me)
    sight = visible.sight(me, [person], digest=digest)
    if not sight.person(person):
        raise NotFound("This person does not exist.", code="person-not-found")
    if not sight.posts_of(person):
        raise Forbidden("Only followers see the posts of this account.", code="account-private")
    return person, digest
