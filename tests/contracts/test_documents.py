"""What the documents say of views: parameters, limits, refusals, both doors of an optional view; what clients send."""

import json
import sys
import types
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

import httpx
import pytest
from lambdagram_client import Refused
from lambdagram_client.transport import Transport
from msgspec import Meta
from openapi_spec_validator import OpenAPIV31SpecValidator

from desk import places
from desk.generate import openapi, python_client, triggers, typescript
from desk.generate.discover import Context, Function, System
from desk.generate.routes import logical_id, route_files
from desk.terminal import DeskError
from kernel import errors
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit.consumers import WorkQueue
from kit.endpoints import Header
from kit.service import Service

TWENTY = Limit(20)


class Shape(StrEnum):
    """What it looks like."""

    ROUND = "round"
    SQUARE = "square"


class Toy(Answer, frozen=True):
    """A toy."""

    shape: Shape

    post_id: PostId
    made_at: datetime
    owner: PersonId | None = None
    tags: tuple[str, ...] = ()


class NewToy(Body, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=30)]
    owner: PersonId | None = None


class Repair(Body, frozen=True):
    name: str


class ToyBroken(errors.Conflict):
    code = "toy-broken"
    sentence = "This toy is broken."


class ToyLost(errors.NotFound):
    code = "toy-lost"


def mend(toy: str) -> None:
    """Mend one."""
    if toy:
        raise ToyBroken
    try:
        raise errors.Forbidden("Not your toy.", code="not-yours")
    except ToyLost:
        pass


def toy_context(name: str = "toys", view: str = "read_toys") -> Context:
    """A context with every kind of parameter."""
    app = Service("shelf")

    def read_toys(me: PersonId | None, limit: Limit = TWENTY, cursor: Cursor | None = None) -> Page[Toy]:
        """Toys on the shelf.

        Newest first.
        """
        raise NotImplementedError

    read_toys.__name__ = view
    app.get(f"/v1/{name}")(read_toys)

    if view == "read_toys":

        @app.post("/v1/toys/{post_id}/repair", status=200)
        def repair_toy(
            me: PersonId, post_id: PostId, body: NewToy, key: Annotated[str, Header("idempotency-key")] = ""
        ) -> Toy:
            """Repair a toy."""
            mend(post_id)
            raise NotImplementedError

    work = WorkQueue("mending", queue="toys-mending")
    work.takes(Repair)(lambda command: None)
    functions = [
        Function(name, "shelf", app, types.ModuleType(f"{name}.shelf")),
        Function(name, "mending", work, types.ModuleType(f"{name}.mending")),
    ]
    return Context(name, types.ModuleType(name, "Toys."), functions)


def toy_system(*contexts: Context) -> System:
    return System(places.ROOT, list(contexts) or [toy_context()], [])


@cache
def document() -> dict[str, Any]:
    # helpers of a context are followed; this module plays the context
    system = toy_system()
    sys.modules.setdefault("toys", system.contexts[0].package)
    mend.__module__ = "toys.model"
    return openapi.document(system)


