"""Following and unfollowing."""

from typing import Annotated

from msgspec import Meta

from graph import reads, store
from graph.model import Between
from kernel.ids import PersonId
from kernel.shapes import Answer
from kit.service import Service
from views.graph import FollowCounts, Relation

app = Service("follows")

Username = Annotated[str, Meta(pattern="^[A-Za-z0-9_.]+$", max_length=30)]


class Followed(Answer, frozen=True):
    """What a person is to the caller now, and the person's counts with the caller's own change in them."""

    relation: Relation
    counts: FollowCounts


@app.put("/v1/people/{username}/follow")
def follow_person(me: PersonId, username: Username) -> Followed:
    """Follow somebody; doing so again changes nothing."""
    them, _ = reads.person_named(username, None)
    return store.settled(lambda: _follow(reads.between(me, them)))


@app.delete("/v1/people/{username}/follow", status=200)
def unfollow_person(me: PersonId, username: Username) -> Followed:
    """Follow somebody no more; doing so again changes nothing. Their posts are gone from the feed at once."""
    them, _ = reads.person_named(username, None)
    return store.settled(lambda: _unfollow(reads.between(me, them)))


def _follow(before: Between) -> Followed:
    before.check_other()
    if before.edge is not None:
        return _answer(before, following=True, change=0)
    before.check_follow()
    store.add_edge(before, before.next_follow_id())
    return _answer(before, following=True, change=1)


def _unfollow(before: Between) -> Followed:
    before.check_other()
    if before.edge is None:
        return _answer(before, following=False, change=0)
    before.check_leave()
    store.remove_edge(before, before.edge.follow_id)
    return _answer(before, following=False, change=-1)


def _answer(before: Between, *, following: bool, change: int) -> Followed:
    counts = before.counts
    return Followed(
        relation=Relation(following=following, followed_by=before.followed_by),
        counts=FollowCounts(followers=max(0, counts.followers + change), following=counts.following),
    )
