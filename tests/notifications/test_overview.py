"""The list, the number and the mark, on a real DynamoDB API."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from notifications import overview, store
from notifications.model import MAX_UNREAD, Notification
from notifications.overview import NotificationAnswer, Seen

from contracts.notifications import Kind
from kernel.errors import Invalid
from kernel.ids import MediaId, NotificationId, PersonId, PostId, new_id
from kernel.paging import Limit
from kernel.photos import Photo
from kit import meter
from kit.wire import Table
from support.digests import stored
from support.tables import tables
from views import cards
from views.graph import Digest, digest_key
from views.posts import post_key
from views.profiles import profile_key

START = 1_790_000_000_000


@pytest.fixture
def prefix(endpoint: str) -> Iterator[str]:
    contexts = ("notifications", "graph", "posts", "profiles")
    with tables(endpoint, *contexts, secrets=("cursor-key", "media-key"), REDIS_URL="") as prefix:
        cards._cache.cache_clear()
        meter.meter_botocore(store.Item._get_connection().connection.client)
        yield prefix


def keep(key: tuple[str, str, str], **attributes: Any) -> None:
    table, pk, sk = key
    Table(table).put({"pk": pk, "sk": sk, **attributes})


def person(name: str) -> PersonId:
    id_ = PersonId(new_id())
    keep(profile_key(id_), person_id=id_, username=name, name=name.title())
    return id_


def post(author: PersonId, caption: str = "") -> PostId:
    id_ = PostId(new_id())
    photo = Photo(media_id=MediaId(new_id()), width=4, height=3, widths=[320], thumbhash="", color="#123456")
    photos = msgspec.json.encode([photo]).decode()
    keep(
        post_key(id_),
        post_id=id_,
        author=author,
        published_at="2026-11-22T12:00:00.000Z",
        photos=photos,
        caption=caption,
    )
    return id_


def notify(to: PersonId, second: int, kind: Kind, actor: PersonId, **more: Any) -> NotificationId:
    id_ = NotificationId(new_id(START + second * 1000))
    store.add(to, Notification(id_, kind, actor, **more))
    return id_


def listed(me: PersonId, **how: Any) -> list[NotificationAnswer]:
    return overview.list_notifications(me, **how).items


def test_the_list_shows_who_did_what_to_which_post(prefix: str) -> None:
    alice, bob = person("alice"), person("bob")
    picture = post(alice, "Hello @alice, " + "é" * 200)
    ids = [
        notify(alice, 1, "follow", bob),
        notify(alice, 2, "like", bob, post_id=picture),
        notify(alice, 3, "comment", bob, post_id=picture, excerpt="Lovely!"),
        notify(alice, 4, "mention", bob, post_id=picture),
    ]
    mention, comment, like, follow = listed(alice)
    assert [each.id for each in (follow, like, comment, mention)] == ids
    assert (like.actor.username, like.actor.name, like.kind, like.excerpt) == ("bob", "Bob", "like", "")
    assert like.photo is not None
    assert "/320.webp?" in like.photo.sources[0].webp
    assert comment.excerpt == "Lovely!"
    assert mention.excerpt.startswith("Hello @alice, é")
    assert len(mention.excerpt) == 100
    assert follow.photo is None
    assert follow.happened_at.timestamp() == START / 1000 + 1
    assert not any(each.seen for each in (mention, comment, like, follow))


def test_pages_cover_the_list_without_gap_or_repeat(prefix: str) -> None:
    alice, bob = person("alice"), person("bob")
    ids = [notify(alice, n, "follow", bob) for n in range(23)]
    found, cursor, sizes = [], None, []
    while True:
        page = overview.list_notifications(alice, cursor=cursor, limit=Limit(10))
        found += [each.id for each in page.items]
        sizes.append(len(page.items))
        notify(alice, 100 + len(sizes), "follow", bob)  # what comes meanwhile is on none of the pages
        cursor = page.next
        if cursor is None:
            break
    assert found == ids[::-1]
    assert sizes == [10, 10, 3]


def test_a_cursor_is_good_for_its_own_list_only(prefix: str) -> None:
    alice, bob = person("alice"), person("bob")
    for n in range(3):
        notify(alice, n, "follow", bob)
    cursor = overview.list_notifications(alice, limit=Limit(1)).next
    assert cursor is not None
    with pytest.raises(Invalid):
        overview.list_notifications(bob, cursor=cursor)


def test_unread_are_those_after_the_mark_which_never_goes_back(prefix: str) -> None:
    alice, bob = person("alice"), person("bob")
    ids = [notify(alice, n, "follow", bob) for n in range(5)]
    assert overview.count_unread(alice).count == 5
    overview.mark_seen(alice, Seen(until=ids[2]))
    assert overview.count_unread(alice).count == 2
    overview.mark_seen(alice, Seen(until=ids[0]))
    assert overview.count_unread(alice).count == 2
    assert [each.seen for each in listed(alice)] == [False, False, True, True, True]
    overview.mark_seen(alice, Seen(until=ids[4]))
    assert overview.count_unread(alice).count == 0
    notify(alice, 9, "follow", bob)
    assert overview.count_unread(alice).count == 1


def test_the_number_ends_at_100(prefix: str) -> None:
    alice, bob = person("alice"), person("bob")
    for n in range(MAX_UNREAD + 5):
        notify(alice, n, "follow", bob)
    assert overview.count_unread(alice).count == MAX_UNREAD


@pytest.mark.parametrize("until", ["7" + "z" * 25, new_id(START + 10**12)])
def test_the_future_cannot_be_marked_as_seen(prefix: str, until: str) -> None:
    alice = person("alice")
    with pytest.raises(Invalid) as refusal:
        overview.mark_seen(alice, Seen(until=NotificationId(until)))
    assert refusal.value.errors[0].pointer == "/until"


def test_what_may_not_be_seen_is_in_no_list_and_no_number(prefix: str) -> None:
    alice, bob, carol = person("alice"), person("bob"), person("carol")
    theirs, gone = post(bob), PostId(new_id())
    notify(alice, 1, "follow", bob)
    stays = notify(alice, 2, "follow", carol)
    notify(alice, 3, "mention", carol, post_id=theirs)
    notify(alice, 4, "like", carol, post_id=gone)
    keep(digest_key(alice), **stored(Digest(blocked=[bob])))
    assert [each.id for each in listed(alice)] == [stays]
    assert overview.count_unread(alice).count == 1


def test_notifications_end_after_90_days(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = person("alice"), person("bob")
    notify(alice, 1, "follow", bob)
    from kernel import clock

    now = clock.seconds()
    monkeypatch.setattr(clock, "seconds", lambda: now + 91 * 24 * 3600)  # the table may remove it two days later
    assert listed(alice) == []
    assert overview.count_unread(alice).count == 0


def test_the_door_refuses_what_is_wrong(prefix: str) -> None:
    alice = person("alice")
    claims = {"sub": alice, "sid": new_id(), "exp": "4102444800"}
    context = {"http": {"method": "PUT", "sourceIp": "192.0.2.1"}, "authorizer": {"jwt": {"claims": claims}}}

    def ask(route: str, body: str = "", **more: Any) -> Any:
        event = {"routeKey": route, "requestContext": context, "headers": {"content-type": "application/json"}}
        return overview.app({**event, "body": body, **more}, None)

    seen = "PUT /v1/notifications/seen"
    assert ask(seen, json.dumps({"until": new_id(START)}))["statusCode"] == 204
    assert ask(seen, json.dumps({"until": "x"}))["statusCode"] == 422
    assert ask(seen, json.dumps({"until": new_id(), "more": 1}))["statusCode"] == 422
    assert ask(seen, "{")["statusCode"] == 400
    assert ask("GET /v1/notifications", rawQueryString="cursor=forged")["statusCode"] == 422
    assert ask("GET /v1/notifications", rawQueryString="limit=51")["statusCode"] == 422
    assert json.loads(ask("GET /v1/notifications/unread")["body"]) == {"count": 0}


REQUESTS = {
    "list of 20": {"Query": 2, "BatchGetItem": 2},
    "unread": {"Query": 1, "BatchGetItem": 2},
    "seen": {"UpdateItem": 1},
}
"""P4: what each operation asks of DynamoDB, with an empty cache."""


def test_requests_per_operation(prefix: str) -> None:
    alice = person("alice")
    last = [notify(alice, n, "like", person(f"p{n}"), post_id=post(alice)) for n in range(25)][-1]
    listed(alice)  # reads the secrets, once per environment
    cards._cache.cache_clear()
    seen: dict[str, dict[str, int]] = {}
    operations: dict[str, Callable[[], object]] = {
        "list of 20": lambda: listed(alice),
        "unread": lambda: overview.count_unread(alice),
        "seen": lambda: overview.mark_seen(alice, Seen(until=last)),
    }
    for name, work in operations.items():
        with meter.metered() as found:
            work()
        seen[name] = dict(found.requests)
    assert seen == REQUESTS
