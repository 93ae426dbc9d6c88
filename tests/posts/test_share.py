"""Sharing: the address for whoever sees the post; a card of it only where everybody does."""

from collections.abc import Iterator

import pytest
from posts import share
from posts.share import share_post

from kernel.errors import NotFound
from kernel.ids import PostId, new_id
from kit.settings import settings
from support.comments_world import alter_post, alter_profile, follow
from support.events import answer, request
from support.posts_world import ALICE, BOB, CAROL, a_post, block, items, world


@pytest.fixture(scope="module", autouse=True)
def prefix(endpoint: str) -> Iterator[str]:
    with world(endpoint) as name:
        yield name


def test_what_one_cannot_see_cannot_be_shared() -> None:
    hidden = a_post(ALICE)
    block(CAROL, ALICE)
    for reader, post in ((CAROL, hidden), (CAROL, PostId(new_id())), (None, PostId(new_id()))):
        with pytest.raises(NotFound, match="This post does not exist"):
            share_post(reader, post)


def test_a_public_post_has_a_card_and_nothing_is_counted() -> None:
    post = a_post(ALICE, "Morning at the lake.\n\n" + "word " * 100)
    before = items()
    for reader in (None, BOB, ALICE):
        found = share_post(reader, post)
        assert found.url == f"{settings().app_origin}/p/{post}"
        assert found.title.startswith("Alice (@alice) on ")
        assert found.description.startswith("Morning at the lake. word")
        assert len(found.description) <= 200
        assert found.image
        assert "/1080.jpg" in found.image
        assert found.image_alt == "A lake"
    assert items() == before


def test_the_card_of_what_not_everybody_sees_says_nothing() -> None:
    post = a_post(ALICE, "secret")
    follow(BOB, ALICE)
    alter_profile(ALICE, private=True)
    for reader in (BOB, ALICE):
        found = share_post(reader, post)
        assert (found.url[-26:], found.description, found.image, found.image_alt) == (post, "", None, "")
        assert "lice" not in found.title
    with pytest.raises(NotFound):
        share_post(None, post)
    alter_profile(ALICE, private=False)
    alter_post(post, audience="close")
    assert share_post(ALICE, post).image is None


def test_the_door_serves_both_routes() -> None:
    post = a_post(BOB)
    assert answer(share.app, request("GET /v1/public/posts/{post_id}/share", path={"post_id": post}))[0] == 200
    assert answer(share.app, request("GET /v1/posts/{post_id}/share", path={"post_id": post}, claims={}))[0] == 401
