"""Every route, asked by every actor about every state of what it names, answers as tests/access/policy.toml says.

Security.md rows 12 (objects), 13 (functions) and 33 (inventory). In process: the feature modules' own `app`, on real
tables. What the gateway does before them (tokens) has journeys.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from chat.model import Conversation, Member
from moderation import keys as staff_keys
from posts import post_reads

from kernel.errors import NotFound
from kernel.ids import PersonId, PostId, SessionId, new_id
from kit import service, telemetry
from kit.endpoints import Caller
from kit.wire import Table
from support.access_matrix import (
    SEE_POST,
    Matrix,
    ask,
    deployed,
    differences,
    door,
    doors,
    open_to_nobody,
    policy,
    shut_wrongly,
)
from support.access_world import World, access_world
from support.emulator import emulator
from views import visible
from views.visible import Sight


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def world(endpoint: str) -> Iterator[World]:
    level = telemetry.logger().log_level
    telemetry.logger().setLevel("CRITICAL")  # a line for each of thousands of refusals says nothing
    with access_world(endpoint) as made:
        yield made
    telemetry.logger().setLevel(level)


def test_every_route_has_a_row_and_is_one_of_the_document_the_code_and_the_templates() -> None:
    assert differences(policy(), set(doors())) == {}


def test_the_gateway_asks_for_a_token_exactly_where_a_session_is_required() -> None:
    for route, (_, _, session) in doors().items():
        assert deployed()[route] == ("JWT with authorizer" if session else "NONE"), route


def test_every_route_without_an_object_stands_open_to_whom_the_policy_says() -> None:
    """Only `anyone` needs no session; a member's view is given the caller, and nobody else."""
    assert shut_wrongly(policy()) == {}


def test_routes_of_members_open_to_nobody_without_a_living_session(world: World) -> None:
    assert open_to_nobody(world) == {}


def test_the_matrix(world: World) -> None:
    matrix = Matrix(world, policy())
    wrong = matrix.wrong()
    assert wrong == {}
    assert matrix.asked > 4_000


# Negative controls: each of these holes is seen.


def test_a_post_that_everybody_may_see_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sight, "post", lambda self, card: True)
    wrong = Matrix(world, policy()).wrong("GET /v1/posts/{post_id}", "GET /v1/public/posts/{post_id}")
    assert {f"GET /v1/posts/{{post_id}} | {state} | stranger" for state in ("private", "close", "archived")} <= set(
        wrong
    )
    assert "GET /v1/public/posts/{post_id} | private | anonymous" in wrong


def test_a_private_account_that_everybody_may_open_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sight, "posts_of", lambda self, author: True)
    wrong = Matrix(world, policy()).wrong("GET /v1/people/{username}/followers")
    assert set(wrong) >= {f"GET /v1/people/{{username}}/followers | private | {who}" for who in ("stranger", "pending")}


def test_a_conversation_that_its_ex_members_may_open_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Conversation, "member", lambda self, person: self.members.get(person) or Member(person))
    wrong = Matrix(world, policy()).wrong(
        "GET /v1/conversations/{conversation_id}/messages", "POST /v1/conversations/{conversation_id}/messages"
    )
    for verb in ("GET", "POST"):
        route = f"{verb} /v1/conversations/{{conversation_id}}/messages"
        seen = {f"{route} | {state} | {who}" for state, who in (("group", "ex_follower"), ("direct", "stranger"))}
        assert seen <= set(wrong)
    assert "but it wrote" in wrong["POST /v1/conversations/{conversation_id}/messages | group | ex_follower"]


def test_a_route_that_asks_for_no_session_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    anybody = Caller(PersonId(new_id()), SessionId(new_id()), "198.51.100.7", "a test")
    monkeypatch.setattr(service, "_caller", lambda request, session: anybody)
    assert "GET /v1/feed | anonymous" in open_to_nobody(world, "GET /v1/feed")


def test_a_missing_thing_that_answers_otherwise_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(post_id: PostId, to: PersonId | None) -> Any:
        """Says of what it hides that it is there."""
        try:
            return own(post_id, to)
        except NotFound:
            raise NotFound("Hidden.", code="hidden") if post_id in world.posts.values() else NotFound() from None

    own = visible.seen
    monkeypatch.setattr(visible, "seen", seen)
    wrong = Matrix(world, policy()).wrong("GET /v1/posts/{post_id}")
    assert wrong["GET /v1/posts/{post_id} | private | stranger"].startswith("not like what is missing")


def test_a_thing_of_somebody_else_that_can_be_changed_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = world.owners["public"].person
    own = post_reads.draft
    monkeypatch.setattr(post_reads, "draft", lambda me, draft_id: own(owner, draft_id))
    wrong = Matrix(world, policy()).wrong("DELETE /v1/me/drafts/{draft_id}")
    assert "but it wrote" in wrong["DELETE /v1/me/drafts/{draft_id} | theirs | stranger"]


def test_a_role_that_was_taken_opens_nothing_though_the_token_still_says_it(world: World) -> None:
    moderator = world.around["moderator"]
    table = Table(f"{world.prefix}-moderation")
    held = table.get(staff_keys.STAFF, moderator.person, consistent=True)
    assert held
    routes = [route for route in policy().routes if policy().on(route) == "staff"]
    try:
        table.put({**held, "roles": ""})
        for route in routes:
            path = {name: world.objects["staff", "anything"][name] for name in door(route)[1].path_params}
            got = ask(world, route, path, "moderator", "staff", "anything")
            assert (got.status, got.changed) == (404, set()), route
    finally:
        table.put(held)
        world.touched.clear()
    assert len(routes) >= 11


@pytest.mark.parametrize("place", ["policy", "code"])
def test_a_route_that_one_of_the_lists_lacks_is_found(place: str) -> None:
    known, rules = set(doors()), policy()
    if place == "policy":
        rules = replace(rules, routes={name: row for name, row in rules.routes.items() if name != SEE_POST})
    else:
        known.add("GET /v0/posts")
    assert set(differences(rules, known)) == ({"policy"} if place == "policy" else {"policy", "document", "templates"})


def test_a_member_route_without_a_session_is_found() -> None:
    rules = policy()
    row = rules.routes["GET /v1/me"]
    assert shut_wrongly(replace(rules, routes={**rules.routes, "GET /v1/public/instance": row})) == {
        "GET /v1/public/instance": "session required: False"
    }
