"""The operations of the table of costs, in an order in which each finds what it needs."""

from collections.abc import Callable, Iterator, Sequence

from discovery import explore, index, recent, search, suggestions
from discovery import inbox as discovery_inbox
from discovery.model import parse_query
from discovery.recent import Opened
from discovery.shapes import Some, TagName, Words
from feed import fan_out, home
from feed import inbox as feed_inbox
from feed.rows import Deliver
from graph import blocks, close_friends, follows, lists, mutes, relations, requests
from graph import counts as graph_counts
from graph.mutes import Mute
from identity import sessions
from identity.sessions import NewPerson, Refresh
from media import uploads
from media.asking import NewUpload
from msgspec.structs import replace
from notifications import overview
from notifications.overview import Seen
from posts import archive, comment_likes, comments, edit, likes, pages, publish, read, replies, saves
from posts import counts as post_counts
from posts.comments import NewComment
from posts.saves import SavedIn
from posts.shapes import Changes
from profiles import profiles
from realtime import tickets

from contracts import Fact, envelope
from contracts.graph import PersonFollowed
from contracts.posts import CommentAdded, PostLiked, PostPublished
from contracts.profiles import CardChanged
from kernel.ids import CommentId, FactId, PostId, SessionId, new_id
from kernel.paging import Limit
from kit.consumers import order
from kit.endpoints import Html
from support import events
from support.bill import Cost, cost_of
from support.costs_chat import chatting
from support.costs_world import ERIN, FOLLOWERS, HERE, PASSWORD, World, told
from support.pages import keep_shell
from support.posts_world import ALICE, BOB, DAN, items, new_post
from views import posts
from views.graph import FOLLOWER_SHARDS

Operations = dict[str, Callable[[], object]]


def measured(here: World) -> Iterator[tuple[str, Cost]]:
    """Carry out everything in turn; each operation and what it cost."""
    for make in (_reading, _posting, _relating, _being, _reacting, chatting):
        for name, work in make(here).items():
            yield name, cost_of(work)


def _reading(here: World) -> Operations:
    keep_shell()
    for each in here.crowd[-20:]:
        recent.keep_search(BOB, Opened(kind="person", what=Words(each)))
    index.find(parse_query("carol"))  # which index there is is looked up every 5 s, not per request
    return {
        "profile page": lambda: profiles.show_person(BOB, "alice"),
        "profile page, nobody signed in": lambda: profiles.show_person(None, "alice"),
        "own profile": lambda: profiles.show_me(BOB),
        "home feed": lambda: _full(home.show_feed(BOB).items, 20),
        "how many new posts": lambda: home.count_new(BOB, PostId(new_id(0))),
        "post page": lambda: read.show_post(BOB, here.post),
        "post page, nobody signed in": lambda: read.show_post(None, here.post),
        "share link to a post": lambda: _shown(pages.post_page(here.post)),
        "share link to a person": lambda: _shown(pages.person_page("alice")),
        "posts of somebody": lambda: _full(read.list_posts_of(BOB, "alice", limit=Limit(24)).items, 24),
        "who liked": lambda: _full(likes.list_likers(BOB, here.post, limit=Limit(20)).items, 20),
        "comments": lambda: _full(comments.list_comments(BOB, here.quiet_post, limit=Limit(20)).items, 20),
        "comments, all answered": lambda: _full(comments.list_comments(BOB, here.post, limit=Limit(20)).items, 20),
        "replies": lambda: _full(replies.list_replies(BOB, here.post, here.comment, limit=Limit(20)).items, 20),
        "followers": lambda: _full(lists.list_followers(BOB, "alice", limit=Limit(20)).items, 20),
        "following": lambda: _full(lists.list_following(ALICE, "bob", limit=Limit(20)).items, 20),
        "collections": lambda: saves.list_collections(BOB),
        "saved posts": lambda: _full(saves.list_saved(BOB, here.collection, limit=Limit(24)).items, 24),
        "saved among 20 posts": lambda: _full(saves.list_saves(BOB, ",".join(here.posts[-20:])).items, 20),
        "relations to 20 people": lambda: _full(relations.list_relations(BOB, ",".join(here.crowd[-20:])).items, 20),
        "search people": lambda: _full(search.search_people(BOB, Words("carol")).items, 20),
        "search hashtags": lambda: _full(search.search_tags(BOB, Words("lake"), limit=Some(20)).items, 20),
        "search captions": lambda: _full(search.search_posts(BOB, Words("lakes"), limit=Some(20)).items, 20),
        "search everything": lambda: _full(search.search_all(BOB, Words("lake")).posts, 9),
        "page of a hashtag": lambda: explore.show_tag(BOB, TagName("lake")),
        "posts of a hashtag": lambda: _full(explore.list_tagged(BOB, TagName("lake")).items, 21),
        "suggestions": lambda: _full(suggestions.list_suggestions(here.newcomer).items, 10),
        "recent searches": lambda: _full(recent.list_searches(BOB).items, 20),
        "follow requests": lambda: _full(requests.list_requests(DAN, limit=Limit(20)).items, 20),
        "notifications": lambda: _full(overview.list_notifications(ALICE, limit=Limit(20)).items, 20),
        "unread notifications": lambda: overview.count_unread(ALICE),
    }


