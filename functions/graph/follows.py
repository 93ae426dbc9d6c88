"""Following, asking to follow, leaving, and removing a follower."""

from graph import reads, store
from graph.model import Between
from kernel.ids import FactId, PersonId, new_id
from kernel.shapes import Answer
from kit.endpoints import Username
from kit.service import Service
from views.graph import FollowCounts, Relation

app = Service("follows")


class Followed(Answer, frozen=True):
    """What a person is to the caller now, and the person's counts with the caller's own change in them."""

    relation: Relation
    counts: FollowCounts


@app.put("/v1/people/{username}/follow", limit="follow")
def follow_person(me: PersonId, username: Username) -> Followed:
    """Follow somebody, or ask to when their account is private; doing so again changes nothing."""
    them, _ = reads.person_named(username, None)
    return store.settled(lambda: _follow(reads.between(me, them)))


@app.delete("/v1/people/{username}/follow", status=200, limit="follow")
def unfollow_person(me: PersonId, username: Username) -> Followed:
    """Follow somebody no more, or take the request back; doing so again changes nothing. It shows in the feed at once.

    Close friends are followers: one's place on their list is gone with it.
    """
    them, _ = reads.person_named(username, None)
    return store.settled(lambda: _leave(reads.between(me, them)))


@app.delete("/v1/me/followers/{username}", status=204)
def remove_follower(me: PersonId, username: Username) -> None:
    """Make somebody follow oneself no more, without telling them; doing so again changes nothing."""
    them, _ = reads.person_named(username, None)

    def attempt() -> None:
        before = reads.between(them, me)
        before.check_other()
        if before.edge is not None:
            store.remove_edge(before, before.edge.follow_id, actor=me)
        else:
            reads.check_meeting(reads.between(me, them))

    store.settled(attempt)


def _follow(before: Between) -> Followed:
    reads.check_meeting(before)
    before.check_other()
    if before.edge is not None:
        return _answer(before, 0)
    if not before.card.private:
        before.check_follow()
        store.add_edge(before, before.next_follow_id())
        return _answer(before, 1, following=True, requested=False)
    if before.request is None:
        before.check_ask()
        store.add_request(before, FactId(new_id()))
    return _answer(before, 0, requested=True)


def _leave(before: Between) -> Followed:
    before.check_other()
    if before.edge is not None:
        before.check_leave()
        store.remove_edge(before, before.edge.follow_id)
        return _answer(before, -1, following=False)
    if before.request is not None:
        me, them = before.follower, before.followee
        store.end_request(before.request.request_id, me, them, "withdrawn", actor=me)
        return _answer(before, 0, requested=False)
    reads.check_meeting(before)
    return _answer(before, 0)


def _answer(before: Between, change: int, **now: bool) -> Followed:
    counts = before.counts
    return Followed(
        relation=reads.relation(before, **now),
        counts=FollowCounts(followers=max(0, counts.followers + change), following=counts.following),
    )