def operation(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = document()["paths"][path][method]
    return found


def test_it_is_valid() -> None:
    OpenAPIV31SpecValidator(document()).validate()


def test_an_optional_view_has_two_doors() -> None:
    member, public = operation("get", "/v1/toys"), operation("get", "/v1/public/toys")
    assert (member["operationId"], member["security"]) == ("read_toys", [{"bearer": []}])
    assert (public["operationId"], public["security"]) == ("read_toys_public", [])
    assert member["x-public-path"] == "/v1/public/toys"
    assert "401" in member["responses"]
    assert "401" not in public["responses"]


def test_the_docstring_becomes_summary_and_description() -> None:
    assert operation("get", "/v1/toys")["summary"] == "Toys on the shelf"
    assert operation("get", "/v1/toys")["description"] == "Newest first."


def test_parameters_carry_their_types_limits_and_defaults() -> None:
    limit, cursor = operation("get", "/v1/toys")["parameters"]
    assert limit["schema"] == {"$ref": "#/components/schemas/Limit", "default": 20}
    assert (cursor["name"], cursor["required"], cursor["schema"]) == (
        "cursor",
        False,
        {"$ref": "#/components/schemas/Cursor"},
    )
    schemas = document()["components"]["schemas"]
    assert (schemas["Limit"]["minimum"], schemas["Limit"]["maximum"]) == (1, 50)
    assert schemas["PostId"]["pattern"].startswith("^[0-7]")
    path, header = operation("post", "/v1/toys/{post_id}/repair")["parameters"]
    assert path == {
        "in": "path",
        "name": "post_id",
        "required": True,
        "schema": {"$ref": "#/components/schemas/PostId"},
    }
    assert (header["in"], header["name"], header["required"]) == ("header", "idempotency-key", False)


def test_an_answer_names_every_field_as_present_and_no_other() -> None:
    toy = document()["components"]["schemas"]["Toy"]
    assert toy["required"] == ["shape", "postId", "madeAt", "owner", "tags"]
    assert toy["additionalProperties"] is False
    assert toy["properties"]["shape"] == {"$ref": "#/components/schemas/Shape"}
    assert document()["components"]["schemas"]["Shape"]["enum"] == ["round", "square"]
    assert toy["properties"]["madeAt"]["format"] == "date-time"
    assert toy["properties"]["owner"] == {"anyOf": [{"$ref": "#/components/schemas/PersonId"}, {"type": "null"}]}


def test_a_body_asks_only_for_what_has_no_default() -> None:
    new = document()["components"]["schemas"]["NewToy"]
    assert (new["required"], new["additionalProperties"]) == (["name"], False)
    assert new["properties"]["name"]["maxLength"] == 30


def test_a_page_of_toys_is_called_so() -> None:
    assert operation("get", "/v1/toys")["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/ToyPage"
    }


def test_refusals_are_found_where_they_are_raised_and_not_where_they_are_caught() -> None:
    responses = operation("post", "/v1/toys/{post_id}/repair")["responses"]
    assert "- `toy-broken`: This toy is broken." in responses["409"]["description"]
    assert "- `not-yours`: Not your toy." in responses["403"]["description"]
    assert set(responses) >= {"200", "400", "401", "404", "413", "415", "422", "429", "503", "default"}
    assert "toy-lost" not in json.dumps(responses)
    assert "409" not in operation("get", "/v1/toys")["responses"]


def test_two_views_of_one_name_are_refused() -> None:
    with pytest.raises(DeskError, match="both have a view called read_toys"):
        openapi.document(toy_system(toy_context(), toy_context("dolls")))


def test_two_views_at_one_address_are_refused() -> None:
    with pytest.raises(DeskError, match="both claim route GET /v1/toys"):
        route_files(toy_system(toy_context(), toy_context(view="other")))


@pytest.mark.parametrize(
    ("method", "path", "id_"),
    [
        ("PUT", "/v1/posts/{post_id}/like", "PutPostsByPostIdLike"),
        ("GET", "/v1/public/posts/{post_id}", "GetPublicPostsByPostId"),
        ("GET", "/.well-known/jwks.json", "GetWellKnownJwksJson"),
    ],
)
def test_logical_ids_come_from_method_and_path(method: str, path: str, id_: str) -> None:
    assert logical_id(method, path) == id_


def test_a_work_queues_sample_holds_a_command() -> None:
    (made,) = triggers.triggers_of(toy_system().function("toys.mending"), toy_system()).values()
    assert json.loads(made["Records"][0]["body"])["command"] == {"name": "Alice"}


def test_a_queue_of_storage_events_and_an_authorizer_have_samples() -> None:
    process, ticket = Service("process"), Service("ticket")
    process.on_sqs_message(queue="toys-uploads")(lambda event: None)
    made = [Function("toys", app.app_name, app, types.ModuleType("toys")) for app in (process, ticket)]
    assert [function.kind for function in made] == ["queue", "direct"]
    (stored,) = triggers.triggers_of(made[0], toy_system())["toys.process"]["Records"]
    assert json.loads(stored["body"])["Records"][0]["eventName"] == "ObjectCreated:Post"
    assert triggers.triggers_of(made[1], toy_system())["toys.ticket"]["type"] == "REQUEST"


def test_a_sample_request_is_answered_by_its_view() -> None:
    event = triggers.triggers_of(toy_system().function("toys.shelf"), toy_system())["toys.shelf.repair_toy"]
    assert event["routeKey"] == "POST /v1/toys/{post_id}/repair"
    assert event["pathParameters"]["post_id"] in event["rawPath"]
    assert json.loads(event["body"]) == {"name": "Alice"}


def test_the_typescript_client_has_a_method_per_view() -> None:
    client = typescript.typescript_files(toy_system())["web/client/client.ts"]
    assert (
        "readToys(given: { limit?: Limit; cursor?: Cursor } = {}, options: CallOptions = {}): Promise<ToyPage>"
        in client
    )
    assert "publicPath: `/v1/public/toys`" in client
    assert "repairToy(postId: PostId, body: NewToy, given: { idempotencyKey?: string } = {}" in client
    assert "readToysPublic" not in client


def toy_client() -> type[Transport]:
    """The toys' Python client, as generated."""
    files = python_client.python_files(toy_system())
    spaces: dict[str, Any] = {}
    for name in ("types", "client"):
        source = files[f"scripts/lambdagram_client/{name}.py"].replace("lambdagram_client.types", "toy_types")
        module = types.ModuleType(f"toy_{name}")
        sys.modules[module.__name__] = module
        exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own text
        spaces[name] = module
    made: type[Transport] = spaces["client"].Client
    return made


Answering = Callable[[httpx.Request], httpx.Response]


def calling(answering: Answering, **options: Any) -> Any:
    transport = httpx.MockTransport(answering)
    return toy_client()(http=httpx.Client(base_url="http://platform", transport=transport), **options)


def test_the_python_client_asks_at_the_public_door_without_a_token() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"items": [], "next": None})

    client = calling(answer)
    assert client.read_toys(limit=5) == {"items": [], "next": None}
    client.access_token = "token"
    client.read_toys()
    assert [str(request.url) for request in seen] == [
        "http://platform/v1/public/toys?limit=5",
        "http://platform/v1/toys",
    ]
    assert [request.headers.get("authorization") for request in seen] == [None, "Bearer token"]


