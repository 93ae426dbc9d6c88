"""A member's surroundings for the table of costs: some of everything, or a hundred times as much.

Whatever there is much of was made once by the views themselves and then copied with other ids, so that copies are
what the platform writes, in pure batches.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count, cycle, islice
from typing import Any

import pytest
from discovery import follows as discovery_follows
from discovery import generations, index, interactions, posts_index
from discovery.model import POOL, called
from discovery.posts_index import Entry
from feed import hot
from feed import keys as feed_keys
from feed.model import AWAKE_SECONDS, Row
from graph import follows, requests
from identity import sessions, signing_keys, tokens
from identity.sessions import Credentials, NewPerson
from notifications import inbox
from posts import comments, likes, saves
from posts.comments import NewComment
from posts.saves import SavedIn

from contracts import Fact, envelope
from contracts.posts import CommentAdded
from kernel import clock, levels
from kernel.ids import FactId, PersonId, PostId, new_id
from kit import batches, connections, meter, mongo, revocation, secrets, store
from kit.endpoints import Caller
from kit.items import item_from_wire
from kit.settings import settings
from kit.wire import dynamodb
from support import chat_world, events
from support.costs_chat import Chat
from support.posts_world import ALICE, BOB, CAROL, DAN, NAMES, a_post, go_private, join
from support.tables import client, tables
from views import cards
from views.profiles import ProfileCard

CONTEXTS = ("identity", "profiles", "graph", "media", "posts", "feed", "notifications", "realtime", "chat", "discovery")
SECRETS = ("cursor-key", "media-key", "refresh-key")
QUEUES = ("feed-fan-out", "feed-settle", "feed-rebuild", "graph-pulled", "notifications-deliver")
SOME = 25
"""How many there are of everything that lists page through: more than a page of 20 or 24."""

ENOUGH = 120
"""How many there are of what is counted up to a limit of about a hundred."""

ERIN = PersonId(new_id(5, bytes(10)))
"""An author with a number of followers that does not grow."""
FOLLOWERS = 24

PASSWORD = "correct horse battery staple"
HERE = Caller(None, None, "198.51.100.7", "a test")

Items = list[dict[str, Any]]

_ids = count()


def next_id() -> str:
    """Ids in their order and without chance, of the last minutes: counts must not depend on luck."""
    number = next(_ids)
    return new_id(_SINCE + number, number.to_bytes(10))


_SINCE = int(clock.now().timestamp() * 1000) - 120_000


class World:
    """Alice is followed, liked, commented on and notified by many; Bob follows many, saves many, has a long feed."""

    def __init__(self, times: int) -> None:
        self.many = SOME * times
        for person, username in {**NAMES, ERIN: "erin"}.items():
            join(person, username)
        go_private(DAN)
        self._accounts()
        self.post = a_post(ALICE, "Morning at the lake with friends: the water was warm, the bread was not. #lake")
        self.crowd = [PersonId(next_id()) for _ in range(self.many)]
        self._people()
        self._relations()
        self._found()
        self._suggested()
        self._posts()
        self._labelled()
        self._under_the_post()
        self._notifications()
        self.ids = next_id
        self.chat = Chat(self, ENOUGH)
        for base in store.Item.__subclasses__():
            if base.__module__.partition(".")[0] in CONTEXTS:
                meter.meter_botocore(base._get_connection().connection.client)
        for name in SECRETS:
            secrets.key(name)  # once per environment, not per request

    def _accounts(self) -> None:
        sessions.sign_up(NewPerson(login="fred@example.com", password=PASSWORD, username="fred"), HERE)
        self.refresh_token = self.sign_in()

    def sign_in(self) -> str:
        found = sessions.sign_in(Credentials(login="fred@example.com", password=PASSWORD), HERE).body
        assert found.refresh_token is not None
        return found.refresh_token.value

    def _people(self) -> None:
        card = _read("profiles", f"PERSON#{CAROL}")
        _write("profiles", [_with(item, {CAROL: each}) for each in self.crowd for item in card])
        fans = [PersonId(next_id()) for _ in range(FOLLOWERS)]
        follow = self._template("graph", f"FOLLOWS#{CAROL}", lambda: follows.follow_person(CAROL, "erin"))
        _write("graph", [_with(item, {CAROL: each, **_fresh(item, "follow_id")}) for each in fans for item in follow])
        follows.unfollow_person(CAROL, "erin")
        until = clock.seconds() + AWAKE_SECONDS
        awake = [feed_keys.home(each) for each in (ALICE, BOB, *fans)]
        _write("feed", [{"pk": pk, "sk": feed_keys.AWAKE, "until": until} for pk in awake])

    def _relations(self) -> None:
        followers = self._template("graph", f"FOLLOWS#{CAROL}", lambda: follows.follow_person(CAROL, "alice"), ALICE)
        followees = self._template("graph", f"FOLLOWS#{BOB}", lambda: follows.follow_person(BOB, "carol"))
        asks = self._template("graph", f"ASKS#{CAROL}", lambda: follows.follow_person(CAROL, "dan"))
        for some, name in ((followers, "follow_id"), (followees, "follow_id"), (asks, "request_id")):
            _write("graph", [_with(item, {CAROL: one, **_fresh(item, name)}) for one in self.crowd for item in some])
        requests.decline_request(DAN, "carol")

    def _found(self) -> None:
        """All of the crowd, and others, have Carol's name: a search for it finds as many as a search may find."""
        who = called("carol", "Carol")
        for each in (CAROL, *self.crowd[:SOME], *(PersonId(next_id()) for _ in range(POOL))):
            index.keep(each, 1, who)

    def _labelled(self) -> None:
        """The posts have the hashtag #lake and 30 others that begin so, and captions that say lakes."""
        assert not list(interactions.since("~")), "its indexes are made, once per environment"
        current = generations.known().current
        posts_index.put_account(current, ALICE, ProfileCard(ALICE, "alice", version=1))
        for number, post in enumerate(self.posts[-SOME:]):
            named = ["lake", f"lake{number}"]
            posts_index.put(current, post, 1, Entry([ALICE], named, ["lakes", "lake"], float(number), ready=True))

    def _suggested(self) -> None:
        """A reader follows 25 people, each of whom follows the same 20 others: as many as a page of 10 looks at."""
        self.newcomer, *people = [PersonId(next_id()) for _ in range(46)]
        friends, strangers = people[:25], people[25:]
        card, edge = _read("profiles", f"PERSON#{CAROL}"), _read("graph", f"FOLLOWS#{BOB}")[:1]
        _write("profiles", [_with(item, {CAROL: each}) for each in people for item in card])
        pairs = [(self.newcomer, each) for each in friends] + [(one, each) for one in friends for each in strangers]
        for follower, followee in pairs:
            level = levels.began(FactId(next_id()))
            discovery_follows.keep(follower, followee, level)
            changes = {BOB: follower, edge[0]["followee"]: followee, edge[0]["follow_id"]: level[:-1]}
            _write("graph", [_with(edge[0], changes)])

    def _posts(self) -> None:
        """Posts of Alice, all of them in Bob's feed, and saved by him."""
        saves.save_post(BOB, self.post, SavedIn())
        self.collection = saves.list_collections(BOB).items[0].id
        saved = [item for pk in (f"SAVES#{BOB}", f"SAVED#{BOB}#{self.collection}") for item in _read("posts", pk)]
        rows = [item for item in _read("posts", f"AUTHOR#{ALICE}") if item["sk"] == f"POST#{self.post}"]
        card = [item for item in _read("posts", f"POST#{self.post}") if item["sk"] == "CARD"]
        assert saved
        assert rows
        assert card
        self.posts = [PostId(next_id()) for _ in range(self.many)]
        copies: Items = []
        for each in self.posts:
            ids = {self.post: each, saved[0]["save_id"]: next_id()}
            copies += [_with(item, ids) for item in (*saved, *rows, *card)]
        _write("posts", copies)
        older = [PostId(new_id(number)) for number in range(1, ENOUGH)]  # they have no cards: only counted
        _write("feed", [feed_keys.row(feed_keys.home(BOB), Row(each, ALICE)) for each in older + self.posts])

    def _under_the_post(self) -> None:
        likes.like_post(CAROL, self.post)
        self.comment = comments.comment_on(CAROL, self.post, NewComment(text="What a day!")).id
        self.quiet_post = a_post(ALICE)
        said = [item for item in _read("posts", f"COMMENTS#{self.post}") if item["sk"] == self.comment]
        quiet: dict[str, str] = {self.post: self.quiet_post}
        copies = [_with(item, {**quiet, CAROL: each, self.comment: next_id()}) for each in self.crowd for item in said]
        _write("posts", copies)
        reply = NewComment(text="It was!", reply_to=self.comment)
        replied = comments.comment_on(CAROL, self.post, reply).id
        like = _read("posts", f"LIKES#{CAROL}")
        replies = _read("posts", f"REPLIES#{self.post}#{self.comment}")
        _write("posts", [_with(item, {CAROL: one, **_fresh(item, "like_id")}) for one in self.crowd for item in like])
        _write("posts", [_with(item, {CAROL: one, replied: next_id()}) for one in self.crowd for item in replies])
        said = [item for item in _read("posts", f"COMMENTS#{self.post}") if item["sk"] == self.comment]
        _write("posts", [_with(item, {CAROL: one, self.comment: next_id()}) for one in self.crowd for item in said])

    def _notifications(self) -> None:
        told(CommentAdded(self.comment, self.post, ALICE, CAROL, excerpt="What a day!", mentions=[]))
        (row,) = [item for item in _read("notifications", f"PERSON#{ALICE}") if CAROL in str(item)]
        actors = islice(cycle(self.crowd[:SOME]), max(self.many, ENOUGH))
        _write("notifications", [_with(row, {CAROL: one, row["sk"]: next_id()}) for one in actors])
        self.notification = row["sk"]

    def _template(self, context: str, pk: str, work: Callable[[], object], sk: str = "") -> Items:
        before = {item["sk"] for item in _read(context, pk)}
        work()
        return [item for item in _read(context, pk) if item["sk"] not in before]


