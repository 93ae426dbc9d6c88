"""The same request twice and fifty times at once: one effect, whatever was answered meanwhile."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx

from desk.platform import Platform
from kernel.ids import new_id
from support import camera, plain
from support.people import PASSWORD, Member, eventually
from support.refusals import refused

Join = Callable[[str], Member]

TIMES = 50
WORKERS = 6
"""Of one function, racing. Without a limit a burst starts a process for each request, and two cores only start them."""
UNANSWERED = (429, 502, 503, 504)


def a_post(photo: str, **more: Any) -> dict[str, Any]:
    return {"photos": [{"mediaId": photo, "alt": ""}], "caption": "", **more}


@contextmanager
def few_workers(platform: Platform, *functions: str) -> Iterator[None]:
    lambdas = platform.clients()("lambda")
    names = [f"{platform.prefix}-{each}" for each in functions]
    for name in names:
        lambdas.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=WORKERS)
    try:
        yield
    finally:
        for name in names:
            lambdas.delete_function_concurrency(FunctionName=name)


def at_once(ask: Callable[[int], httpx.Response]) -> list[httpx.Response]:
    """Fifty clients ask at the same moment. Whoever finds no worker, or gets no answer, asks again, as clients do."""
    begin = threading.Barrier(TIMES)

    def insist(n: int) -> httpx.Response:
        begin.wait()
        until = time.monotonic() + 60
        while True:
            try:
                found = ask(n)
                if found.status_code not in UNANSWERED or time.monotonic() > until:
                    return found
            except httpx.TimeoutException:
                assert time.monotonic() < until, "never answered"
            time.sleep(0.1 + random.random() / 2)

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(insist, range(TIMES)))


def codes(found: list[httpx.Response]) -> Counter[int]:
    return Counter(each.status_code for each in found)


def test_fifty_likes_and_follows_at_once_are_one(member: Join, platform: Platform) -> None:
    carol, dan = member("carol"), member("dan")
    photo = carol.upload(camera.jpeg(size=(400, 300)), "image/jpeg")
    post = carol.publish((photo, "x"), caption="liked by many hands")["id"]
    like, follow = f"/v1/posts/{post}/like", f"/v1/people/{carol.username}/follow"
    with few_workers(platform, "posts-likes", "graph-follows"):
        found = at_once(lambda n: dan.http.put(like if n % 2 else follow))
    assert codes(found) == {204: TIMES // 2, 200: TIMES // 2}
    dan.ask("PUT", like)
    dan.ask("PUT", follow)

    eventually(lambda: carol.ask("GET", f"/v1/posts/{post}")["likes"], lambda n: n == 1)
    eventually(lambda: carol.profile(carol.username)["counts"]["followers"], lambda n: n == 1)
    for of in (f"/v1/posts/{post}/likes", f"/v1/people/{carol.username}/followers"):
        assert [each["username"] for each in carol.ask("GET", of)["items"]] == [dan.username]
    dan.ask("POST", f"/v1/posts/{post}/comments", json={"text": "the last that is told"})
    told = eventually(
        lambda: sorted(each["kind"] for each in carol.notifications()),
        lambda kinds: "comment" in kinds and len(kinds) >= 3,
    )
    assert told == ["comment", "follow", "like"]


def test_fifty_repeats_of_one_request_publish_once(member: Join, platform: Platform) -> None:
    carol, dan = member("carol"), member("dan")
    dan.follow(carol)
    photo = carol.upload(camera.jpeg(size=(400, 300)), "image/jpeg")
    headers = {"idempotency-key": new_id()}
    body = a_post(photo, caption=f"once, @{dan.username}")
    with few_workers(platform, "posts-publish"):
        found = at_once(lambda _: carol.http.post("/v1/posts", headers=headers, json=body))
    assert codes(found) == {201: TIMES}
    (post,) = {each.json()["id"] for each in found}
    assert carol.profile(carol.username)["counts"]["posts"] == 1
    for list_ in (f"/v1/people/{carol.username}/posts", "/v1/feed"):
        assert [each["id"] for each in carol.ask("GET", list_)["items"]] == [post]
    assert [each["id"] for each in eventually(dan.feed, lambda seen: len(seen) >= 1)] == [post]
    assert [each["kind"] for each in eventually(dan.notifications, lambda seen: len(seen) >= 1)] == ["mention"]
    other = carol.http.post("/v1/posts", headers=headers, json=a_post(photo, caption="another"))
    assert refused(other, 409)["type"] == "urn:lambdagram:problem:idempotency-key-reused"


def test_fifty_who_want_one_name_at_once_are_one_person(platform: Platform) -> None:
    name = f"wanted.{new_id()[-10:]}"
    url = f"{platform.url}/v1/auth/sign-up"

    def join(n: int, username: str) -> httpx.Response:
        body = {"login": f"{n}.{name}@example.com", "username": username, "password": PASSWORD}
        return plain.post(url, json=body, timeout=20)

    with few_workers(platform, "identity-sessions"):
        found = at_once(lambda n: join(n, name if n % 2 else name.upper()))
    # the winner's answer may be lost, and then asking again finds the name taken: at most one gets it
    assert codes(found) in ({201: 1, 409: TIMES - 1}, {409: TIMES})
    losers = [n for n, each in enumerate(found) if each.status_code == 409]
    for n in losers:
        assert refused(found[n], 409)["type"] == "urn:lambdagram:problem:username-taken"
    assert plain.get(f"{platform.url}/v1/public/people/{name}", timeout=20).status_code in (200, 404)
    later = {join(n, f"loser{k}.{new_id()[-10:]}").status_code for k, n in enumerate(losers[-3:])}
    assert later == {201}, "who lost left nothing behind"
