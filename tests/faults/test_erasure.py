"""An erasure that is killed again and again, at every step and within, ends like one that is not.

The state machine of infra/account_end.yaml is walked in this process, on real tables. Each step is killed after its
first request, begun again, killed after its second, and so on, further and further apart, until it comes through. What
a request did stands, as when the answer is lost.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

import pytest
import yaml

from kernel import clock
from kernel.ids import CommentId, FactId, MediaId, PersonId, PostId, new_id
from kernel.photos import Photo
from kit import wire
from kit.settings import settings
from support import chat_life, erasure
from support.emulator import ROOT, emulator
from support.tables import _Loader, client, tables
from views.posts import PostCard, Tagged

CONTEXTS = (
    "identity",
    "profiles",
    "graph",
    "media",
    "posts",
    "feed",
    "notifications",
    "realtime",
    "moderation",
    "chat",
    "discovery",
)
EVE, BOB, CAROL, SECOND = (PersonId(new_id()) for _ in range(4))
MAIL = "eve@example.com"


class Killed(Exception):
    """The process was ended here."""


class Killer:
    """Lets `left` requests to a store through, then ends the process after one."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.seen = 0
        patch.setattr(wire.Wire, "call", self._counted(wire.Wire.call))

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            answer = call(*args, **more)
            self.seen += 1
            if self.left is not None:
                self.left -= 1
                if self.left < 0:
                    raise Killed
            return answer

        return counted


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def world(endpoint: str) -> Iterator[str]:
    with tables(endpoint, *CONTEXTS, secrets=("cursor-key", "media-key"), SETTLE_SECONDS="0", REDIS_URL="") as prefix:
        s3 = client(endpoint, "s3")
        for bucket in (settings().media_bucket, settings().upload_bucket):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        live(s3)
        yield prefix


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param((), id="in one go"),
        pytest.param((*range(6), *(int(6 * 1.5**n) for n in range(14))), id="killed again and again"),
        pytest.param(range(1000), id="killed after every request", marks=pytest.mark.full),
    ],
)
def test_it_comes_to_the_same_end(
    world: str, endpoint: str, monkeypatch: pytest.MonkeyPatch, kills: Sequence[int]
) -> None:
    killer = Killer(monkeypatch)
    deaths = 0

    def invoke(function: str, state: dict[str, Any]) -> dict[str, Any]:
        nonlocal deaths
        app = import_module(f"{function.removesuffix('-erase')}.erase").app
        for through in kills or (None,):
            killer.left = through
            try:
                answer = dict(app(state, None))
            except Killed:
                deaths += 1
            else:
                killer.left = None
                return answer
        raise AssertionError(f"{function} does not come to an end")

    ended = walk({"account": EVE}, invoke)
    killer.left = None
    assert ended["turn"] == 2
    left = found(endpoint, world)
    assert left == [], left
    assert deaths > 60 or not kills, "it was killed at too few places"


def test_what_no_step_knows_is_found(world: str, endpoint: str) -> None:
    table = client(endpoint, "dynamodb")
    walk(
        {"account": EVE},
        lambda name, state: dict(import_module(f"{name.removesuffix('-erase')}.erase").app(state, None)),
    )
    table.put_item(TableName=f"{world}-posts", Item={"pk": {"S": "PLANTED#1"}, "sk": {"S": "CARD"}, "of": {"S": MAIL}})
    assert [(hit.where, hit.needle) for hit in found(endpoint, world)] == [("PLANTED#1 / CARD", "email")]


def test_an_account_that_stays_is_left_alone(world: str) -> None:
    from identity import erase, leaving_store, reads

    account = reads.account(EVE)
    assert account is not None
    leaving_store.stay(EVE, [EVE, SECOND], account.erase_at)
    assert erase.app({"account": EVE}, None)["turn"] == 0
    assert reads.account(EVE) is not None