def _posting(here: World) -> Operations:
    one, three = new_post(ALICE, "A lake. #lake"), new_post(ALICE, "Three lakes with @bob", photos=3)
    text, mine = NewComment(text="What a day!"), publish.publish(BOB, new_post(BOB)).id
    said = comments.comment_on(DAN, here.post, text).id
    return {
        "begin an upload": lambda: uploads.start_upload(ALICE, NewUpload(content_type="image/jpeg", bytes=3_000_000)),
        "publish": lambda: publish.publish(ALICE, one, "key"),
        "publish three photographs": lambda: publish.publish(ALICE, three, "other"),
        "edit a post": lambda: edit.edit_post(BOB, mine, Changes(caption="Another word")),
        "like": lambda: likes.like_post(BOB, here.post),
        "like again": lambda: likes.like_post(BOB, here.post),
        "unlike": lambda: likes.unlike_post(BOB, here.post),
        "comment": lambda: comments.comment_on(BOB, here.post, text),
        "reply": lambda: comments.comment_on(BOB, here.post, NewComment(text="Yes", reply_to=here.comment)),
        "like a comment": lambda: comment_likes.like_comment(BOB, here.post, here.comment),
        "unlike a comment": lambda: comment_likes.unlike_comment(BOB, here.post, here.comment),
        "delete a comment": lambda: comments.delete_comment(DAN, here.post, said),
        "save": lambda: saves.save_post(DAN, here.post, SavedIn()),
        "unsave": lambda: saves.unsave_post(DAN, here.post),
        "archive": lambda: archive.archive_post(BOB, mine),
        "restore": lambda: archive.restore_post(BOB, mine),
        "delete a post": lambda: archive.delete_post(BOB, mine),
    }


def _relating(here: World) -> Operations:
    follows.follow_person(DAN, "alice")
    return {
        "follow": lambda: follows.follow_person(BOB, "erin"),
        "follow again": lambda: follows.follow_person(BOB, "erin"),
        "unfollow": lambda: follows.unfollow_person(BOB, "erin"),
        "ask to follow": lambda: follows.follow_person(BOB, "dan"),
        "approve": lambda: requests.approve_request(DAN, "bob"),
        "remove a follower": lambda: follows.remove_follower(DAN, "bob"),
        "block": lambda: blocks.block_person(BOB, "carol"),
        "unblock": lambda: blocks.unblock_person(BOB, "carol"),
        "mute": lambda: mutes.mute_person(BOB, "alice", Mute()),
        "unmute": lambda: mutes.unmute_person(BOB, "alice"),
        "keep a search": lambda: recent.keep_search(BOB, Opened(kind="person", what=Words(DAN))),
        "dismiss a suggestion": lambda: suggestions.dismiss_suggestion(BOB, DAN),
        "add a close friend": lambda: close_friends.add_close_friend(ALICE, "dan"),
    }


def _being(here: World) -> Operations:
    new = NewPerson(login="gina@example.com", password=PASSWORD, username="gina")
    return {
        "sign up": lambda: sessions.sign_up(new, HERE),
        "sign in": here.sign_in,
        "refresh": lambda: sessions.refresh(Refresh(refresh_token=here.refresh_token)),
        "socket ticket": lambda: tickets.issue_ticket(BOB, replace(HERE, session=SessionId(new_id()))),
        "notifications seen": lambda: overview.mark_seen(ALICE, Seen(until=here.notification)),
    }


def _reacting(here: World) -> Operations:
    """What follows in the background. `like` and `follow` are items as the tables' streams carry them."""
    likes.like_post(BOB, here.post)
    (like,) = [item for item in items() if item["pk"] == posts.likes_partition(BOB)]
    follow = {"pk": f"FOLLOWS#{BOB}", "sk": ERIN, "followee": ERIN, "follow_id": new_id()}
    liked = PostLiked(like_id=FactId(like["like_id"]), post_id=here.post, author=ALICE, liker=BOB)
    comment = CommentAdded(CommentId(new_id()), here.post, ALICE, BOB, excerpt="What a day!", mentions=[])
    followed = PersonFollowed(follow_id=FactId(new_id()), follower=BOB, followee=ERIN)
    post = publish.publish(ERIN, new_post(ERIN))
    published = PostPublished(post_id=post.id, author=ERIN, published_at=post.published_at, photos=[], mentions=[])
    return {
        "let somebody be found": lambda: _finds(CardChanged(person=BOB, card=1)),
        "let a post be found": lambda: _finds(published),
        "note a like for trends": lambda: _finds(liked),
        "let a follow be known for suggestions": lambda: _finds(followed),
        "tell of a like": lambda: told(liked),
        "tell of a comment": lambda: told(comment),
        "tell of a follow": lambda: told(followed),
        "count a like": lambda: post_counts.app(events.stream(("INSERT", None, like)), None),
        "count a follow": lambda: graph_counts.app(events.stream(("INSERT", None, follow)), None),
        "order a fan-out": lambda: _hears(published),
        f"deliver to {FOLLOWERS} followers": lambda: _deliver(published),
        "fill a feed after a follow": lambda: _hears(followed),
    }


def _hears(fact: Fact) -> None:
    assert feed_inbox.app(events.facts(envelope(fact, actor=None, journey="j")), None) == {"batchItemFailures": []}


def _finds(fact: Fact) -> None:
    told_of = events.facts(envelope(fact, actor=None, journey="j"))
    assert discovery_inbox.app(told_of, None) == {"batchItemFailures": []}


def _deliver(post: PostPublished) -> None:
    for shard in range(FOLLOWER_SHARDS):
        body = order(Deliver(post.post_id, post.author, shard))
        assert fan_out.app(events.queue(body), None) == {"batchItemFailures": []}


def _shown(page: Html) -> None:
    assert 'id="page-data"' in page.text, "the page of something that everybody may see"


def _full(found: Sequence[object], size: int) -> None:
    assert len(found) == size, f"a page of {len(found)}"