def told(fact: Fact) -> None:
    """Let the inbox of notifications hear of a fact."""
    assert inbox.app(events.facts(envelope(fact, actor=None, journey="j")), None) == {"batchItemFailures": []}


@contextmanager
def world(endpoint: str, mongodb_uri: str, times: int) -> Iterator[World]:
    """Everything on real tables and in MongoDB, with real queues and a real bus that nobody reads. No Redis."""
    with ExitStack() as stack:
        more = {"ISSUER": "https://issuer.example", "REDIS_URL": "", "MONGODB_URI": mongodb_uri}
        prefix = stack.enter_context(tables(endpoint, *CONTEXTS, secrets=SECRETS, **more))
        for name in QUEUES:
            client(endpoint, "sqs").create_queue(QueueName=f"{prefix}-{name}")
        client(endpoint, "events").create_event_bus(Name=f"{prefix}-bus")
        tokens._keyring.cache_clear()
        mongo.forget()
        generations.forget()
        cards._cache.cache_clear()
        hot._cache.cache_clear()
        chat_world.forget_helpers()
        signing_keys.rotate()
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(connections, "_send", lambda *_: False)  # a gateway that knows nobody
        patch.setattr(revocation, "check", lambda _: None)  # once every 30 s for all functions, not per frame
        yield World(times)
        mongo.forget()
        generations.forget()
        tokens._keyring.cache_clear()


def _read(context: str, pk: str) -> Items:
    request = {
        "TableName": settings().table(context),
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": pk}},
        "ConsistentRead": True,
    }
    return [item_from_wire(each) for each in dynamodb().call("Query", request)["Items"]]


def _write(context: str, items: Items) -> None:
    batches.put_all(settings().table(context), items)


def _fresh(item: dict[str, Any], name: str) -> dict[str, str]:
    """A new id in the place of the one that an item has under this name, if it has one."""
    return {item[name]: next_id()} if name in item else {}


def _with(item: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """A copy of an item in which ids stand in place of others, wherever they are."""
    return {name: _replaced(value, ids) for name, value in item.items()}


def _replaced(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, str):
        for old, new in ids.items():
            value = value.replace(old, new)
    return value
