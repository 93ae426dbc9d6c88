"""The world of the access matrix: owners of accounts in every state, what they own, and everybody around them.

Made through the views, as the platform would come there; only what other contexts make out of facts is put by hand.
The store is as it was after every request: what a cell changes is put back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from graph import blocks, close_friends, follows, requests
from identity import opening, signing_keys
from identity import store as accounts
from media import parts as media_parts
from media.asking import NewUpload
from moderation import keys as staff_keys
from moderation import reports
from moderation.model import Subject
from notifications import channel_store
from notifications import store as notifications
from notifications.channel_reads import Subscription
from notifications.model import Notification
from posts import archive, comments, drafts, publish, saves
from posts import inbox as posts_inbox
from posts.comments import NewComment
from posts.shapes import ChosenPhoto, NewDraft, NewPost
from profiles import store as profiles

from contracts import envelope
from contracts.moderation import ContentHidden
from kernel import clock
from kernel.ids import CommentId, MediaId, NotificationId, PersonId, PostId, SessionId, new_id
from kit import objects
from kit.endpoints import Caller
from kit.settings import settings
from kit.transport import Wire
from kit.wire import Table, dynamodb
from support import access_chat, events
from support.tables import client, tables
from views import cards
from views.media import media_key
from views.profiles import profile_key

CONTEXTS = (
    "identity",
    "profiles",
    "graph",
    "media",
    "posts",
    "feed",
    "notifications",
    "realtime",
    "discovery",
    "moderation",
    "chat",
)
SECRETS = ("cursor-key", "media-key", "refresh-key", "unsubscribe-key")
STATES = ("public", "private", "leaving", "suspended", "ended")
AROUND = (
    "close_friend",
    "follower",
    "stranger",
    "pending",
    "blocked",
    "blocker",
    "ex_follower",
    "suspended",
    "moderator",
)
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")

Image = tuple[str, str, str]


@dataclass
class Somebody:
    """A member: the id, the name, and a session."""

    person: PersonId
    username: str
    session: SessionId
    roles: str = ""

    @property
    def claims(self) -> dict[str, Any]:
        """What the gateway takes out of their access token."""
        known = {"sub": self.person, "sid": self.session, "acc": self.person, "exp": str(clock.seconds() + 600)}
        return {**known, **({"roles": self.roles} if self.roles else {})}

    @property
    def caller(self) -> Caller:
        return Caller(self.person, self.session, "198.51.100.7", "a test", account=self.person)


@dataclass
class World:
    """Whom and what there is. `objects` are by kind and state: the parameters of a path that name them."""

    prefix: str
    owners: dict[str, Somebody] = field(default_factory=dict)
    around: dict[str, Somebody] = field(default_factory=dict)
    objects: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    own_comments: dict[str, CommentId] = field(default_factory=dict)
    posts: dict[str, PostId] = field(default_factory=dict)
    guest: Somebody | None = None
    newcomer: Somebody | None = None
    kept: dict[Image, dict[str, Any]] = field(default_factory=dict)
    touched: set[Image] = field(default_factory=set)

    def owner_of(self, kind: str, state: str) -> Somebody:
        """Whose object it is."""
        if kind in ("post", "comment", "mine", "staff", "conversation"):
            return self.owners[state if state in ("private", "leaving", "suspended") and kind != "mine" else "public"]
        return self.owners[state]

    def actor(self, name: str, kind: str, state: str) -> Somebody | None:
        """Who plays an actor before an object; None for nobody signed in."""
        if name == "anonymous":
            return None
        return self.owner_of(kind, state) if name == "owner" else self.around[name]

    def path(self, kind: str, state: str, actor: str) -> dict[str, str]:
        """The parameters that name an object; everybody's own comment is another one."""
        if (kind, state) == ("comment", "own"):
            found = self.own_comments.get(actor, self.own_comments["stranger"])
            return {**self.objects[kind, "public"], "comment_id": found}
        return self.objects[kind, state]

    def keep(self) -> None:
        """From now on every request leaves the store as it is now."""
        for context in CONTEXTS:
            request: dict[str, Any] = {"TableName": f"{self.prefix}-{context}", "ConsistentRead": True}
            page = dynamodb().call("Scan", request)
            assert "LastEvaluatedKey" not in page
            for item in page["Items"]:
                self.kept[request["TableName"], item["pk"]["S"], item["sk"]["S"]] = item
        self.touched.clear()

    def changed(self) -> set[Image]:
        """What was written since the last look, all of it put back."""
        found, self.touched = self.touched, set()
        by_table: dict[str, list[Any]] = {}
        for table, pk, sk in found:
            old = self.kept.get((table, pk, sk))
            undo = {"PutRequest": {"Item": old}} if old else {"DeleteRequest": {"Key": _key(pk, sk)}}
            by_table.setdefault(table, []).append(undo)
        if by_table:
            assert sum(map(len, by_table.values())) <= 25
            assert not dynamodb().call("BatchWriteItem", {"RequestItems": by_table}).get("UnprocessedItems")
            self.touched.clear()
        return found


