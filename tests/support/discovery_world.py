"""People with profiles on real tables and in a real MongoDB, found by searching as members do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from discovery import generations, inbox, search
from profiles import store

import contracts
from contracts import Envelope
from contracts.profiles import CardChanged
from kernel.ids import PersonId, new_id
from kit import mongo
from kit.settings import settings
from kit.wire import Table, batch_get
from support.events import answer, facts, request
from support.mongod import Server
from support.tables import client, tables
from views import cards, graph
from views.profiles import profile_key

SEARCH = "GET /v1/search/people"


class World:
    """Whom there is, by their usernames. `me` is who searches."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.people: dict[str, PersonId] = {}
        self.me = self.join("reader", "R. Eader")

    def join(self, username: str, name: str = "") -> PersonId:
        """A person with a profile, who can be found."""
        person = self.people[username] = PersonId(new_id())
        store.add_profile(person, username)
        if name:
            store.describe(person, name=name)
        self.hear(person)
        return person

    def hear(self, *people: PersonId) -> None:
        """The index hears of the last change of somebody's card."""
        told = inbox.app(facts(*(last_fact(each) for each in people)), None)
        assert told == {"batchItemFailures": []}

    def ask(self, q: str, me: PersonId | None = None, more: str = "") -> tuple[int, Any]:
        """The status and the body of a search."""
        event = request(SEARCH, query=f"q={quote(q, safe='')}{more}", me=me or self.me)
        return answer(search.app, event)

    def found(self, q: str, me: PersonId | None = None) -> list[str]:
        """The usernames that a search finds, in order."""
        status, body = self.ask(q, me)
        assert status == 200, body
        return [each["username"] for each in body["items"]]

    def follow(self, follower: PersonId, followee: PersonId) -> None:
        put(graph.follow_key(follower, followee), followee=followee, follow_id=new_id())


def put(key: tuple[str, str, str], **values: Any) -> None:
    Table(key[0]).put({"pk": key[1], "sk": key[2], **values})


def card(person: PersonId) -> dict[str, Any]:
    return batch_get([profile_key(person)], consistent=True)[profile_key(person)]


def last_fact(person: PersonId) -> Envelope[CardChanged]:
    """What somebody's card says of its last change."""
    return contracts.decode(json.dumps(json.loads(card(person)["fact"])), CardChanged)


def documents() -> dict[str, dict[str, Any]]:
    """What the index holds, by person."""
    return {
        each["_id"]: each for each in mongo.database()[generations.name("people", generations.known().current)].find()
    }


@contextmanager
def discovery_world(endpoint: str, server: Server) -> Iterator[World]:
    """Profiles' and discovery's tables, of the others what cards need, and a database of its own."""
    wanted = {"secrets": ("cursor-key", "media-key")}
    with tables(endpoint, "profiles", "discovery", "posts", **wanted, MONGODB_URI=server.uri, REDIS_URL="") as prefix:  # type: ignore[arg-type]
        for context in ("graph", "identity"):
            client(endpoint, "dynamodb").create_table(
                TableName=f"{prefix}-{context}",
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            )
        client(endpoint, "events").create_event_bus(Name=f"{prefix}-bus")
        cards._cache.cache_clear()
        generations.forget()
        assert settings().mongodb_uri
        try:
            yield World(prefix)
        finally:
            mongo.forget()
            generations.forget()
            cards._cache.cache_clear()
