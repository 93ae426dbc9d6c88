"""The heads of followed hashtags: the newest posts that everybody may see, whatever happens in whatever order."""

import random
from threading import Thread

import pytest
from discovery import inbox, reads, store, tag_heads, tags
from posts import post_store

from contracts.posts import PostEdited
from kernel.ids import PersonId, PostId
from support.discovered_posts import edit, forgotten, hear, index, publish, shared, stored, tell
from support.discovery_world import World
from support.events import answer, request
from support.mongod import Server


def follow(world: World, tag: str) -> int:
    event = request("PUT /v1/tags/{tag}/follow", path={"tag": tag}, me=world.me)
    return answer(tags.app, event)[0]


def head(tag: str) -> list[PostId] | None:
    found = reads.tag_heads([tag]).get(tag)
    return [post for post, _ in found.posts] if found else None


def test_only_followed_hashtags_have_heads(world: World) -> None:
    ana = world.join("ana")
    before = shared(ana, "#birds #sea")
    assert head("birds") is None
    assert follow(world, "birds") == 204
    assert head("birds") == [before]
    after = shared(ana, "#birds #sea")
    assert head("birds") == [after, before]
    assert head("sea") is None


def test_what_nobody_may_see_leaves_it(world: World) -> None:
    ana = world.join("ana")
    follow(world, "birds")
    first, second, third, fourth = (shared(ana, "#birds") for _ in range(4))
    edit(first, "Nothing")
    hear(first)
    assert post_store.archive(stored(second))
    hear(second)
    assert post_store.remove(stored(third))
    tell(forgotten(third))
    assert head("birds") == [fourth]


def test_no_more_than_fifty(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_heads, "POSTS", 3)
    ana = world.join("ana")
    follow(world, "birds")
    posts = [shared(ana, "#birds") for _ in range(5)]
    assert head("birds") == posts[:1:-1]


@pytest.mark.parametrize("seed", range(3))
def test_facts_shuffled_and_at_once_leave_the_newest(world: World, seed: int) -> None:
    chance = random.Random(seed)
    ana = world.join("ana")
    follow(world, "birds")
    posts = [publish(ana, "#birds") for _ in range(8)]
    hear(posts[0])
    for each in posts[:3]:
        edit(each, "Nothing")
    late = posts * 3
    chance.shuffle(late)
    threads = [Thread(target=hear, args=tuple(late[part::3])) for part in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert head("birds") == sorted(posts[3:], reverse=True)


def test_who_stops_between_the_index_and_the_head_is_made_up_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fact comes again: the index has the post already, and the head gets it."""
    ana = world.join("ana")
    follow(world, "birds")
    post = publish(ana, "#birds")

    def stops(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(store, "refresh_head", stops)
        with pytest.raises(RuntimeError):
            inbox._hear(post)
    assert head("birds") == []
    tell(PostEdited(post_id=post, author=PersonId(post)))
    assert head("birds") == [post]


@pytest.mark.parametrize("gone", [False, True])
def test_who_stops_before_a_head_has_lost_a_post_is_made_up_for(
    world: World, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    """The index knows the post without its hashtag already when the fact comes again."""
    ana = world.join("ana")
    follow(world, "birds")
    post = shared(ana, "#birds")
    if gone:
        assert post_store.remove(stored(post))
    else:
        edit(post, "Nothing")

    def stops(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(store, "refresh_head", stops)
        with pytest.raises(RuntimeError):
            inbox._hear(post)
    assert head("birds") == [post]
    inbox._hear(post)
    assert head("birds") == []
    assert "was" not in index()["posts"][post]


def test_a_hashtag_is_followed_while_mongodb_is_away(world: World, server: Server) -> None:
    ana = world.join("ana")
    server.kill()
    try:
        assert follow(world, "birds") == 204
    finally:
        server.start()
    assert head("birds") == []
    post = shared(ana, "#birds")
    assert head("birds") == [post]


def test_a_head_that_is_there_stays_when_it_is_followed_while_mongodb_is_away(world: World, server: Server) -> None:
    follow(world, "birds")
    post = shared(world.join("ana"), "#birds")
    server.kill()
    try:
        assert follow(world, "birds") == 204
    finally:
        server.start()
    assert head("birds") == [post]
