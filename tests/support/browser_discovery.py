"""What discovery answers where a test of its screens must know it: real posts and people, found under made-up words."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

from support.browser_world import World
from support.people import Member

TAGS = ("birds", "harbour", "street", "طبيعة", "été_2026")
Answer = dict[str, Any]


def person(member: Member) -> Answer:
    return dict(member.profile(member.username)["person"])


def tag(name: str, posts: int = 12) -> Answer:
    return {"tag": name, "posts": posts, "following": name == "street"}


def place(number: int) -> Answer:
    return {"id": f"{number:016x}", "name": f"Harbour {number}", "posts": number + 1}


def suggestion(
    of: Answer, kind: str, *by: Answer, more: int = 0, tag: str | None = None, private: bool = False
) -> Answer:
    return {"person": of, "reason": {"kind": kind, "people": list(by), "more": more, "tag": tag}, "private": private}


def posts_of(world: World) -> list[Answer]:
    """Bob's posts as alice sees them."""
    found = world.alice.ask("GET", f"/v1/people/{world.bob.username}/posts", params={"limit": 30})
    return list(found["items"])


def discover(page: Page, world: World) -> None:
    """Answer every look with something that is known here."""
    posts = posts_of(world)
    people = [{**person(each), "following": False} for each in (world.bob, world.carol, world.dan)]
    places = [place(number) for number in range(3)]
    tags = [tag(each) for each in TAGS]

    def paged(asked: dict[str, list[str]]) -> Answer:
        start, size = int(asked.get("after", ["0"])[0]), 6
        return {"items": posts[start : start + size], "next": str(start + size) if start + size < len(posts) else None}

    looks: dict[str, Callable[[dict[str, list[str]]], Answer]] = {
        r"/v1/search": lambda _: {"people": people, "tags": tags, "places": places, "posts": posts[:9]},
        r"/v1/search/people": lambda _: {"items": people, "next": None},
        r"/v1/search/tags": lambda _: {"items": tags},
        r"/v1/search/places": lambda _: {"items": places},
        r"/v1/search/posts": paged,
        r"/v1/tags/[^/]+": lambda _: {**tag("harbour"), "related": ["birds", "été_2026"]},
        r"/v1/tags/[^/]+/posts": paged,
        r"/v1/places/[^/]+": lambda _: place(1),
        r"/v1/places/[^/]+/posts": paged,
        r"/v1/trends/tags": lambda asked: {
            "items": [{"tag": each, "people": 7} for each in TAGS if asked.get("span") != ["week"]]
        },
        r"/v1/trends/posts": lambda asked: {"items": posts if asked.get("span") == ["week"] else posts[:4]},
        r"/v1/me/tags": lambda _: {"items": ["harbour", "street"]},
    }

    def tell(route: Route) -> None:
        at = urlsplit(route.request.url)
        for path, look in looks.items():
            if route.request.method == "GET" and re.fullmatch(path, at.path):
                give(route, look(parse_qs(at.query)))
                return
        route.fallback()

    page.route(re.compile(r"/v1/(search|tags|places|trends|me/tags)\b"), tell)


def give(route: Route, answer: Answer) -> None:
    route.fulfill(status=200, content_type="application/json", body=json.dumps(answer))


def suggest(page: Page, *items: Answer) -> None:
    """Suggest these people to whoever asks."""
    page.route("**/v1/suggestions?*", lambda route: give(route, {"items": list(items)}))
