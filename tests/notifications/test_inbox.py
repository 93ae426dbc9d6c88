"""From facts to notifications on a real DynamoDB API: once each, in any order, however often they are delivered."""

import itertools
import json
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from notifications import inbox, keys, model, store

import contracts
from contracts import Envelope, Fact
from contracts.graph import PersonFollowed, PersonUnfollowed
from contracts.notifications import PersonNotified
from contracts.posts import CommentAdded, PostLiked, PostPublished, PostUnliked
from kernel.ids import CommentId, FactId, NotificationId, PersonId, PostId, new_id
from kit import meter
from kit.wire import Table
from support import digests
from support.tables import tables
from views.graph import Digest, digest_key
from views.identity import handle_key
from views.posts import post_key

START = 1_800_000_000_000


@pytest.fixture
def prefix(endpoint: str) -> Iterator[str]:
    with tables(endpoint, "notifications", "graph", "identity", "posts", "profiles") as prefix:
        meter.meter_botocore(store.Item._get_connection().connection.client)
        yield prefix


def person(username: str | None = None) -> PersonId:
    id_ = PersonId(new_id())
    if username:
        table, pk, sk = handle_key(username)
        Table(table).put({"pk": pk, "sk": sk, "person_id": id_, "username": username})
    return id_


def block(reader: PersonId, *people: PersonId) -> None:
    table, pk, sk = digest_key(reader)
    Table(table).put({"pk": pk, "sk": sk, **digests.stored(Digest(blocked=list(people)))})


_ticks = itertools.count(START, 1000)


def sealed(fact: Fact, actor: PersonId | None = None) -> str:
    """A fact with its circumstances; each is a second later than the one before."""
    return contracts.encode(contracts.envelope(fact, actor=actor, journey="j", id_=new_id(next(_ticks))))


def deliver(texts: Iterable[str]) -> list[dict[str, str]]:
    """Deliver in batches of ten; returns what was reported as failed."""
    failed: list[dict[str, str]] = []
    waiting = list(texts)
    while waiting:
        batch, waiting = waiting[:10], waiting[10:]
        records = [{"messageId": str(n), "body": f'{{"detail": {text}}}'} for n, text in enumerate(batch)]
        failed += inbox.app({"Records": records}, None)["batchItemFailures"]
    return failed


def stored(prefix: str, who: PersonId) -> list[dict[str, Any]]:
    page = Table(f"{prefix}-notifications").query(keys.person(who), consistent=True)
    return [item for item in page if item["sk"] not in (keys.SEEN, keys.READ)]


def id_in(item: dict[str, Any]) -> NotificationId:
    return NotificationId(item["sk"].rpartition("#")[2])


def told(item: dict[str, Any]) -> Envelope[PersonNotified]:
    return contracts.decode(item["fact"], PersonNotified)


def post_of(author: PersonId, *, audience: str = "everyone", **more: Any) -> PostId:
    """A published post of somebody."""
    post = PostId(new_id(next(_ticks)))
    table, pk, sk = post_key(post)
    at = "2026-11-22T12:00:00.000Z"
    card = {"post_id": post, "author": author, "published_at": at, "photos": "[]", "audience": audience, **more}
    Table(table).put({"pk": pk, "sk": sk, **card})
    return post


_likes: dict[tuple[str, PersonId], FactId] = {}


def like(post: PostId, author: PersonId, liker: PersonId) -> str:
    _likes[post, liker] = FactId(new_id(next(_ticks)))
    return sealed(PostLiked(like_id=_likes[post, liker], post_id=post, author=author, liker=liker), liker)


def unlike(post: PostId, author: PersonId, liker: PersonId) -> str:
    """Takes the last like of these two back."""
    return sealed(PostUnliked(like_id=_likes[post, liker], post_id=post, author=author, liker=liker), liker)


def id_of(text: str) -> FactId:
    """The id of what happened, from which notifications have theirs."""
    fact = json.loads(text)["fact"]
    return FactId(fact.get("likeId") or fact.get("commentId") or fact["postId"])


def comment(post: PostId, author: PersonId, by: PersonId, *mentions: str) -> str:
    fact = CommentAdded(
        comment_id=CommentId(new_id()),
        post_id=post,
        author=author,
        commenter=by,
        excerpt="Lovely light!",
        mentions=list(mentions),
    )
    return sealed(fact, by)


def publish(author: PersonId, *mentions: str) -> str:
    fact = PostPublished(
        post_id=post_of(author),
        author=author,
        published_at=datetime(2026, 11, 22, tzinfo=UTC),
        photos=[],
        mentions=list(mentions),
    )
    return sealed(fact, author)


def follow(follower: PersonId, followee: PersonId, follow_id: FactId) -> str:
    return sealed(PersonFollowed(follow_id=follow_id, follower=follower, followee=followee), follower)