def test_a_begun_erasure_is_not_taken_back(world: str) -> None:
    from identity import erase, leaving_store, reads

    from kernel.errors import Conflict

    erase.app({"account": EVE}, None)
    account = reads.account(EVE)
    assert account is not None
    with pytest.raises(Conflict):
        leaving_store.stay(EVE, [EVE, SECOND], account.erase_at)


def walk(state: dict[str, Any], invoke: Callable[[str, dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Go through the state machine as Step Functions does."""
    template = yaml.load((ROOT / "infra" / "account_end.yaml").read_text(), _Loader)  # noqa: S506 - a SafeLoader
    definition = template["Resources"]["AccountEnd"]["Properties"]["Definition"]
    name = definition["StartAt"]
    for _ in range(5000):
        here = definition["States"][name]
        match here["Type"]:
            case "Task":
                arn = str(next(iter(here["Resource"].values())))
                state = invoke(arn.rpartition("${Prefix}-")[2], state)
            case "Pass":
                state = {**state, here["ResultPath"].removeprefix("$."): here["Result"]}
            case "Choice":
                name = next((each["Next"] for each in here["Choices"] if _holds(each, state)), here["Default"])
                continue
            case "Succeed":
                return state
            case "Wait":
                rest()
        name = here["Next"]
    raise AssertionError(f"the machine does not end; it is at {name}")


def rest() -> None:
    """What the facts do meanwhile that the inboxes of a deployed platform hear: deleted posts are cleaned up after."""
    from posts import cleaning

    for post_id in POSTS:
        cleaning.clean(post_id)


def _holds(rule: dict[str, Any], state: dict[str, Any]) -> bool:
    value = state[rule["Variable"].removeprefix("$.")]
    return bool(value == rule.get("BooleanEquals", rule.get("NumericEquals")))


def found(endpoint: str, prefix: str) -> list[erasure.Hit]:
    needles = {"person": EVE, "second": SECOND, "email": MAIL, **{f"media{n}": each for n, each in enumerate(PICTURES)}}
    hits = erasure.scan(lambda service: client(endpoint, service), prefix, needles)
    rows = [hit._replace(needle="person") if hit.needle == "second" else hit for hit in hits]
    return [
        hit
        for hit in rows
        if erasure.not_allowed([hit], {"person": EVE}) and erasure.not_allowed([hit], {"person": SECOND})
    ]


PICTURES = [MediaId(new_id()) for _ in range(2)]
POSTS = [PostId(new_id()) for _ in range(2)]


def live(s3: Any) -> None:
    """Eve has some of everything; the others have things of her."""
    from discovery import dismissals
    from discovery import store as discovery_store
    from discovery.model import Looked
    from graph import reads as relations
    from graph import relation_store
    from graph import store as graph_store
    from identity import leaving_store, people_store
    from identity import store as identity_store
    from identity.opening import new_session
    from posts import comment_store, like_store, post_store, save_store
    from posts.model import CollectionId, Comment, SavedInto
    from profiles import store as profiles_store

    from kit.endpoints import Caller

    identity_store.add_person(EVE, MAIL, "eve", "hash")
    people_store.add_person(EVE, SECOND, "eve.two")
    identity_store.open_session(new_session(EVE, Caller(None, None, "10.0.0.1", "device"))[0])
    for person, name in ((EVE, "eve"), (SECOND, "eve.two"), (BOB, "bob"), (CAROL, "carol")):
        profiles_store.add_profile(person, name)
    for one, other in ((EVE, BOB), (BOB, EVE), (SECOND, BOB), (CAROL, BOB)):
        before = relations.between(one, other)
        graph_store.add_edge(before, before.next_follow_id())
    relation_store.add_close(EVE, BOB)
    profiles_store.set_privacy(CAROL, private=True)
    graph_store.add_request(relations.between(EVE, CAROL), FactId(new_id()))
    relation_store.add_block(relations.pair(CAROL, SECOND))
    relation_store.mute(BOB, EVE, posts=True, stories=False)

    photos = [
        Photo(media_id=each, width=4, height=3, widths=[4], thumbhash="", color="#000000", alt="") for each in PICTURES
    ]
    cards = [PostCard(post, EVE, clock.now(), [photo]) for post, photo in zip(POSTS, photos, strict=True)]
    bobs_photo = [Photo(media_id=MediaId(new_id()), width=4, height=3, widths=[4], thumbhash="", color="#000000")]
    bobs = PostCard(PostId(new_id()), BOB, clock.now(), bobs_photo, people=[Tagged(person=EVE, photo=0, x=0.5, y=0.5)])
    for card in cards:
        post_store.add_post(card, invited=[BOB], key=f"once-{card.post_id}", digest="d")
    post_store.add_post(bobs, invited=[EVE])
    comments = [Comment(CommentId(new_id()), bobs.post_id, BOB, each, "hello") for each in (EVE, BOB)]
    for comment in comments:
        comment_store.add_comment(comment)
    reply = Comment(CommentId(new_id()), bobs.post_id, BOB, EVE, "hello", parent=comments[1].comment_id)
    comment_store.add_comment(reply, comments[1])
    like_store.add_like(bobs, EVE)
    like_store.add_like(cards[0], BOB)
    like_store.add_comment_like(comments[1], EVE)
    for card, saver in ((bobs, EVE), (cards[0], BOB)):
        save_store.add_save(card, saver, SavedInto(CollectionId("0123456789abcdef"), "Lakes", True))

    feed, told, media, sockets = (
        wire.Table(settings().table(each)) for each in ("feed", "notifications", "media", "realtime")
    )
    for card in cards:
        for pk in (f"AUTHOR#{EVE}", f"HOME#{EVE}", f"HOME#{BOB}"):
            feed.put({"pk": pk, "sk": card.post_id, "author": EVE})
    feed.put({"pk": f"FENCE#{BOB}", "sk": EVE, "level": "x"})
    feed.put({"pk": f"FENCE#{EVE}", "sk": BOB, "level": "x"})
    soon = clock.seconds() + 1000
    for person, actor in ((EVE, BOB), (BOB, EVE)):
        told.put({"pk": f"PERSON#{person}", "sk": new_id(), "actor": actor, "kind": "follow", "expires_at": soon})
    told.put({"pk": f"ABOUT#follow#{EVE}#{BOB}", "sk": "CARD", "turn": "1"})
    told.put({"pk": f"SETTINGS#{EVE}", "sk": "CARD", "preferences": "{}", "version": 1})
    told.put({"pk": f"DEVICES#{EVE}", "sk": "d", "endpoint": "e"})
    for each in PICTURES:
        card_of = {"media_id": each, "owner": EVE, "purpose": "post", "state": "ready", "max_bytes": 1}
        media.put({"pk": f"MEDIA#{each}", "sk": "CARD", **card_of})
        s3.put_object(Bucket=settings().media_bucket, Key=f"masters/{each}.jpg", Body=b"x")
        s3.put_object(Bucket=settings().media_bucket, Key=f"renditions/{each}/320.webp", Body=b"x")
    s3.put_object(Bucket=settings().upload_bucket, Key=f"uploads/{EVE}/{PICTURES[0]}", Body=b"x")
    media.put({"pk": f"PERSON#{EVE}", "sk": "STORAGE", "n": 2})
    chat_life.talk(EVE, BOB, CAROL, also=SECOND)
    discovery_store.keep_search(EVE, Looked("person", BOB))
    discovery_store.keep_search(BOB, Looked("person", EVE))
    discovery_store.follow_tag(EVE, "lakes")
    dismissals.keep(EVE, BOB)
    dismissals.keep(SECOND, CAROL)
    dismissals.keep(BOB, EVE)
    entry = f'{{"session":"{new_id()}","since":1,"until":{soon}}}'
    sockets.put({"pk": f"PERSON#{EVE}", "sk": "SOCKETS", "socket_abc": entry})
    sockets.put({"pk": "SOCKET#abc", "sk": "CARD", "person": EVE, "due_pk": "1#0", "due_sk": "1#abc"})
    leaving_store.leave(EVE, [EVE, SECOND], clock.read("2020-01-01T00:00:00.000Z"))