def test_the_python_client_escapes_what_goes_into_a_path() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.raw_path == b"/v1/toys/..%2Fsecret%3F/repair"
        return httpx.Response(204)

    assert calling(answer, access_token="t").repair_toy("../secret?", {"name": "Bear"}) is None


def test_the_python_client_refreshes_once() -> None:
    tokens: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tokens.append(request.headers["authorization"])
        return httpx.Response(401, json={"message": "Unauthorized"})

    def refresh() -> bool:
        client.access_token = "new"
        return True

    client = calling(answer, access_token="old", refresh=refresh)
    with pytest.raises(Refused) as refused:
        client.read_toys()
    assert tokens == ["Bearer old", "Bearer new"]
    assert (refused.value.status, refused.value.code) == (401, "unauthenticated")


def test_the_python_client_turns_a_problem_into_an_exception() -> None:
    problem = {"type": "urn:lambdagram:problem:too-many", "title": "", "status": 429, "detail": "Wait.", "instance": ""}

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["idempotency-key"] == "1"
        return httpx.Response(429, json=problem, headers={"retry-after": "7"})

    with pytest.raises(Refused, match=r"Wait\.") as refused:
        calling(answer, access_token="t").repair_toy("01j", {"name": "Bear"}, idempotency_key="1")
    assert (refused.value.code, refused.value.retry_after, refused.value.errors) == ("too-many", 7, [])