def unfollow(follower: PersonId, followee: PersonId, follow_id: FactId) -> str:
    return sealed(PersonUnfollowed(follow_id=follow_id, follower=follower, followee=followee), follower)


def test_a_like_notifies_the_author_and_carries_its_fact(prefix: str) -> None:
    alice, bob = person(), person()
    post = post_of(alice)
    deliver([like(post, alice, bob)])
    (item,) = stored(prefix, alice)
    assert (item["kind"], item["actor"], item["post_id"]) == ("like", bob, post)
    fact = told(item)
    assert fact.fact == PersonNotified(notification_id=id_in(item), person=alice, kind="like", group=item["group"])
    assert (fact.actor, fact.journey) == (bob, "j")
    assert stored(prefix, bob) == []


def test_nobody_is_notified_of_what_they_do_themselves(prefix: str) -> None:
    alice = person("alice")
    post = post_of(alice)
    mine = [like(post, alice, alice), unlike(post, alice, alice), comment(post, alice, alice, "alice")]
    assert deliver([*mine, publish(alice, "alice")]) == []
    assert stored(prefix, alice) == []


def test_a_comment_tells_the_author_and_those_it_mentions_once_each(prefix: str) -> None:
    alice, bob, carol, dan = person("alice"), person("bob"), person("carol"), person()
    post = post_of(alice)
    deliver([comment(post, alice, dan, "bob", "Carol", "alice", "nobody")] * 3)
    assert [(item["kind"], item["excerpt"]) for item in stored(prefix, alice)] == [("comment", "Lovely light!")]
    assert [item["kind"] for item in stored(prefix, bob)] == ["mention"]
    assert [item["kind"] for item in stored(prefix, carol)] == ["mention"]
    assert len({told(stored(prefix, who)[0]).id for who in (alice, bob, carol)}) == 3


def test_a_caption_tells_those_it_mentions_at_most_20(prefix: str) -> None:
    author, names = person(), [f"p{n}" for n in range(25)]
    people = [person(name) for name in names]
    deliver([publish(author, *names)])
    assert sum(len(stored(prefix, who)) for who in people) == model.MAX_MENTIONS


def test_those_who_block_each_other_hear_nothing(prefix: str) -> None:
    alice, bob = person("alice"), person()
    post = post_of(alice)
    block(alice, bob)
    facts = [like(post, alice, bob), comment(post, alice, bob), publish(bob, "alice")]
    assert deliver([*facts, follow(bob, alice, FactId(new_id()))]) == []
    assert stored(prefix, alice) == []


def all_orders(texts: list[str]) -> list[tuple[str, ...]]:
    """Every order, and every order in which one of them comes twice."""
    twice = [[*texts, again] for again in texts]
    return [order for some in [texts, *twice] for order in dict.fromkeys(itertools.permutations(some))]


def test_unliking_withdraws_whatever_comes_first(prefix: str) -> None:
    for order in range(len(all_orders(["a", "b"]))):
        alice, bob = person(), person()
        post = post_of(alice)
        deliver(all_orders([like(post, alice, bob), unlike(post, alice, bob)])[order])
        assert stored(prefix, alice) == []


def test_liking_again_notifies_again_whatever_comes_first(prefix: str) -> None:
    for order in range(6):
        alice, bob = person(), person()
        post = post_of(alice)
        facts = [like(post, alice, bob), unlike(post, alice, bob), like(post, alice, bob)]
        last = id_of(facts[2])
        deliver(list(itertools.permutations(facts))[order] * 2)
        assert [id_in(item) for item in stored(prefix, alice)] == [model.notification_id(last, alice)]


def test_a_following_that_ended_is_withdrawn_and_a_later_one_stays(prefix: str) -> None:
    for order in range(24):
        alice, bob = person(), person()
        first, second = FactId(new_id(START)), FactId(new_id(START + 1))
        facts = [follow(bob, alice, first), unfollow(bob, alice, first), follow(bob, alice, second)]
        facts.append(facts[1])
        deliver(list(itertools.permutations(facts))[order])
        assert [id_in(item) for item in stored(prefix, alice)] == [model.notification_id(second, alice)]


def test_turns_taken_at_once_leave_the_last(prefix: str) -> None:
    alice, bob = person(), person()
    post = post_of(alice)
    facts = [make(post, alice, bob) for make in (like, unlike, like, unlike, like)] * 2
    last = id_of(facts[4])
    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(_react, facts)) == [None] * 10
    assert [id_in(item) for item in stored(prefix, alice)] == [model.notification_id(last, alice)]


def _react(text: str) -> None:
    kind = PostLiked if '"PostLiked.v1"' in text else PostUnliked
    react: Any = inbox.on_post_liked if kind is PostLiked else inbox.on_post_unliked
    react(contracts.decode(text, kind))


