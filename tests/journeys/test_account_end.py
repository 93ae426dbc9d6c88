"""The end of an account: hidden at once, taken back, and in the end erased everywhere but for allowed tombstones."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desk import places
from desk.platform import Platform
from support import erasure, plain
from support.people import PASSWORD, Member, eventually
from support.rich import rich

Join = Callable[[str], Member]


def test_staying(member: Join) -> None:
    eve, bob = member("eve"), member("bob")
    left = eve.ask("POST", "/v1/me/leave", status=202)
    assert left["eraseAt"] > "2"
    eventually(lambda: bob.http.get(f"/v1/people/{eve.username}").status_code, lambda status: status == 404)
    eventually(lambda: eve.http.get("/v1/feed").status_code, lambda status: status == 401, seconds=40)
    signed_in = eve._tokens("sign-in", login=eve.username)
    assert "leaving" in signed_in["challenges"]
    eve.ask("GET", "/v1/feed", status=403)
    for _ in range(2):
        eve.ask("POST", "/v1/auth/stay", status=204)
    refreshed = eve.http.post("/v1/auth/refresh", json={"refreshToken": signed_in["refreshToken"]["value"]}).json()
    eve.http.headers["authorization"] = f"Bearer {refreshed['accessToken']['value']}"
    eve.ask("GET", "/v1/feed")
    eventually(lambda: bob.http.get(f"/v1/people/{eve.username}").status_code, lambda status: status == 200)


def test_nothing_is_left_of_a_member_who_left(platform: Platform, member: Join) -> None:
    eve, bob, carol = member("eve"), member("bob"), member("carol")
    made = rich(eve, bob, carol)
    needles = {"person": made["id"], "email": f"{eve.username}@example.com", **made["media"]}
    before = erasure.scan(platform.clients(), platform.prefix, needles, platform.redis_url, platform.mongodb_uri)
    assert {hit.place for hit in before} >= {"posts", "graph", "feed", "notifications", "identity", "profiles", "media"}

    eve.ask("POST", "/v1/me/leave", status=202)
    jump(platform, made["id"])
    tick = (places.ROOT / "events" / "triggers" / "identity.leaving_due.json").read_bytes()
    called = platform.clients()("lambda").invoke(FunctionName=f"{platform.prefix}-identity-leaving-due", Payload=tick)
    assert "FunctionError" not in called, called["Payload"].read()
    states = platform.clients()("stepfunctions")
    machine = next(
        each["stateMachineArn"]
        for each in states.list_state_machines()["stateMachines"]
        if each["name"] == f"{platform.prefix}-account-end"
    )
    ended = eventually(
        lambda: [
            each
            for each in states.list_executions(stateMachineArn=machine)["executions"]
            if each["name"].startswith(made["id"]) and each["status"] != "RUNNING"
        ],
        bool,
        seconds=60,
    )
    told = states.describe_execution(executionArn=ended[0]["executionArn"])
    assert told["status"] == "SUCCEEDED", states.get_execution_history(executionArn=ended[0]["executionArn"])["events"][
        -4:
    ]
    report = json.loads(told["output"])["report"]
    assert report["posts.posts"] == 2

    def looked() -> list[erasure.Hit]:
        hits = erasure.scan(platform.clients(), platform.prefix, needles, platform.redis_url, platform.mongodb_uri)
        return erasure.not_allowed(hits, {"person": made["id"]})

    left = eventually(looked, lambda hits: not hits, seconds=15)
    assert left == []
    with planted(platform, made["id"]):
        assert [hit.where for hit in looked()] == ["PLANTED#1 / CARD"]
    for path in (f"/v1/people/{eve.username}", f"/v1/posts/{made['posts'][0]}"):
        bob.ask("GET", path, status=404)
    seen = bob.ask("GET", f"/v1/posts/{made['bobs']}")
    assert (seen["likes"], seen["coauthors"], seen["people"]) == (0, [], [])
    eventually(lambda: bob.ask("GET", f"/v1/posts/{made['bobs']}")["comments"], lambda number: number == 0)
    assert bob.profile(bob.username)["counts"] | {"posts": 0} == {"followers": 0, "following": 0, "posts": 0}
    again = plain.post(
        f"{platform.url}/v1/auth/sign-in", json={"login": f"{eve.username}@example.com", "password": PASSWORD}
    )
    assert again.status_code == 401


@contextmanager
def planted(platform: Platform, person: str) -> Iterator[None]:
    """Something of theirs that no step knows: whoever looks must find it."""
    dynamodb, table = platform.clients()("dynamodb"), f"{platform.prefix}-posts"
    key = {"pk": {"S": "PLANTED#1"}, "sk": {"S": "CARD"}}
    dynamodb.put_item(TableName=table, Item=key | {"whose": {"S": person}})
    yield
    dynamodb.delete_item(TableName=table, Key=key)


def jump(platform: Platform, account: str) -> None:
    """Let the grace be over: the moment of the erasure is moved into the past."""
    dynamodb, table = platform.clients()("dynamodb"), f"{platform.prefix}-identity"
    key = {"pk": {"S": f"PERSON#{account}"}, "sk": {"S": "ACCOUNT"}}
    item = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    old, new = item["erase_at"]["S"], "2020-01-01T00:00:00.000Z"
    dynamodb.put_item(TableName=table, Item=item | {"erase_at": {"S": new}})
    dynamodb.delete_item(TableName=table, Key={"pk": {"S": "LEAVING"}, "sk": {"S": f"{old}#{account}"}})
    row = {"pk": {"S": "LEAVING"}, "sk": {"S": f"{new}#{account}"}, "account": {"S": account}}
    dynamodb.put_item(TableName=table, Item=row)
