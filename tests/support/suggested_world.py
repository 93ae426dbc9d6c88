"""Followings, posts under hashtags and popularity, as suggestions know them; and what is suggested to somebody."""

from typing import Any

from discovery import generations, inbox, suggestions, trends
from discovery.trends import POPULAR

import contracts
from contracts import Envelope
from contracts.graph import PersonFollowed, PersonUnfollowed
from kernel.ids import FactId, PersonId, new_id
from kit import mongo
from kit.wire import dynamodb
from support.discovery_world import World, put
from support.events import answer, facts, request
from views import graph

LIST, ONE = "GET /v1/suggestions", "DELETE /v1/suggestions/{person_id}"


def hear(*envelopes: Envelope[Any]) -> None:
    assert inbox.app(facts(*envelopes), None) == {"batchItemFailures": []}


def follow(follower: PersonId, followee: PersonId) -> Envelope[PersonFollowed]:
    """Begin to follow; what is said of it."""
    fact = PersonFollowed(follow_id=FactId(new_id()), follower=follower, followee=followee)
    put(graph.follow_key(follower, followee), followee=followee, follow_id=fact.follow_id)
    return contracts.envelope(fact, actor=follower, journey="j")


def unfollow(follower: PersonId, followee: PersonId, follow_id: FactId) -> Envelope[PersonUnfollowed]:
    """Follow no more; what is said of it."""
    table, pk, sk = graph.follow_key(follower, followee)
    dynamodb().call("DeleteItem", {"TableName": table, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}})
    fact = PersonUnfollowed(follow_id=follow_id, follower=follower, followee=followee)
    return contracts.envelope(fact, actor=follower, journey="j")


def followed(world: World, follower: str, *followees: str) -> None:
    """Somebody follows these people, and suggestions have heard of it."""
    for each in followees:
        hear(follow(world.people[follower], world.people[each]))


def shares(label: str, n: int, *authors: PersonId) -> None:
    """These people have `n` open posts under a label."""
    generation = generations.known().current
    generations.writing("shares", generation).insert_one(
        {"_id": new_id(), "label": label, "authors": list(authors), "n": n}
    )


def popular(*people: tuple[PersonId, float]) -> None:
    items = [{"person": person, "score": score} for person, score in people]
    mongo.database()[trends.COLLECTION].replace_one({"_id": POPULAR}, {"items": items}, upsert=True)


def pairs() -> dict[str, dict[str, Any]]:
    """What is known of who follows whom, without when it expires."""
    found = mongo.database()[generations.name("follows", generations.known().current)].find()
    return {each["_id"]: {name: each[name] for name in each if name != "expires_at"} for each in found}


def ask(me: PersonId | None, query: str = "") -> tuple[int, Any]:
    return answer(suggestions.app, request(LIST, me=me, query=query))


def dismiss(me: PersonId | None, person: PersonId) -> int:
    return answer(suggestions.app, request(ONE, me=me, path={"person_id": person}))[0]


def suggested(world: World, query: str = "") -> list[str]:
    """The usernames of those who are suggested to the reader, in order."""
    status, body = ask(world.me, query)
    assert status == 200, body
    return [each["person"]["username"] for each in body["items"]]


def surroundings(world: World) -> None:
    """Something of each source to be suggested."""
    for each in ("ana", "bea", "cleo", "dora", "flo", "gil", "hal"):
        world.join(each)
    followed(world, "reader", "ana", "bea", "hal")
    followed(world, "ana", "cleo", "flo")
    followed(world, "bea", "cleo")
    shares("#birds", 1, world.me)
    shares("#birds", 3, world.people["dora"])
    popular((world.people["gil"], 1))
