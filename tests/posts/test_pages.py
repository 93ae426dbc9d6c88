"""Share links: a card and the data for what everybody may see, one and the same page for everything else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from posts import archive, pages, read
from profiles import profiles

from kernel.ids import PostId, new_id
from kit import shell
from kit.meter import metered
from kit.settings import settings
from kit.wire import Unavailable
from support.comments_world import alter_post, alter_profile
from support.emulator import ROOT
from support.events import answer, request
from support.pages import SHELL, Head, put_shell
from support.posts_world import ALICE, BOB, CAROL, DAN, a_post, published, world
from support.tables import client
from views import visible

ROUTES = {"p": ("GET /p/{post_id}", "post_id"), "u": ("GET /u/{username}", "username")}


@pytest.fixture(scope="module", autouse=True)
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as name:
        put_shell(client(endpoint, "s3"))
        yield name
    shell.reset()


def ask(kind: str, name: str, **more: Any) -> dict[str, Any]:
    route, parameter = ROUTES[kind]
    found: dict[str, Any] = pages.app(request(route, path={parameter: name}, **more), None)
    return found


def api(app: Any, route: str, **path: str) -> Any:
    status, body = answer(app, request(route, path=path))
    assert status == 200
    return body


def is_generic(found: dict[str, Any]) -> bool:
    nothing = ask("p", "-")
    return (found["statusCode"], found["body"], dict(found["headers"])) == (
        nothing["statusCode"],
        nothing["body"],
        dict(nothing["headers"]),
    )


def test_a_public_post_has_a_card_a_preload_and_the_apis_own_data() -> None:
    post = a_post(ALICE, "Morning at the lake.\n\n" + "word " * 100)
    found = ask("p", post)
    head = Head(found["body"])
    assert (found["statusCode"], found["headers"]["content-type"]) == (200, "text/html; charset=utf-8")
    assert found["headers"]["cache-control"] == "public, max-age=60"
    assert "x-robots-tag" not in found["headers"]
    shown = api(read.app, "GET /v1/public/posts/{post_id}", post_id=post)
    assert head.data == {"path": f"/p/{post}", "post": shown}
    assert head.title == head.metas["og:title"] == "Alice (@alice) on Lambdagram"
    assert head.metas["og:description"].startswith("Morning at the lake. word")
    assert len(head.metas["og:description"]) <= 200
    widest = shown["photos"][0]["sources"][-1]
    assert head.metas["og:image"] == widest["jpeg"]
    assert (head.metas["og:image:width"], head.metas["og:image:height"]) == ("1080", "810")
    assert head.metas["og:image:alt"] == "A lake"
    assert head.metas["twitter:card"] == "summary_large_image"
    assert head.metas["og:url"] == head.links["canonical"]["href"] == f"{settings().app_origin}/p/{post}"
    choice = ", ".join(f"{each['webp']} {each['width']}w" for each in shown["photos"][0]["sources"])
    assert head.links["preload"]["imagesrcset"] == choice


def test_the_app_asks_for_the_rendition_that_was_loaded_ahead() -> None:
    app = (ROOT / "web/src/parts/Photo.tsx").read_text()
    assert f'post: "{pages.PHOTO_SIZES}"' in app, "WIDTHS.post of Photo.tsx and PHOTO_SIZES of posts/pages.py are one"


def test_a_public_person_has_a_card_and_the_apis_own_data() -> None:
    ids = [a_post(BOB) for _ in range(3)]
    alter_profile(BOB, bio="Lakes & <hills>", avatar=new_id())
    head = Head(ask("u", "Bob")["body"])
    person = api(profiles.app, "GET /v1/public/people/{username}", username="bob")
    grid = api(read.app, "GET /v1/public/people/{username}/posts", username="bob")
    assert head.data == {"path": "/u/Bob", "person": person, "grid": grid}
    assert [each["id"] for each in grid["items"]] == ids[::-1]
    assert head.metas["og:description"] == "Lakes & <hills>"
    assert head.metas["og:type"] == "profile"
    assert head.metas["og:image"] == person["person"]["avatar"]["large"]
    assert head.metas["twitter:card"] == "summary"
    assert head.links["canonical"]["href"].endswith("/u/bob")
    assert head.links["preload"]["href"] == person["person"]["avatar"]["large"]


def test_who_has_no_picture_and_no_post_has_a_card_all_the_same() -> None:
    head = Head(ask("u", "dan")["body"])
    assert head.data["grid"]["items"] == []
    assert "og:image" not in head.metas
    assert head.metas["og:description"] == "0 posts, 0 followers"
    assert "preload" not in head.links


@pytest.mark.parametrize("caption", ["</script><script>alert(1)</script>", '"><img src=x>', "שלום 👩‍👧", "<!--"])
def test_a_caption_is_nothing_but_words(caption: str) -> None:
    head = Head(ask("p", a_post(ALICE, caption))["body"])
    assert head.metas["og:description"] == head.data["post"]["caption"] == caption
    assert [each.get("id") for each in head.scripts] == ["page-data", None]


def test_what_is_not_for_everybody_is_one_page_in_every_byte() -> None:
    archived, close, hidden, deleted = (a_post(ALICE) for _ in range(4))
    archive.archive_post(ALICE, archived)
    alter_post(close, audience="close")
    alter_post(hidden, state="hidden")
    archive.delete_post(ALICE, deleted)
    private = a_post(CAROL)
    alter_profile(CAROL, private=True)
    for post in (archived, close, hidden, deleted, private, PostId(new_id())):
        assert is_generic(ask("p", post)), post
    assert is_generic(ask("u", "carol"))
    alter_profile(CAROL, private=False)
    assert not is_generic(ask("u", "carol"))
    for state in ("suspended", "leaving", "ended"):
        alter_profile(CAROL, state=state)
        assert is_generic(ask("u", "carol")), state
        assert is_generic(ask("p", private)), state
    alter_profile(CAROL, state="active")
    found = ask("p", hidden)
    assert found["headers"]["x-robots-tag"] == "noindex"
    assert found["headers"]["cache-control"] == "no-store"
    assert Head(found["body"]).title == "Lambdagram"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("p", "x" * 8000),
        ("p", "0" * 26 + "\n"),
        ("p", new_id().upper()),
        ("p", "../etc/passwd"),
        ("p", "ünï💥"),
        ("u", "nobody.at.all"),
        ("u", "a" * 31),
        ("u", "."),
        ("u", "..%2f"),
        ("u", "<script>"),
        ("u", "al ice"),
        ("u", "\x00"),
    ],
)
def test_ugly_paths_are_the_same_page(kind: str, name: str) -> None:
    assert is_generic(ask(kind, name))


def test_a_link_may_carry_what_others_hang_on_it_and_a_crawler_may_ask_for_the_head() -> None:
    post = a_post(ALICE)
    plain = ask("p", post)
    assert ask("p", post, query="fbclid=1&fbclid=2&x")["body"] == plain["body"]
    assert ask("p", post, headers={"authorization": "Bearer nonsense"})["body"] == plain["body"]
    head = pages.app(request("HEAD /p/{post_id}", path={"post_id": post}), None)
    assert (head["statusCode"], head["body"], dict(head["headers"])) == (200, "", dict(plain["headers"]))


def test_without_a_store_the_app_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise Unavailable("Away", "nobody answers")

    monkeypatch.setattr(visible, "batch_get", away)
    found = ask("p", new_id())
    assert (found["statusCode"], found["headers"]["retry-after"]) == (503, "2")
    assert '<script type="module"' in found["body"]


def test_without_a_shell_the_page_says_so_and_loads_nothing(endpoint: str) -> None:
    client(endpoint, "s3").delete_object(Bucket=settings().artifacts_bucket, Key=shell.KEY)
    shell.reset()
    try:
        found = ask("p", a_post(ALICE))
        assert (found["statusCode"], found["headers"]["retry-after"]) == (503, "2")
        assert "Lambdagram" in found["body"]
        assert Head(found["body"]).scripts == []
    finally:
        put_shell(client(endpoint, "s3"))


def test_a_rebuilt_app_is_in_the_next_page(endpoint: str) -> None:
    post = published(DAN, "x").id
    put_shell(client(endpoint, "s3"), SHELL.replace("0123abcd", "4567cdef"))
    assert "4567cdef" in ask("p", post)["body"]
    put_shell(client(endpoint, "s3"))


def test_a_page_costs_few_requests() -> None:
    post = a_post(DAN)
    ask("p", post)
    for kind, name, most in (("p", post, 3), ("u", "dan", 4)):
        with metered() as cost:
            ask(kind, name)
        assert cost.total_requests <= most, (kind, json.dumps(cost.requests))
