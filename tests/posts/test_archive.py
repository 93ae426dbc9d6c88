"""Archive, restore, delete: gone from every answer at once, counted exactly, cleared of what is left."""

import pytest
from msgspec.structs import replace
from posts import inbox, keys
from posts.archive import archive_post, delete_post, list_archive, restore_post
from posts.comments import NewComment, comment_on, list_comments
from posts.edit import edit_post
from posts.likes import like_post
from posts.publish import publish
from posts.read import list_posts_of, list_posts_with, show_post
from posts.shapes import Changes, NewTag

from contracts import envelope
from contracts.posts import PostDeleted
from kernel.errors import Forbidden, NotFound
from kernel.ids import PostId, new_id
from kit import queues
from support.posts_world import ALICE, BOB, a_post, at_once, facts, items, new_post, number_of_posts

pytestmark = pytest.mark.usefixtures("prefix")


def test_nobody_archives_or_deletes_what_is_not_theirs() -> None:
    post = a_post()
    for work in (archive_post, restore_post, delete_post):
        with pytest.raises(Forbidden):
            work(BOB, post)
        with pytest.raises(NotFound):
            work(BOB, PostId(new_id()))
    assert show_post(None, post).state == "published"


def test_an_archived_post_is_its_authors_alone_until_it_is_restored() -> None:
    kept, post = a_post(), a_post()
    archive_post(ALICE, post)
    for reader in (None, BOB):
        with pytest.raises(NotFound):
            show_post(reader, post)
    assert show_post(ALICE, post).state == "archived"
    assert [each.id for each in list_posts_of(ALICE, "alice").items] == [kept]
    assert [each.id for each in list_archive(ALICE).items] == [post]
    assert number_of_posts(ALICE) == 1
    restore_post(ALICE, post)
    assert [each.id for each in list_posts_of(None, "alice").items] == [post, kept]
    assert (list_archive(ALICE).items, number_of_posts(ALICE)) == ([], 2)


def test_fifty_times_at_once_is_once() -> None:
    post = a_post()
    for work, number in ((archive_post, 0), (restore_post, 1), (delete_post, 0)):
        assert [each for each in at_once(lambda work=work: work(ALICE, post)) if each is not None] == []  # type: ignore[misc]
        assert number_of_posts(ALICE) == number
    said = [fact.type for fact in facts()]
    assert said.count("PostDeleted.v1") == 1


def test_a_deleted_post_is_gone_from_every_answer_at_once() -> None:
    tags = [NewTag(person=BOB, photo=0, x=0.5, y=0.5)]
    post = publish(ALICE, replace(new_post(ALICE, photos=2), people=tags))
    delete_post(ALICE, post.id)
    for reader in (None, BOB, ALICE):
        with pytest.raises(NotFound):
            show_post(reader, post.id)
        with pytest.raises(NotFound):
            list_comments(reader, post.id)
        assert list_posts_of(reader, "alice").items == list_posts_with(reader, "bob").items == []
    (fact,) = (fact for fact in facts() if fact.type == "PostDeleted.v1")
    for photo in post.photos:
        assert photo.media_id.encode() in bytes(fact.fact)


def test_what_is_left_of_it_is_removed_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    post, other = a_post(ALICE, "one"), a_post()
    for each in (post, other):
        like_post(BOB, each)
        comment_on(BOB, each, NewComment(text="hello"))
    edit_post(ALICE, post, Changes(caption="two"))
    again: list[int] = []
    monkeypatch.setattr(queues, "again", lambda _queue, _fact, *, delay: again.append(delay))
    archive_post(ALICE, post)
    delete_post(ALICE, post)
    said = envelope(PostDeleted(post_id=post, author=ALICE), actor=ALICE, journey="test")
    inbox.on_post_deleted(said)
    inbox.on_post_deleted(said)
    assert again == [inbox.SECOND_LOOK], "the second look finds nothing and is the last"
    left = [(item["pk"], item["sk"]) for item in items() if post in item["pk"] + item["sk"]]
    assert left == [(f"AUTHOR#{ALICE}", keys.gone(post))]
    assert len(list_comments(None, other).items) == 1


def test_a_late_post_does_not_come_back() -> None:
    body = new_post(ALICE)
    post = publish(ALICE, body, "key").id
    delete_post(ALICE, post)
    with pytest.raises(NotFound):
        publish(ALICE, body, "key")
    assert number_of_posts(ALICE) == 0
