"""Publishing: whole or not at all, once however often it is asked, and only with one's own photographs."""

from dataclasses import asdict

import pytest
from posts.publish import ChosenPhoto, NewPost, publish

from kernel.errors import Conflict, Invalid
from kernel.ids import MediaId, new_id
from support.posts_world import ALICE, BOB, at_once, facts, items, new_post, number_of_posts, upload
from views.posts import PostAnswer

pytestmark = pytest.mark.usefixtures("prefix")


def photos_of(*media: MediaId) -> NewPost:
    return NewPost(photos=[ChosenPhoto(media_id=each) for each in media])


def pointers(body: NewPost) -> list[str]:
    with pytest.raises(Invalid) as refused:
        publish(ALICE, body)
    return [error.pointer for error in refused.value.errors]


def test_a_strangers_photograph_is_as_unknown_as_a_missing_one() -> None:
    own, foreign, missing = upload(ALICE), upload(BOB), MediaId(new_id())
    with pytest.raises(Invalid) as refused:
        publish(ALICE, photos_of(own, foreign, missing))
    first, second = (asdict(error) for error in refused.value.errors)
    assert first["detail"] == second["detail"]
    assert [first["pointer"], second["pointer"]] == ["/photos/1/mediaId", "/photos/2/mediaId"]
    assert not [item for item in items() if item["pk"].startswith("POST#")]


def test_only_ready_photographs_that_were_uploaded_for_a_post() -> None:
    waiting, avatar = upload(ALICE, state="processing"), upload(ALICE, purpose="avatar")
    rejected = upload(ALICE, state="rejected", sentence="This is not a photograph.")
    assert pointers(photos_of(waiting, avatar, rejected)) == [f"/photos/{n}/mediaId" for n in range(3)]


def test_no_photograph_twice_in_a_post() -> None:
    media = upload(ALICE)
    assert pointers(photos_of(media, media)) == ["/photos/1/mediaId"]


def test_a_post_is_answered_with_what_was_made_of_its_caption() -> None:
    post = publish(ALICE, new_post(ALICE, "  hello @bob 👨‍👩‍👧 #Straße https://a.example/x  ", photos=3))
    assert post.author.username == "alice"
    assert len(post.photos) == 3
    assert post.caption.startswith("hello")
    assert [post.caption[each.start : each.end] for each in post.entities] == [
        "@bob",
        "#Straße",
        "https://a.example/x",
    ]
    assert (post.likes, post.comments, post.liked) == (0, 0, False)


def test_publishing_says_one_complete_fact_and_counts_the_post() -> None:
    post = publish(ALICE, new_post(ALICE, "with @bob and @bob", photos=2))
    (fact,) = facts()
    assert (fact.type, fact.key, fact.actor) == ("PostPublished.v1", ALICE, ALICE)
    assert b'"mentions":["bob"]' in bytes(fact.fact)
    assert post.id.encode() in bytes(fact.fact)
    assert number_of_posts(ALICE) == 1


def test_facts_of_one_author_lie_in_one_partition_so_that_they_keep_their_order() -> None:
    for _ in range(3):
        publish(ALICE, new_post(ALICE))
    assert {item["pk"] for item in items() if "packed" in item} == {f"AUTHOR#{ALICE}"}


def test_the_same_request_again_gets_the_first_post() -> None:
    body = new_post(ALICE, "once")
    first, again = publish(ALICE, body, "key"), publish(ALICE, body, "key")
    assert first == again
    assert number_of_posts(ALICE) == 1
    assert publish(ALICE, body).id != first.id, "without a key it is another post"


def test_the_same_key_for_another_body_is_refused() -> None:
    publish(ALICE, new_post(ALICE, "once"), "key")
    with pytest.raises(Conflict):
        publish(ALICE, new_post(ALICE, "twice"), "key")
    assert number_of_posts(ALICE) == 1


def test_keys_of_two_people_are_two_keys() -> None:
    assert publish(ALICE, new_post(ALICE), "key").id != publish(BOB, new_post(BOB), "key").id


def test_fifty_times_at_once_is_one_post() -> None:
    body = new_post(ALICE, "once")
    answers = at_once(lambda: publish(ALICE, body, "key"))
    assert [each for each in answers if not isinstance(each, PostAnswer)] == []
    assert len({each.id for each in answers if isinstance(each, PostAnswer)}) == 1
    assert number_of_posts(ALICE) == 1
    assert len(facts()) == 1


def test_fifty_posts_at_once_are_fifty() -> None:
    body = new_post(ALICE)
    answers = at_once(lambda: publish(ALICE, body))
    assert len({each.id for each in answers if isinstance(each, PostAnswer)}) == 50
    assert number_of_posts(ALICE) == 50
    assert len(facts()) == 50
