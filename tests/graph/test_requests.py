"""Private accounts: asking, taking back, yes and no, removing followers, and going public."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from graph import approving, follows, inbox, lists, pulled, reads, requests, store
from graph.model import Admit

import contracts
from contracts.graph import FollowRequestEnded
from contracts.profiles import AccountWentPublic
from kernel.errors import Conflict, Forbidden, NotFound
from kernel.paging import Limit
from kit import meter
from kit.settings import settings
from support.events import answer, facts, request

ROUTES = [
    (requests, "GET /v1/me/follow-requests"),
    (requests, "GET /v1/me/follow-requests/sent"),
    (requests, "PUT /v1/me/follow-requests/{username}"),
    (requests, "DELETE /v1/me/follow-requests/{username}"),
    (follows, "DELETE /v1/me/followers/{username}"),
]


def at_once(times: int, work: Any) -> list[Any]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, range(times)))


def outcomes(world: Any) -> list[str]:
    return [contracts.decode(each, FollowRequestEnded).fact.outcome for each in world.facts("FollowRequestEnded")]


def asking(world: Any, *, asked: str = "dan", by: str = "alice") -> None:
    world.profile(asked, private=True)
    world.profile(by)
    assert world.follow(by, asked).relation.requested


@pytest.mark.parametrize(("module", "route"), ROUTES)
def test_nobody_signed_in_is_refused(world: Any, module: Any, route: str) -> None:
    world.person("bob")
    assert answer(module.app, request(route, path={"username": "bob"}))[0] == 401


@pytest.mark.parametrize(("module", "route"), [each for each in ROUTES if "username" in each[1]])
def test_who_does_not_exist_and_who_is_invisible_are_told_alike(world: Any, module: Any, route: str) -> None:
    me = world.profile("alice")
    world.profile("bob"), world.profile("carol", state="suspended")
    world.block("bob", "alice")
    told = [answer(module.app, request(route, path={"username": name}, me=me)) for name in ("nobody", "bob", "carol")]
    assert told[0][0] == 404
    for status, problem in told[1:]:
        assert (status, problem["type"], problem["detail"]) == (404, told[0][1]["type"], told[0][1]["detail"])


def test_following_a_private_account_asks_and_shows_nothing_yet(world: Any) -> None:
    asking(world)
    assert world.edges() == set()
    assert world.waiting() == {("alice", "dan")}
    assert len(world.facts("FollowRequested")) == 1
    with pytest.raises(Forbidden):
        lists.list_followers(world.person("alice"), "dan")
    again = world.follow("alice", "dan")
    assert (again.relation.requested, again.relation.following) == (True, False)
    assert len(world.facts("FollowRequested")) == 1
    assert world.follow("dan", "alice").relation.asked


def test_yes_makes_a_follower_in_one_transaction(world: Any) -> None:
    asking(world)
    world.approve("dan", "alice")
    assert (world.edges(), world.waiting()) == ({("alice", "dan")}, set())
    assert outcomes(world) == ["approved"]
    assert len(world.facts("PersonFollowed")) == 1
    world.approve("dan", "alice")
    assert outcomes(world) == ["approved"]
    assert lists.list_followers(world.person("alice"), "dan").items[0].id == world.person("alice")


def test_no_and_taking_back_end_it(world: Any) -> None:
    asking(world)
    requests.decline_request(world.person("dan"), "alice")
    requests.decline_request(world.person("dan"), "alice")
    assert world.follow("alice", "dan").relation.requested, "asking again is allowed"
    assert world.unfollow("alice", "dan").relation.requested is False
    assert world.unfollow("alice", "dan").relation.requested is False
    assert (world.edges(), world.waiting()) == (set(), set())
    assert sorted(outcomes(world)) == ["declined", "withdrawn"]
    with pytest.raises(NotFound) as refused:
        world.approve("dan", "alice")
    assert refused.value.code == "request-not-found"


def test_fifty_ask_and_fifty_say_yes_at_once_and_it_happens_once(world: Any) -> None:
    world.profile("dan", private=True), world.profile("alice")
    at_once(50, lambda _: world.follow("alice", "dan"))
    said = [record.new["fact"] for record in world.stream() if record.new and "fact" in record.new]
    assert len(said) == 1
    at_once(50, lambda _: world.approve("dan", "alice"))
    assert (len(world.facts("PersonFollowed")), outcomes(world)) == (1, ["approved"])
    assert world.edges() == {("alice", "dan")}


@pytest.mark.parametrize("seed", range(2))
def test_yes_no_and_taking_back_at_once_end_in_one_of_them(world: Any, seed: int) -> None:
    asking(world)

    def one(n: int) -> None:
        try:
            if n % 3 == 0:
                world.approve("dan", "alice")
            elif n % 3 == 1:
                requests.decline_request(world.person("dan"), "alice")
            else:
                world.unfollow("alice", "dan")
        except NotFound:
            pass  # answered before

    at_once(12, one)
    assert world.waiting() == set()
    assert len(outcomes(world)) == 1
    assert len(world.facts("PersonFollowed")) + len(world.facts("PersonUnfollowed")) <= 2


def test_who_waits_is_listed_newest_first_with_their_number(world: Any) -> None:
    world.profile("dan", private=True)
    names = [f"fan{n}" for n in range(7)]
    for name in names:
        world.profile(name)
        world.follow(name, "dan")
    world.profile("fan2", state="suspended")
    world.count()
    shown = [world.person(name) for name in reversed(names) if name != "fan2"]
    me = world.person("dan")
    first = requests.list_requests(me, None, Limit(4))
    assert first.waiting == 7
    rest = requests.list_requests(me, first.next, Limit(4))
    assert [each.person.id for each in [*first.items, *rest.items]] == shown
    assert rest.next is None
    assert requests.list_requests(me).waiting == 6, "exact when it is the only page"
    (sent,) = requests.list_sent_requests(world.person("fan1")).items
    assert sent.person.id == me
    requests.decline_request(me, "fan6")
    assert world.person("fan6") not in [each.person.id for each in requests.list_requests(me).items]


def test_a_removed_follower_sees_nothing_more_and_is_not_told(world: Any) -> None:
    asking(world)
    world.approve("dan", "alice")
    follows.remove_follower(world.person("dan"), "alice")
    follows.remove_follower(world.person("dan"), "alice")
    assert world.edges() == set()
    assert world.digest("alice").hides(world.person("dan"))
    assert len(world.facts("PersonUnfollowed")) == 1
    with pytest.raises(Forbidden):
        lists.list_followers(world.person("alice"), "dan")
    assert world.follow("alice", "dan").relation.requested
    world.approve("dan", "alice")
    assert not world.digest("alice").hides(world.person("dan")), "following again shows again"


def test_a_private_account_is_private_from_the_moment_on_that_it_is(world: Any) -> None:
    """The flag is checked when the edge is written, so going private cannot be overtaken."""
    world.profile("alice"), world.profile("dan")
    known = reads.between(world.person("alice"), world.person("dan"))
    world.profile("dan", private=True)
    with pytest.raises(store.ConditionFailed):
        store.add_edge(known, known.next_follow_id())
    assert world.edges() == set()
    known = reads.between(world.person("alice"), world.person("dan"))
    world.profile("dan")
    with pytest.raises(store.ConditionFailed):
        store.add_request(known, known.next_follow_id())
    assert world.waiting() == set()


def opened(world: Any, name: str) -> None:
    """The account goes public and graph hears of it."""
    world.profile(name)
    fact = AccountWentPublic(person=world.person(name))
    assert inbox.app(facts(contracts.envelope(fact, actor=None, journey="j")), None) == {"batchItemFailures": []}


def test_going_public_lets_in_all_who_wait_by_pages(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulled, "ADMITTED", 3)
    world.profile("dan", private=True)
    names = [f"fan{n}" for n in range(8)]
    for name in names:
        world.follow(name, "dan")
    opened(world, "dan")
    opened(world, "dan")
    assert {delay for _, delay in world.orders} == {settings().index_lag_seconds}
    assert isinstance(world.orders[0][0], Admit)
    world.orders.append(world.orders[0])  # a message that comes again
    world.work()
    assert world.edges() == {(name, "dan") for name in names}
    assert world.waiting() == set()
    assert outcomes(world) == ["approved"] * 8
    assert len(world.facts("PersonFollowed")) == 8


def test_letting_in_goes_on_where_it_was_killed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world.profile("dan", private=True)
    for n in range(5):
        world.follow(f"fan{n}", "dan")
    opened(world, "dan")
    real, left = approving.approve, [2]

    def dying(*given: Any, **named: Any) -> Any:
        if not left[0]:
            raise RuntimeError("killed")
        left[0] -= 1
        return real(*given, **named)

    monkeypatch.setattr(approving, "approve", dying)
    order = world.orders[0]
    with pytest.raises(RuntimeError):
        world.work()
    assert len(world.edges()) == 2
    monkeypatch.setattr(approving, "approve", real)
    world.orders.append(order)
    world.work()
    assert len(world.edges()) == 5
    assert outcomes(world) == ["approved"] * 5


def test_an_account_that_closed_again_lets_nobody_in_by_itself(world: Any) -> None:
    asking(world)
    opened(world, "dan")
    world.profile("dan", private=True)
    world.work()
    assert (world.edges(), world.waiting()) == (set(), {("alice", "dan")})


def test_asking_while_it_goes_public_leaves_nobody_waiting(world: Any) -> None:
    """A request was made while the account was private, so the order, which comes later, finds it; or it follows."""
    world.profile("dan", private=True)
    names = [f"fan{n}" for n in range(16)]
    for name in names:
        world.person(name)

    def one(n: int) -> None:
        if n == 8:
            opened(world, "dan")
        else:
            world.follow(names[n], "dan")

    at_once(16, one)
    world.work()
    assert world.waiting() == set()
    assert world.edges() == {(name, "dan") for n, name in enumerate(names) if n != 8}


def test_requests_are_counted_as_they_are(world: Any) -> None:
    world.profile("dan", private=True)
    for name in ("alice", "bob", "carol"):
        world.follow(name, "dan")
    world.approve("dan", "alice")
    requests.decline_request(world.person("dan"), "bob")
    world.count(), world.count()
    (own,) = [row for row in world.rows() if row["pk"] == f"PERSON#{world.person('dan')}" and row["sk"] == "COUNTS"]
    assert (own["requests"], own["followers"]) == (1, 1)
    (hers,) = [row for row in world.rows() if row["pk"] == f"PERSON#{world.person('carol')}" and row["sk"] == "COUNTS"]
    assert hers["asking"] == 1


def test_a_thousand_may_wait_for_answers(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asking(world)
    world.profile("erin", private=True)
    world.count()
    monkeypatch.setattr("graph.model.MAX_ASKING", 1)
    with pytest.raises(Conflict):
        world.follow("alice", "erin")


COSTS = {
    "ask": (2, 1, 12, "a transaction of the request (and two indexes) and four checks"),
    "ask again": (2, 0, 0, ""),
    "approve": (
        2,
        1,
        12,
        "a transaction of request, edge, their indexes, outbox and the check that it was not just left",
    ),
    "remove": (2, 1, 15, "as unfollow"),
}


@pytest.mark.parametrize("others", [0, 25])
def test_costs_are_those_of_the_table_whatever_the_size(world: Any, others: int) -> None:
    world.profile("dan", private=True), world.profile("alice")
    for n in range(others):
        world.follow(f"other{n}", "dan")
    steps: dict[str, Any] = {
        "ask": lambda: world.follow("alice", "dan"),
        "ask again": lambda: world.follow("alice", "dan"),
        "approve": lambda: world.approve("dan", "alice"),
        "remove": lambda: follows.remove_follower(world.person("dan"), "alice"),
    }
    for name, step in steps.items():
        reading, writing, units, _ = COSTS[name]
        with meter.metered() as seen:
            step()
        reads_ = sum(n for operation, n in seen.requests.items() if operation in meter.READS)
        writes = sum(n for operation, n in seen.requests.items() if operation in meter.WRITES)
        assert (reads_, writes) == (reading, writing), f"{name}: {seen}"
        assert seen.total_write_units <= units, f"{name}: {seen}"


def test_an_order_is_told_from_a_hand_over(world: Any) -> None:
    order = msgspec.json.encode(Admit(person=world.person("dan")))
    assert b'"type":"admit"' in order
