"""What trends: who counts how much, in which order things come, and that one person alone moves nothing."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from discovery import interactions, trending, trends
from discovery.trends import Trend

from contracts.posts import CommentAdded, CommentDeleted, PostLiked, PostUnliked
from kernel.ids import CommentId, FactId, PersonId, PostId, new_id
from kit import mongo
from support.discovered_posts import body, ids, shared, tell
from support.discovery_world import World, put
from views import graph
from views.posts import counts_key

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)


def id_at(moment: datetime) -> str:
    return new_id(int(moment.timestamp() * 1000))


def person(age: timedelta = timedelta(days=400)) -> PersonId:
    return PersonId(id_at(NOW - age))


def use(author: PersonId, tag: str, ago: timedelta = timedelta(hours=1)) -> dict[str, Any]:
    return {"_id": id_at(NOW - ago), "authors": [author], "labels": [f"#{tag}"]}


def order(recent: list[dict[str, Any]]) -> list[str]:
    return [each.id for each in trends.rank(trending.tags(recent, NOW, "day"))]


def test_each_person_counts_once() -> None:
    loud = person()
    many = [use(loud, "mine") for _ in range(500)]
    assert order(many) == [], "one person alone is no trend"
    three = [use(person(), "ours") for _ in range(3)]
    assert order([*many, *three]) == ["ours"]
    few = [use(person(), "mine") for _ in range(2)]
    (mine, ours) = trends.rank(trending.tags([*many, *few, *three], NOW, "day"))
    assert mine.score == ours.score


def test_new_accounts_count_less() -> None:
    bots = [use(person(timedelta(hours=1)), "bots") for _ in range(20)]
    people = [use(person(), "people") for _ in range(3)]
    assert order([*bots, *people]) == ["people", "bots"]
    assert trends.weight(person(timedelta()), NOW) == trends.NEW
    assert trends.weight(person(), NOW) == 1


def test_what_is_new_comes_before_what_always_was() -> None:
    steady = [use(person(), "cats", timedelta(hours=hours)) for hours in range(1, 48)]
    sudden = [use(person(), "comet", timedelta(hours=hours / 2)) for hours in range(1, 30)]
    assert order([*steady, *sudden]) == ["comet", "cats"]


def test_time_takes_away() -> None:
    old = [use(person(), "morning", timedelta(hours=20)) for _ in range(5)]
    new = [use(person(), "evening", timedelta(minutes=20)) for _ in range(4)]
    assert order([*old, *new]) == ["evening", "morning"]
    assert order([use(person(), "yesterday", timedelta(hours=25)) for _ in range(9)]) == []


def test_without_whom_one_hides_it_is_as_if_they_did_not_exist() -> None:
    shy, others = person(), [person() for _ in range(4)]
    recent = [use(each, "a") for each in others] + [use(each, "b", timedelta(hours=2)) for each in others]
    hidden = [use(shy, "b"), use(shy, "a", timedelta(hours=30)), use(shy, "c")]
    with_them = trends.rank(trending.tags([*recent, *hidden], NOW, "day"), {shy})
    assert with_them == trends.rank(trending.tags(recent, NOW, "day"))


def test_more_people_than_are_kept_by_name_still_count() -> None:
    crowd = Trend("a", {person(): 1.0 for _ in range(250)}, {person(): 1.0 for _ in range(250)})
    cut = trends.cut(crowd)
    assert len(cut.now) == trends.PARTS
    assert len(cut.before) == trends.PARTS
    (whole,), (kept,) = trends.rank([crowd]), trends.rank([cut])
    assert (kept.people, round(kept.score, 6)) == (250, round(whole.score, 6))


def test_a_list_of_very_many_people_can_be_read(world: World) -> None:
    crowd = Trend("crowd", {person(): 1.0 for _ in range(250)}, {person(): 1.0 for _ in range(250)})
    trending._keep("tags:day", [crowd], NOW)
    assert body(world, "trends/tags") == {"items": [{"tag": "crowd", "people": 250}]}


def like(post: PostId, author: PersonId, liker: PersonId, at: datetime) -> PostLiked:
    return PostLiked(like_id=FactId(id_at(at)), post_id=post, author=author, liker=liker)


def test_likes_and_comments_shuffled_and_thrice_leave_the_last_word(world: World) -> None:
    """Likes taken back and given again, comments deleted: what stands is what was last."""
    chance = random.Random(7)
    author, post = world.join("ana"), PostId(new_id())
    said: list[Any] = []
    standing = set()
    last = ""
    for number in range(20):
        liker, at = PersonId(new_id()), datetime.now(UTC) - timedelta(minutes=number)
        for turn in range(chance.randint(1, 5)):
            given = like(post, author, liker, at + timedelta(seconds=turn // 2))
            if turn % 2 == 0:
                last = given.like_id
                said.append(given)
                standing.add(liker)
            else:
                said.append(PostUnliked(like_id=FactId(last), post_id=post, author=author, liker=liker))
                standing.discard(liker)
    talker, comment = PersonId(new_id()), CommentId(new_id())
    added = CommentAdded(comment_id=comment, post_id=post, author=author, commenter=talker, excerpt="", mentions=[])
    said += [added, CommentDeleted(comment_id=comment, post_id=post, author=author, commenter=talker)]
    late = said * 3
    chance.shuffle(late)
    tell(*late)
    found = {each["person"] for each in interactions.since(new_id(0))}
    assert found == standing
    interactions.forget(min(standing))
    assert min(standing) not in {each["person"] for each in interactions.since(new_id(0))}


def crowd(world: World, author: PersonId, post: PostId, *, of: int = 3) -> list[PersonId]:
    likers = [PersonId(id_at(LONG_AGO)) for _ in range(of)]
    tell(*(like(post, author, each, datetime.now(UTC)) for each in likers))
    return likers


def test_lists_are_made_and_read(world: World) -> None:
    """By the function that the clock starts, from what facts have left; blocked people are as if they were not."""
    people = [world.join(f"person.{number}") for number in range(4)]
    posts = [shared(each, "#comet #sky") for each in people]
    shared(people[0], "#alone")
    crowd(world, people[0], posts[0])
    crowd(world, people[1], posts[1], of=5)
    assert body(world, "trends/tags") == {"items": []}
    assert body(world, "trends/posts") == {"items": []}
    trending.make_trends()
    found = body(world, "trends/tags", span="week")["items"]
    assert found == [{"tag": "comet", "people": 4}, {"tag": "sky", "people": 4}]
    assert ids(world, "trends/posts") == [posts[1], posts[0]]
    assert body(world, "tags/comet")["related"] == ["sky"]
    popular = mongo.database()[trends.COLLECTION].find_one({"_id": "people:week"})
    assert [each["person"] for each in popular["items"]] == [people[1], people[0]]
    put(graph.digest_key(world.me), blocked_by=[people[1], people[2]], version=1)
    assert body(world, "trends/tags") == {"items": []}, "two are left, and that is no trend"
    assert ids(world, "trends/posts") == [posts[0]]
    assert ids(world, "tags/comet/posts", order="top")[0] == posts[3]


def test_a_like_raises_a_post_with_the_next_run(world: World) -> None:
    ana = world.join("ana")
    old = shared(ana, "#birds", at=int((datetime.now(UTC) - timedelta(days=3)).timestamp() * 1000))
    new = shared(ana, "#birds")
    crowd(world, ana, old)
    put(counts_key(old), likes=9, comments=0)
    assert ids(world, "tags/birds/posts", order="top") == [new, old]
    trending.make_trends()
    assert ids(world, "tags/birds/posts", order="top") == [old, new]


def test_of_those_who_fit_alike_the_popular_come_first(world: World) -> None:
    """Also when very many fit: of 200 the index proposes the most popular. Who is so no more is forgotten."""
    for number in range(60):
        world.join(f"ann.{number:02}")
    last = world.people["ann.59"]
    post = shared(last, "Hello")
    assert "ann.59" not in world.found("ann")[:1]
    likers = crowd(world, last, post)
    trending.make_trends()
    assert world.found("ann")[0] == "ann.59"
    for each in likers:
        interactions.forget(each)
    trending.make_trends()
    assert world.found("ann")[0] == "ann.00"