def history(chance: random.Random, people: list[PersonId], names: list[str]) -> tuple[list[str], set[tuple[str, str]]]:
    """200 facts, and what must stand in the end: (person, notification id)."""
    texts: list[str] = []
    standing: dict[Any, tuple[str, str]] = {}
    followings: dict[tuple[PersonId, PersonId], FactId] = {}
    posts = [(post_of(people[n % len(people)]), people[n % len(people)]) for n in range(6)]
    while len(texts) < 200:
        actor = chance.choice(people)
        post, author = chance.choice(posts)
        other = chance.choice([each for each in people if each != actor])
        what = chance.randrange(4)
        if what == 0:
            made = unlike if ("like", post, actor) in standing else like
            texts.append(made(post, author, actor))
            id_ = id_of(texts[-1])
            if made is unlike:
                del standing["like", post, actor]
            elif author != actor:
                standing["like", post, actor] = (author, model.notification_id(id_, author))
        elif what == 1 and (actor, other) in followings:
            texts.append(unfollow(actor, other, followings.pop((actor, other))))
            del standing["follow", actor, other]
        elif what == 1:
            followings[actor, other] = FactId(new_id(next(_ticks)))
            texts.append(follow(actor, other, followings[actor, other]))
            standing["follow", actor, other] = (other, model.notification_id(followings[actor, other], other))
        else:
            mentioned = chance.sample(range(len(people)), 2)
            by_name = [names[n] for n in mentioned]
            texts.append(comment(post, author, actor, *by_name) if what == 2 else publish(actor, *by_name))
            id_ = id_of(texts[-1])
            to = model.recipients(author if what == 2 else None, [people[n] for n in mentioned], actor)
            standing |= {(id_, who): (who, model.notification_id(id_, who)) for who in to}
    return texts, set(standing.values())


def shuffled(texts: list[str], chance: random.Random, window: int = 100) -> list[str]:
    """Three deliveries of each, out of order within `window`."""
    return sorted(texts * 3, key=lambda text: texts.index(text) + chance.random() * window)


def found_in(prefix: str, people: list[PersonId]) -> set[tuple[str, str]]:
    return {(who, id_in(item)) for who in people for item in stored(prefix, who)}


def test_exactly_once_whatever_is_delivered_and_when(prefix: str) -> None:
    """R3, short: 200 facts, three times each, shuffled."""
    chance, names = random.Random(3), ["ana", "ben", "cem", "dia", "eli"]
    people = [person(name) for name in names]
    texts, expected = history(chance, people, names)
    assert deliver(shuffled(texts, chance)) == []
    assert found_in(prefix, people) == expected


@pytest.mark.parametrize("fault", ["ids that differ", "turns that are not looked at"])
def test_the_gate_catches_a_planted_fault(prefix: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, names = random.Random(3), ["ana", "ben", "cem", "dia", "eli"]
    people = [person(name) for name in names]
    texts, expected = history(chance, people, names)
    if fault == "ids that differ":
        monkeypatch.setattr(inbox, "notification_id", lambda *_: NotificationId(new_id(next(_ticks))))
    else:
        monkeypatch.setattr(model.Standing, "is_before", lambda self, turn: True)
    deliver(shuffled(texts, chance))
    assert found_in(prefix, people) != expected


def test_a_poisoned_message_is_reported_and_the_others_are_handled(prefix: str) -> None:
    alice = person()
    texts = [like(post_of(alice), alice, person()) for _ in range(9)]
    texts.insert(3, '{"id": "poison"}')
    assert deliver(texts) == [{"itemIdentifier": "3"}]
    assert len(stored(prefix, alice)) == 9


REQUESTS = {
    "like": {"BatchGetItem": 2, "TransactWriteItems": 1},
    "like again": {"BatchGetItem": 2},
    "unlike": {"BatchGetItem": 1, "TransactWriteItems": 1},
    "follow": {"BatchGetItem": 2, "TransactWriteItems": 1},
    "comment": {"BatchGetItem": 1, "UpdateItem": 1, "PutItem": 1, "GetItem": 1},
    "comment with two mentions": {"BatchGetItem": 4, "UpdateItem": 1, "PutItem": 3, "GetItem": 1},
    "post with two mentions": {"BatchGetItem": 4, "PutItem": 2},
}
"""P4: what each fact asks of DynamoDB."""


def test_requests_per_fact(prefix: str) -> None:
    alice, bob = person(), person()
    post = post_of(alice)
    person("carol"), person("dan")
    liked = like(post, alice, bob)
    seen: dict[str, dict[str, int]] = {}
    for name, text in {
        "like": liked,
        "like again": liked,
        "unlike": unlike(post, alice, bob),
        "follow": follow(bob, alice, FactId(new_id())),
        "comment": comment(post, alice, bob),
        "comment with two mentions": comment(post, alice, bob, "carol", "dan"),
        "post with two mentions": publish(bob, "carol", "dan"),
    }.items():
        with meter.metered() as found:
            assert deliver([text]) == []
        seen[name] = dict(found.requests)
    assert seen == REQUESTS
