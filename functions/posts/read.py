"""A post's page, an author's grid, and where somebody is tagged."""

from kernel import paging
from kernel.errors import Forbidden, NotFound
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import secrets
from kit.endpoints import Username
from kit.service import Service
from posts import post_reads, reads
from views import visible
from views.graph import Digest
from views.posts import PostAnswer

app = Service("read")

PAGE = Limit(24)


class GridAnswer(Answer, frozen=True):
    """One page of a grid. `next` asks for the following page; null means that there is no more.

    `pinned` comes with the first page: up to 3 posts, in order; they stand among `items`, too, where their time puts
    them.
    """

    items: list[PostAnswer]
    pinned: list[PostAnswer]
    next: Cursor | None


@app.get("/v1/posts/{post_id}")
def show_post(me: PersonId | None, post_id: PostId) -> PostAnswer:
    """One post, with its counts as they are now."""
    card, sight = visible.seen(post_id, to=me)
    return reads.answer(card, me, sight.digest)


@app.get("/v1/people/{username}/posts")
def list_posts_of(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE
) -> GridAnswer:
    """A person's posts, newest first, with what they pinned."""
    author, digest = _shown(me, username)
    key, scope = secrets.key("cursor-key"), f"posts-of:{author}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    page = reads.grid_of(author, before=before, limit=limit, consistent=me == author)
    rows = dict(page.found)
    found = reads.answers(
        [*page.found, *((each, author) for each in page.pins if each not in rows)], me, digest, pinned=page.pins
    )
    shown = {post.id: post for post in found if post.state != "archived"}
    return GridAnswer(
        items=[shown[post_id] for post_id in rows if post_id in shown],
        pinned=[shown[post_id] for post_id in page.pins if post_id in shown],
        next=paging.seal(page.after, key=key, scope=scope) if page.after else None,
    )


@app.get("/v1/people/{username}/tagged")
def list_posts_with(
    me: PersonId | None, username: Username, cursor: Cursor | None = None, limit: Limit = PAGE
) -> Page[PostAnswer]:
    """Posts on whose photographs a person is tagged, newest first. What the reader may not see is left out."""
    person, digest = _shown(me, username)
    key, scope = secrets.key("cursor-key"), f"tagged:{person}:{me or ''}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = post_reads.tagged_of(person, before=before, limit=limit)
    shown = [post for post in reads.answers(found, me, digest) if post.state != "archived"]
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
