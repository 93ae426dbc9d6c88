"""What members must see when all facts have arrived, worked out from edges alone, and what is wrong with what is there.

Nothing here asks the code under test: edges, posts and comments are the truth, everything else has to follow from them.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from feed import home
from feed.keys import AWAKE

from desk.reconcile import look
from kernel import text
from kernel.ids import PersonId, PostId
from support.faults_world import World

Told = tuple[str, str, str, str, str]
"""One notification: whose, what kind, who did it, and of which post and comment."""


@dataclass
class Truth:
    """Who follows whom, who likes what, what was published and said."""

    follows: set[tuple[str, str]] = field(default_factory=set)
    likes: set[tuple[str, str]] = field(default_factory=set)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)
    comment_likes: list[dict[str, Any]] = field(default_factory=list)
    asks: set[tuple[str, str]] = field(default_factory=set)


def truth(world: World) -> Truth:
    """The edges as posts and graph hold them."""
    found = Truth()
    for row in world.rows("posts"):
        kind, _, subject = row["pk"].partition("#")
        if "gone" in row:
            continue
        if kind == "LIKES":
            found.likes.add((subject, row["sk"]))
        elif kind in ("COMMENTS", "REPLIES") and "text" in row:
            found.comments.append(row)
        elif kind == "COMMENT_LIKES":
            found.comment_likes.append(row)
        elif kind == "POST" and row["sk"] == "CARD":
            found.posts[row["post_id"]] = row
    for row in world.rows("graph"):
        kind, _, subject = row["pk"].partition("#")
        if kind == "FOLLOWS":
            found.follows.add((subject, row["sk"]))
        elif kind == "ASKS":
            found.asks.add((subject, row["sk"]))
    return found


def violations(world: World, *, pulled: bool = False) -> list[str]:
    """Everything that must hold when nothing is under way any more.

    With `pulled` authors rows say nothing: what counts is the feed as it is read.
    """
    known = truth(world)
    wrong = notifications_wrong(expected_notifications(world, known), stored_notifications(world))
    wrong += feeds_wrong(world, known, pulled=pulled)
    wrong += [f"drift: {each}" for each in look(world.client("dynamodb"), world.prefix).drift]
    return wrong + [f"still severed: {each}" for each in severed(world)]


def expected_notifications(world: World, known: Truth) -> Counter[Told]:
    """One for each like, following, comment and mention that holds, none for what one does oneself."""
    found = Counter[Told]()
    for liker, post in known.likes:
        found[known.posts[post]["author"], "like", liker, post, ""] += 1
    for follower, followee in known.follows:
        found[followee, "follow", follower, "", ""] += 1
    for post, card in known.posts.items():
        for person in _named(world, card.get("caption", "")):
            found[person, "mention", card["author"], post, ""] += 1
    for comment in known.comments:
        found += _told_of(world, comment, known.posts[comment["post_id"]]["author"])
    for each in known.comment_likes:
        post, _, comment_id = each["sk"].partition("#")
        found[each["author"], "comment_like", each["pk"].partition("#")[2], post, comment_id] += 1
    for asker, asked in known.asks:
        found[asked, "request", asker, "", ""] += 1
    return Counter({told: count for told, count in found.items() if told[0] != told[2]})


def _told_of(world: World, comment: dict[str, Any], author: str) -> Counter[Told]:
    """Whoever is answered, the post's author, and those who are mentioned: each once."""
    about = (comment["commenter"], comment["post_id"], comment["comment_id"])
    answered = comment.get("reply_to_author")
    kinds = dict.fromkeys(_named(world, comment["text"]), "mention")
    kinds[author] = "comment"
    if answered:
        kinds[answered] = "reply"
    return Counter((person, kind, *about) for person, kind in kinds.items())


def stored_notifications(world: World) -> Counter[Told]:
    """The notifications that people have, but those of approvals, which nothing takes back."""
    return Counter(
        (row["pk"].partition("#")[2], row["kind"], row["actor"], row.get("post_id", ""), row.get("comment_id", ""))
        for row in world.rows("notifications")
        if "kind" in row and row["kind"] != "approval"
    )


def notifications_wrong(expected: Counter[Told], there: Counter[Told]) -> list[str]:
    """Missing ones and those that are there too often."""
    missing = [f"notification missing: {told}" for told in sorted((expected - there).elements())]
    return missing + [f"notification too many: {told}" for told in sorted((there - expected).elements())]


def feeds_wrong(world: World, known: Truth, *, pulled: bool) -> list[str]:
    """Each feed holds the posts of those whom one follows and one's own: newest first, each once, stored and read."""
    timelines: dict[str, set[str]] = {}
    for row in world.rows("feed"):
        kind, _, subject = row["pk"].partition("#")
        if kind == "HOME" and row["sk"] != AWAKE:
            timelines.setdefault(subject, set()).add(row["sk"])
    wrong = []
    for person in world.people.values():
        authors = {followee for follower, followee in known.follows if follower == person} | {person}
        expected = sorted((post for post, card in known.posts.items() if card["author"] in authors), reverse=True)
        wrong += feed_wrong(f"feed of {person}", expected, read_feed(person))
        if not pulled:
            rows = sorted(timelines.get(person, set()), reverse=True)
            wrong += feed_wrong(f"timeline of {person}", expected, rows)
    return wrong


def feed_wrong(name: str, expected: list[str], there: list[str]) -> list[str]:
    """Missing posts, posts too many, wrong order."""
    wrong = [f"{name} lacks {post}" for post in sorted((Counter(expected) - Counter(there)).elements())]
    wrong += [f"{name} has {post} too often" for post in sorted((Counter(there) - Counter(expected)).elements())]
    return wrong or ([f"{name} is out of order"] if there != expected else [])


def read_feed(person: PersonId, limit: int = 20) -> list[str]:
    """A whole feed, page by page, as a member reads it."""
    found: list[PostId] = []
    cursor = None
    while True:
        page = home.show_feed(person, cursor, limit)  # type: ignore[arg-type]
        found += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            return list(found)


def severed(world: World) -> list[str]:
    """Lines that hide an author until a timeline is clean: none may stay."""
    rows = world.rows("graph")
    hidden = [f"{row['pk']} {author}" for row in rows if row["sk"] == "DIGEST" for author in row.get("severed", ())]
    return hidden + [f"{row['pk']} {row['sk']}" for row in rows if row["pk"].startswith("LEFT#")]


def _named(world: World, written: str) -> set[str]:
    return {world.people[name] for name in text.mentions(written) if name in world.people}
