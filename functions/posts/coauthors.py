"""Collaborative posts: one post, up to four authors, in all of their grids."""

from kernel import paging
from kernel.errors import Conflict, NotFound
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import secrets
from kit.service import Service
from posts import changing, coauthor_store, post_reads, reads
from posts.post_reads import Post
from posts.shapes import MAX_COAUTHORS
from views import post_lists, visible
from views.posts import PostAnswer
from views.profiles import PersonAnswer, person

app = Service("coauthors")

PAGE = Limit(24)


class CoauthorAnswer(Answer, frozen=True):
    """Somebody whom the author invited, and whether they have accepted."""

    person: PersonAnswer
    joined: bool


class CoauthorsAnswer(Answer, frozen=True):
    """All whom the author of a post invited and who did not decline or leave."""

    items: list[CoauthorAnswer]


@app.get("/v1/posts/{post_id}/coauthors")
def list_coauthors(me: PersonId, post_id: PostId) -> CoauthorsAnswer:
    """Whom one invited to a post of one's own, and who has accepted."""
    post = post_reads.own(post_id, me)
    sight = visible.sight(me, post.invitations)
    return CoauthorsAnswer(
        items=[
            CoauthorAnswer(person=person(sight.card(each)), joined=invitation.joined)
            for each, invitation in post.invitations.items()
            if sight.person(each)
        ]
    )


@app.put("/v1/posts/{post_id}/coauthors/{person_id}", status=204)
def invite_coauthor(me: PersonId, post_id: PostId, person_id: PersonId) -> None:
    """Invite somebody to stand beside oneself as an author; at most 3. Inviting again changes nothing."""

    def write(post: Post) -> bool:
        if person_id in post.invitations:
            return True
        if person_id == me or post.card.audience == "close":
            raise Conflict("A post for close friends, and oneself, cannot be shared so.", code="no-coauthors")
        if len(post.invitations) >= MAX_COAUTHORS:
            raise Conflict(f"A post has at most {MAX_COAUTHORS} co-authors.", code="coauthors-full")
        sight = visible.sight(me, [person_id])
        if person_id not in sight.people or not sight.person(person_id):
            raise NotFound("This person does not exist.", code="person-not-found")
        return coauthor_store.invite(post, person_id)

    changing.settled(post_id, lambda: post_reads.own(post_id, me), write)


@app.delete("/v1/posts/{post_id}/coauthors/{person_id}")
def remove_coauthor(me: PersonId, post_id: PostId, person_id: PersonId) -> None:
    """Take a co-author, or an invitation, off a post of one's own; doing so again changes nothing."""

    def write(post: Post) -> bool:
        return person_id not in post.invitations or coauthor_store.leave(post, person_id, me)

    changing.settled(post_id, lambda: post_reads.own(post_id, me), write)


@app.put("/v1/me/coauthor-invitations/{post_id}", status=204)
def accept_invitation(me: PersonId, post_id: PostId) -> None:
    """Become an author of a post to which one is invited; accepting again changes nothing."""

    def write(post: Post) -> bool:
        if post.invitations[me].joined:
            return True
        sight = visible.sight(me, [post.card.author])
        if not sight.person(post.card.author) or post.card.state != "published":
            raise NotFound("There is no such invitation.", code="invitation-not-found")
        return coauthor_store.join(post, me)

    changing.settled(post_id, lambda: _invited(post_id, me), write)


@app.delete("/v1/me/coauthor-invitations/{post_id}")
def leave_post(me: PersonId, post_id: PostId) -> None:
    """Decline an invitation, or be an author of somebody's post no longer; doing so again changes nothing."""

    def write(post: Post | None) -> bool:
        return post is None or me not in post.invitations or coauthor_store.leave(post, me, me)

    changing.settled(post_id, lambda: post_reads.post(post_id), write)


@app.get("/v1/me/coauthor-invitations")
def list_invitations(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[PostAnswer]:
    """Posts to which one is invited, newest first. An invitation shows the post, whoever else may see it."""
    key, scope = secrets.key("cursor-key"), f"invitations:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found, after = post_reads.invited_to(me, before=before, limit=limit)
    shown = post_lists.answers(found, me, reads.digest_of_reader(me), anyway=True)
    return Page(shown, paging.seal(after, key=key, scope=scope) if after else None)


def _invited(post_id: PostId, me: PersonId) -> Post:
    post = post_reads.post(post_id)
    if post is None or me not in post.invitations:
        raise NotFound("There is no such invitation.", code="invitation-not-found")
    return post
