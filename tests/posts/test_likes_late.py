"""A request that hung in the network and arrives after the opposite was acknowledged undoes nothing."""

import time

from posts import comment_reads, reads
from posts.comment_likes import like_comment, unlike_comment
from posts.comments import NewComment, comment_on, delete_comment, list_comments
from posts.likes import like_post, unlike_post
from posts.saves import SavedIn, save_post, unsave_post

from support.faults_proxy import LATE, Plan, fault_proxy
from support.posts_world import BOB, CAROL, a_post, world


def test_a_request_that_arrives_late_does_not_undo_what_came_after(endpoint: str) -> None:
    """What is done first arrives once more half a second later, when the opposite was acknowledged."""
    plan = Plan(seed=1, chance=1.0, kinds=(LATE,), on=False)
    with fault_proxy(endpoint, plan) as proxy, world(proxy.url):
        post, other = a_post(), a_post()
        kept = comment_on(BOB, post, NewComment(text="kept"))
        like_post(BOB, other)

        plan.on = True
        like_post(BOB, post)
        like_comment(CAROL, post, kept.id)
        save_post(BOB, post, SavedIn())
        first = comment_on(BOB, post, NewComment(text="gone"))
        keyed = comment_on(BOB, post, NewComment(text="gone, too"), "key")
        reply = comment_on(BOB, post, NewComment(text="gone as well", reply_to=kept.id))
        unlike_post(BOB, other)
        plan.on = False

        unlike_post(BOB, post)
        unlike_comment(CAROL, post, kept.id)
        unsave_post(BOB, post)
        for each in (first, keyed, reply):
            delete_comment(BOB, post, each.id)
        like_post(BOB, other)

        assert plan.injected[LATE] >= 7
        time.sleep(1.0)
        assert reads.like(BOB, post) is None
        assert reads.like(BOB, other)
        assert reads.save(BOB, post) is None
        assert [each.text for each in list_comments(CAROL, post).items] == ["kept"]
        assert not list_comments(CAROL, post).items[0].liked
        assert comment_reads.comment(post, reply.id) is None