@contextmanager
def access_world(endpoint: str) -> Iterator[World]:
    """Everything, on real tables. What is written is recorded for as long as it lasts."""
    with (
        pytest.MonkeyPatch.context() as patch,
        tables(endpoint, *CONTEXTS, secrets=SECRETS, REDIS_URL="", LIMITS="off") as prefix,
    ):
        cards._cache.cache_clear()
        objects.reset()
        world = World(prefix)
        signing_keys.rotate()
        make = client(endpoint, "s3").create_bucket
        for bucket in (settings().upload_bucket, settings().media_bucket):
            make(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        for queue in ("posts-inbox", "graph-pulled"):
            client(endpoint, "sqs").create_queue(QueueName=f"{prefix}-{queue}")
        _record(world, patch)
        _people(world)
        _things(world)
        _relations(world)
        _states(world)
        world.keep()
        yield world
        objects.reset()
    cards._cache.cache_clear()


def _people(world: World) -> None:
    for state in STATES:
        world.owners[state] = _join(f"owner.{state}")
    for name in AROUND:
        world.around[name] = _join(name.replace("_", "."))
    moderator = world.around["moderator"]
    moderator.roles = "moderator"
    roles = {"pk": staff_keys.STAFF, "sk": moderator.person, "username": moderator.username, "roles": "moderator"}
    Table(settings().table("moderation")).put(roles)
    world.guest = _join("guest")
    world.newcomer = _join("newcomer")


def _join(name: str) -> Somebody:
    """A member with a session and a profile; without the work of hashing a password."""
    person = PersonId(new_id())
    accounts.add_person(person, f"{name}@example.com", name, "$none")
    made, _ = opening.new_session(person, Caller(None, None, "198.51.100.7", "a test"))
    accounts.open_session(made)
    table, pk, sk = profile_key(person)
    Table(table).put({"pk": pk, "sk": sk, "person_id": person, "username": name, "name": name.title()})
    return Somebody(person, name, made.session_id)


def _things(world: World) -> None:
    """Posts, comments and the rest, while nothing lies between anybody."""
    assert world.guest
    guest = world.guest.person
    for owner in world.owners.values():
        _follow(world.guest, owner)
        close_friends.add_close_friend(owner.person, world.guest.username)
    named = dict.fromkeys(("public", "close", "archived", "taken_down", "deleted"), "public")
    named |= {name: name for name in ("private", "leaving", "suspended")}
    for state, account in named.items():
        author = world.owners[account].person
        body = NewPost(
            photos=[ChosenPhoto(media_id=_picture(author))], audience="close" if state == "close" else "everyone"
        )
        post = world.posts[state] = publish.publish(author, body).id
        comment = comments.comment_on(guest, post, NewComment(text="A lake")).id
        world.objects["post", state] = {"post_id": post, "person_id": guest}
        renamed = {"taken_down": "post_taken_down", "deleted": "post_deleted"}.get(state, state)
        if state != "suspended":
            world.objects["comment", renamed] = {"post_id": post, "comment_id": comment}
    post = world.posts["public"]
    for state in ("taken_down", "gone"):
        comment = comments.comment_on(guest, post, NewComment(text="A hill")).id
        world.objects["comment", state] = {"post_id": post, "comment_id": comment}
    for name, who in {**world.around, "owner": world.owners["public"]}.items():
        world.own_comments[name] = comments.comment_on(who.person, post, NewComment(text="Mine")).id
    for state, owner in world.owners.items():
        world.objects["person", state] = {"username": owner.username, "person_id": owner.person}
    case = Subject("post", post=post).name
    world.objects["staff", "anything"] = {**world.objects["person", "public"], "case": case}
    world.objects["staff", "anything"]["person"] = world.owners["public"].person
    reports.report(guest, reports.NewReport(kind="post", reason="spam", post=post))
    world.objects["mine", "theirs"] = _belongings(world.owners["public"], post)
    access_chat.conversations(world)


def _belongings(owner: Somebody, post: PostId) -> dict[str, str]:
    """One of each thing that only its owner may know of."""
    me = owner.person
    draft = drafts.keep_draft(me, NewDraft(photos=[ChosenPhoto(media_id=_picture(me))]))
    upload = media_parts.start_parts(me, NewUpload(content_type="image/jpeg", bytes=6_000_000))
    saves.save_post(me, post, saves.SavedIn(collection="Lakes"))
    collection = next(each.id for each in saves.list_collections(me).items if each.name == "Lakes")
    notification = NotificationId(new_id())
    notifications.add(me, Notification(notification, "follow", PersonId(new_id())))
    device = Subscription("0" * 32, "https://push.example.com/x", "p", "a", owner.session, "a test", 1)
    assert channel_store.add_device(me, device)
    made, _ = opening.new_session(me, Caller(None, None, "198.51.100.7", "another test"))
    accounts.open_session(made)
    further = _further(owner)
    passkey = _passkey(owner)
    return {
        "draft_id": draft.id,
        "media_id": upload.media_id,
        "collection": collection,
        "notification_id": notification,
        "subscription_id": device.subscription_id,
        "session_id": made.session_id,
        "person_id": further,
        "passkey_id": passkey,
    }


def _further(owner: Somebody) -> PersonId:
    """A further person of the account."""
    from identity import people_store

    person = PersonId(new_id())
    people_store.add_person(owner.person, person, "another.one")
    return person


def _passkey(owner: Somebody) -> str:
    from identity import factor_store
    from identity.model import Passkey

    made = Passkey("1" * 32, "AAAA", "AAAA", 0, "My key", clock.stamp(datetime.now(UTC)))
    factor_store.add_passkey(owner.person, owner.session, made, "a challenge", None)
    return made.passkey_id


def _relations(world: World) -> None:
    around = world.around
    for owner in world.owners.values():
        for name in ("follower", "close_friend", "ex_follower", "suspended"):
            _follow(around[name], owner)
        close_friends.add_close_friend(owner.person, around["close_friend"].username)
        follows.unfollow_person(around["ex_follower"].person, owner.username)
        profiles.set_privacy(owner.person, private=True)
        follows.follow_person(around["pending"].person, owner.username)
        blocks.block_person(owner.person, around["blocked"].username)
        blocks.block_person(around["blocker"].person, owner.username)
    assert len(requests.list_requests(world.owners["private"].person).items) == 1


def _states(world: World) -> None:
    public, post = world.owners["public"].person, world.posts
    archive.archive_post(public, post["archived"])
    archive.delete_post(public, post["deleted"])
    gone, down = (world.objects["comment", state]["comment_id"] for state in ("gone", "taken_down"))
    assert world.guest
    comments.delete_comment(world.guest.person, post["public"], CommentId(gone))
    for fact in (
        ContentHidden(subject_kind="post", subject=post["taken_down"], owner=public),
        ContentHidden(subject_kind="comment", subject=f"{post['public']}/{down}", owner=public),
    ):
        told = events.facts(envelope(fact, actor=None, journey="j", id_=new_id()))
        assert posts_inbox.app(told, None) == {"batchItemFailures": []}
    for state, owner in world.owners.items():
        if state != "private":
            profiles.set_privacy(owner.person, private=False)  # requests wait until graph hears of it
    profiles.set_state(world.owners["leaving"].person, "leaving", new_id(), hidden=True)
    profiles.set_state(world.owners["suspended"].person, "suspended", new_id(), hidden=True)
    profiles.set_state(world.around["suspended"].person, "suspended", new_id(), hidden=True)
    accounts.end_session(world.around["suspended"].person, world.around["suspended"].session)
    table, pk, sk = profile_key(world.owners["ended"].person)
    card = Table(table).get(pk, sk, consistent=True)
    assert card
    Table(table).put({**card, "state": "ended"})


def _follow(follower: Somebody, followee: Somebody) -> None:
    follows.follow_person(follower.person, followee.username)


def _picture(owner: PersonId) -> MediaId:
    made = MediaId(new_id())
    table, pk, sk = media_key(made)
    known = {"width": 1600, "height": 1200, "widths": [320, 640], "thumbhash": "1QcSHQRnh493V4dIh4eXh1h4kJUI"}
    Table(table).put(
        {"pk": pk, "sk": sk, "media_id": made, "owner": owner, "state": "ready", "purpose": "post", **known}
    )
    return made


def _record(world: World, patch: pytest.MonkeyPatch) -> None:
    """Note the key of every item that is written."""
    by_wire = Wire.call

    def call(self: Wire, operation: str, payload: Any) -> Any:
        answer = by_wire(self, operation, payload)
        world.touched |= set(_written(operation, payload))
        return answer

    patch.setattr(Wire, "call", call)


def _written(operation: str, request: Any) -> Iterator[Image]:
    if operation not in WRITES:
        return
    if operation == "BatchWriteItem":
        for table, wanted in request["RequestItems"].items():
            for each in wanted:
                yield _image(table, each.get("PutRequest", {}).get("Item") or each["DeleteRequest"]["Key"])
    elif operation == "TransactWriteItems":
        for step in request["TransactItems"]:
            for verb, each in step.items():
                if verb != "ConditionCheck":
                    yield _image(each["TableName"], each.get("Item") or each["Key"])
    else:
        yield _image(request["TableName"], request.get("Item") or request["Key"])


def _image(table: str, item: Any) -> Image:
    return table, item["pk"]["S"], item["sk"]["S"]


def _key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
