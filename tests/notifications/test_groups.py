"""Groups: "ana and 12 others", exact, bounded, standing still while they grow; kinds that came with the social core."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from notifications import inbox, keys, overview, reads, store
from notifications.model import GROUP_SECONDS, MAX_PEOPLE
from notifications.overview import NotificationAnswer, Seen

import contracts
from contracts import Fact
from contracts.graph import FollowRequested, FollowRequestEnded, PersonBlocked
from contracts.posts import (
    CoauthorInvited,
    CoauthorJoined,
    CoauthorLeft,
    CommentAdded,
    CommentDeleted,
    CommentLiked,
    CommentUnliked,
    PostEdited,
    PostLiked,
    PostPublished,
    PostUnliked,
)
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.ids import CommentId, FactId, NotificationId, PersonId, PostId, new_id
from kernel.paging import Limit
from kit import batches, meter
from kit.settings import settings
from kit.wire import Table
from support.emulator import emulator
from support.tables import tables
from views import cards
from views.graph import close_key, digest_key, follow_key
from views.identity import handle_key
from views.posts import post_key
from views.profiles import profile_key

START = 1_790_000_000_000


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def prefix(endpoint: str) -> Iterator[str]:
    contexts = ("notifications", "graph", "identity", "posts", "profiles")
    with tables(endpoint, *contexts, secrets=("cursor-key", "media-key"), REDIS_URL="") as prefix:
        cards._cache.cache_clear()
        meter.meter_botocore(store.Item._get_connection().connection.client)
        yield prefix


pytestmark = pytest.mark.usefixtures("prefix")
_moment = [START]


def tick(seconds: float = 1) -> str:
    _moment[0] += int(seconds * 1000)
    return new_id(_moment[0])


def keep(key: tuple[str, str, str], **attributes: Any) -> None:
    table, pk, sk = key
    Table(table).put({"pk": pk, "sk": sk, **attributes})


def person(name: str = "p", **more: Any) -> PersonId:
    id_ = PersonId(new_id())
    keep(profile_key(id_), person_id=id_, username=name, name=name.title(), **more)
    keep(handle_key(name), person_id=id_, username=name)
    return id_


def relations(reader: PersonId, **sets: set[PersonId]) -> None:
    keep(digest_key(reader), **sets)


def post(author: PersonId, **more: Any) -> PostId:
    id_ = PostId(tick())
    at = "2026-11-22T12:00:00.000Z"
    keep(post_key(id_), **{"post_id": id_, "author": author, "published_at": at, "photos": "[]", **more})
    return id_


def hears(*facts: Fact) -> None:
    """The inbox hears of facts, three times each and shuffled."""
    texts = [contracts.encode(contracts.envelope(fact, actor=None, journey="j", id_=tick())) for fact in facts]
    records = [{"messageId": str(n), "body": f'{{"detail": {text}}}'} for n, text in enumerate(texts * 3)]
    random.Random(len(texts)).shuffle(records)
    assert inbox.app({"Records": records}, None) == {"batchItemFailures": []}


def like(of: PostId, author: PersonId, liker: PersonId) -> PostLiked:
    return PostLiked(like_id=FactId(tick()), post_id=of, author=author, liker=liker)


def unlike(fact: PostLiked) -> PostUnliked:
    return PostUnliked(like_id=fact.like_id, post_id=fact.post_id, author=fact.author, liker=fact.liker)


def listed(me: PersonId, **how: Any) -> list[NotificationAnswer]:
    return overview.list_notifications(me, **how).items


def kinds(me: PersonId) -> list[tuple[str, str]]:
    return [(each.kind, each.actor.username) for each in listed(me)]


def test_likes_of_a_post_are_one_entry() -> None:
    alice = person("alice")
    picture, other = post(alice), post(alice)
    likers = [person(f"fan{n}") for n in range(13)]
    hears(*[like(picture, alice, each) for each in likers], like(other, alice, likers[0]))
    second, first = listed(alice)
    assert (first.kind, first.people, first.post_id, first.seen) == ("like", 13, picture, False)
    assert [each.username for each in first.actors] == ["fan12", "fan11", "fan10"]
    assert first.actor == first.actors[0]
    assert (second.people, second.post_id) == (1, other)
    assert overview.count_unread(alice).count == 2


def test_who_takes_a_like_back_is_counted_no_more_and_the_last_one_takes_the_entry_along() -> None:
    alice = person("alice")
    picture, fans = post(alice), [person(f"fan{n}") for n in range(3)]
    likes = [like(picture, alice, each) for each in fans]
    hears(*likes)
    hears(unlike(likes[0]))
    assert [(each.people, each.actor.username) for each in listed(alice)] == [(2, "fan2")]
    hears(like(picture, alice, fans[0]))
    assert [(each.people, each.actor.username) for each in listed(alice)] == [(3, "fan0")]
    hears(*map(unlike, likes[1:]), unlike(like(picture, alice, fans[0])))
    assert listed(alice) == []
    assert overview.count_unread(alice).count == 0


def test_what_comes_after_it_was_seen_is_a_new_entry() -> None:
    alice = person("alice")
    picture = post(alice)
    hears(like(picture, alice, person("one")))
    (first,) = listed(alice)
    overview.mark_seen(alice, Seen(until=first.id))
    assert overview.count_unread(alice).count == 0
    hears(like(picture, alice, person("two")), like(picture, alice, person("three")))
    assert [(each.people, each.seen) for each in listed(alice)] == [(2, False), (1, True)]
    assert overview.count_unread(alice).count == 1


def test_a_group_ends_with_its_day() -> None:
    alice = person("alice")
    picture = post(alice)
    hears(like(picture, alice, person("one")))
    tick(GROUP_SECONDS)
    hears(like(picture, alice, person("two")))
    assert [each.people for each in listed(alice)] == [1, 1]


def test_pages_stand_still_while_groups_grow() -> None:
    """A group stays where it began."""
    alice = person("alice")
    pictures, fan = [post(alice) for _ in range(12)], person("fan")
    hears(*[like(picture, alice, fan) for picture in pictures])
    snapshot = [each.id for each in listed(alice, limit=Limit(50))]
    found, cursor = [], None
    while True:
        page = overview.list_notifications(alice, cursor=cursor, limit=Limit(5))
        found += [each.id for each in page.items]
        hears(*[like(picture, alice, person("more")) for picture in pictures])
        if (cursor := page.next) is None:
            break
    assert found == snapshot
    assert {each.people for each in listed(alice, limit=Limit(50))} == {4}


def test_read_and_seen_are_two_things() -> None:
    alice, bob = person("alice"), person("bob")
    hears(*[like(post(alice), alice, bob) for _ in range(3)])
    third, second, first = (each.id for each in listed(alice))
    overview.mark_read(alice, second)
    overview.mark_read(alice, second)
    assert [each.read for each in listed(alice)] == [False, True, False]
    assert not any(each.seen for each in listed(alice))
    overview.mark_all_read(alice, Seen(until=second))
    overview.mark_all_read(alice, Seen(until=first))
    assert [each.read for each in listed(alice)] == [False, True, True]
    with pytest.raises(NotFound):
        overview.mark_read(alice, NotificationId(new_id()))
    with pytest.raises(NotFound):
        overview.mark_read(bob, third)
    with pytest.raises(Invalid):
        overview.mark_all_read(alice, Seen(until=NotificationId("7" + "z" * 25)))


def test_fifty_who_like_at_once_open_one_group() -> None:
    alice, fans = person("alice"), [person(f"fan{n}") for n in range(50)]
    picture = post(alice)
    likes = [like(picture, alice, each) for each in fans]

    def react(fact: PostLiked) -> None:
        inbox.on_post_liked(contracts.envelope(fact, actor=None, journey="j"))

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(react, likes * 2))
    assert [each.people for each in listed(alice)] == [50]


def crowd(me: PersonId, size: int, below: int) -> None:
    """A group of `size` likes, and entries of others below and above it."""
    fans, picture = [person(f"x{n}") for n in range(3)], post(me)
    hears(*[like(post(me), me, fans[0]) for _ in range(below)])
    group = NotificationId(tick())
    rows = []
    for n in range(size):
        id_ = tick(0.001)
        actor = fans[n % 3] if n >= size - 3 else new_id()
        rows.append({"pk": keys.person(me), "sk": keys.row(NotificationId(id_), group), "kind": "like",
                     "actor": actor, "post_id": picture, "group": group,
                     "expires_at": clock.seconds() + 999, "fact": "x" * 450})  # fmt: skip
    batches.put_all(settings().table("notifications"), rows)
    hears(like(post(me), me, fans[1]))


def test_a_group_of_thousands_is_jumped_over() -> None:
    """Its items stay small, all different, and a page reads 1 MB of it at most."""
    alice = person("alice")
    crowd(alice, 5000, 5)
    listed(alice)
    with meter.metered() as cost:
        found = listed(alice)
    assert [each.people for each in found] == [1, MAX_PEOPLE, 1, 1, 1, 1, 1]
    assert len(found[1].actors) == 3
    assert cost.requests["Query"] <= 5
    assert overview.count_unread(alice).count == 7


def test_the_number_of_a_large_group_is_exact() -> None:
    alice = person("alice")
    crowd(alice, 412, 1)
    assert [each.people for each in listed(alice)] == [1, 412, 1]


def test_a_like_writes_nothing_that_others_write_too() -> None:
    alice = person("alice")
    picture = post(alice)
    hears(like(picture, alice, person("one")))
    fact = contracts.envelope(like(picture, alice, person("two")), actor=None, journey="j")
    with meter.metered() as cost:
        inbox.on_post_liked(fact)
    assert dict(cost.requests) == {"BatchGetItem": 2, "TransactWriteItems": 1}
    assert cost.total_write_units <= 8  # its own row (1 KB with its fact) and what stands of it, in a transaction


def test_muted_people_are_not_heard_and_hidden_when_muted_later() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture = post(alice)
    hears(like(picture, alice, bob))
    relations(alice, muted={bob, carol})
    hears(like(picture, alice, carol))
    assert listed(alice) == []
    assert overview.count_unread(alice).count == 0
    relations(alice)
    assert [each.people for each in listed(alice)] == [1]


def test_a_block_withdraws_everything_both_ways() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    theirs, hers = post(bob), post(alice)
    hears(like(hers, alice, bob), like(hers, alice, carol), like(theirs, bob, alice))
    relations(alice, blocking={bob})
    relations(bob, blocked_by={alice})
    assert [each.people for each in listed(alice)] == [1], "hidden at once"
    hears(PersonBlocked(blocker=alice, blocked=bob))
    relations(alice)
    relations(bob)
    assert kinds(alice) == [("like", "carol")]
    assert listed(bob) == []


def comment(of: PostId, author: PersonId, by: PersonId, **more: Any) -> CommentAdded:
    return CommentAdded(
        comment_id=CommentId(tick()), post_id=of, author=author, commenter=by, excerpt="Hm", mentions=[], **more
    )


def deleted(fact: CommentAdded) -> CommentDeleted:
    return CommentDeleted(
        comment_id=fact.comment_id, post_id=fact.post_id, author=fact.author, commenter=fact.commenter
    )


def test_an_answer_tells_whom_it_answers_and_a_deleted_comment_nobody() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture = post(alice)
    first = comment(picture, alice, bob)
    answer = comment(picture, alice, carol, reply_to=first.comment_id, reply_to_author=bob)
    hears(first, answer)
    assert kinds(alice) == [("comment", "carol"), ("comment", "bob")]
    assert kinds(bob) == [("reply", "carol")]
    hears(deleted(answer), answer)
    assert kinds(alice) == [("comment", "bob")]
    assert listed(bob) == []
    gone = comment(picture, alice, carol)
    hears(deleted(gone))
    hears(gone)
    assert kinds(alice) == [("comment", "bob")], "what is heard of late is not told"


def test_a_comment_deleted_while_it_is_told_is_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = person("alice"), person("bob")
    fact, whole = comment(post(alice), alice, bob), store.add

    def add(*given: Any) -> None:
        monkeypatch.setattr(store, "add", whole)
        hears(deleted(fact))
        whole(*given)

    monkeypatch.setattr(store, "add", add)
    inbox.on_comment_added(contracts.envelope(fact, actor=bob, journey="j"))
    assert listed(alice) == []


def test_likes_of_comments() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture, about = post(alice), CommentId(tick())

    def liked(by: PersonId) -> CommentLiked:
        return CommentLiked(like_id=FactId(tick()), comment_id=about, post_id=picture, commenter=bob, liker=by)

    likes = [liked(alice), liked(carol), liked(bob)]
    hears(*likes)
    (entry,) = listed(bob)
    assert (entry.kind, entry.people, entry.comment_id, entry.post_id) == ("comment_like", 2, about, picture)
    for each in likes:
        hears(CommentUnliked(like_id=each.like_id, comment_id=about, post_id=picture, commenter=bob, liker=each.liker))
    assert listed(bob) == []


@pytest.mark.parametrize("outcome", ["approved", "declined", "withdrawn"])
def test_requests_and_approvals(outcome: Any) -> None:
    alice, bob = person("alice"), person("bob")
    asked = FollowRequested(request_id=FactId(tick()), asker=bob, asked=alice)
    hears(asked)
    assert kinds(alice) == [("request", "bob")]
    hears(FollowRequestEnded(request_id=asked.request_id, asker=bob, asked=alice, outcome=outcome), asked)
    assert kinds(alice) == []
    assert kinds(bob) == ([("approval", "alice")] if outcome == "approved" else [])


def published(of: PostId, author: PersonId, people: list[PersonId], *mentions: str) -> PostPublished:
    return PostPublished(
        post_id=of, author=author, published_at=clock.now(), photos=[], mentions=list(mentions), people=people
    )


def test_tags_and_mentions_tell_those_who_may_see_the_post() -> None:
    friend, stranger, follower = person("friend"), person("stranger"), person("follower")
    alice = person("alice", private=True)
    for each in (friend, follower):
        keep(follow_key(each, alice), followee=alice, follow_id=new_id())
    keep(close_key(alice, friend))
    everyone, close = post(alice), post(alice, audience="close")
    hears(published(everyone, alice, [friend, stranger], "follower", "friend", "stranger"))
    assert (kinds(friend), kinds(follower), kinds(stranger)) == ([("tag", "alice")], [("mention", "alice")], [])
    hears(published(close, alice, [friend, follower], "stranger"))
    assert (len(kinds(friend)), len(kinds(follower)), kinds(stranger)) == (2, 1, [])
    keep(follow_key(stranger, alice), followee=alice, follow_id=new_id())
    assert kinds(stranger) == [], "it was never told, so it does not come up later"


def test_an_edit_tells_those_who_were_added_once_each() -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    picture = post(alice)
    hears(published(picture, alice, [bob]))
    for _ in range(2):
        hears(PostEdited(post_id=picture, author=alice, people=[bob, carol], mentions=[]))
    assert (kinds(bob), kinds(carol)) == ([("tag", "alice")], [("tag", "alice")])


def test_an_invitation_is_answered_or_withdrawn() -> None:
    alice, bob = person("alice", private=True), person("bob")
    picture = post(alice)
    invited = CoauthorInvited(invitation_id=FactId(tick()), post_id=picture, author=alice, invited=bob)
    known: Any = {"invitation_id": invited.invitation_id, "post_id": picture, "author": alice, "coauthor": bob}
    hears(invited)
    assert kinds(bob) == [("coauthor", "alice")], "though Bob may not see the post yet"
    hears(CoauthorJoined(**known, published_at=clock.now(), photos=[]), invited)
    assert (kinds(alice), kinds(bob)) == ([("coauthor", "bob")], [])
    hears(CoauthorLeft(**known, joined=True))
    assert kinds(alice) == []


def test_rows_of_one_know_the_way_to_their_entry() -> None:
    alice, bob = person("alice"), person("bob")
    hears(like(post(alice), alice, bob))
    (entry,), _ = reads.entries(alice, limit=20)
    assert entry.events[0].group == entry.id
    assert reads.actors(alice, entry.id) == {bob}
