"""The home feed."""

from typing import NamedTuple

from feed import reads, rows
from feed.hot import Top
from feed.model import ASK_SECONDS, AWAKE_SECONDS, WAKE_SECONDS, Row, Walk
from kernel import clock, paging
from kernel.ids import PersonId, PostId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import queues, secrets
from kit.service import Service
from views import cards, posts, profiles, visible
from views.cards import Cards
from views.graph import Digest
from views.posts import PostAnswer, PostCard
from views.visible import Sight

app = Service("home")

PAGE = Limit(20)
ROUNDS = 3
"""Times that a page is filled up when posts of it are gone; then it is a short one, and its cursor goes on."""

MOST_NEW = 50


class Seen(NamedTuple):
    """Posts that one may see, what decided that, the cards that were loaded for it, and what hashtags brought them."""

    posts: list[PostCard]
    sight: Sight
    cards: Cards
    via: dict[PostId, str]


class NewPosts(Answer, frozen=True):
    """How many posts are newer than one; 50 means 50 or more."""

    count: int


@app.get("/v1/feed")
def show_feed(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[PostAnswer]:
    """Posts of the people and hashtags that one follows, and one's own, newest first."""
    key, scope = secrets.key("cursor-key"), f"feed:{me}"
    digest, own = reads.reader(me)
    if cursor:
        before, away, tagged = paging.unseal(cursor, tuple[str, bool, bool], key=key, scope=scope)
        walk = reads.walk(me, digest, before=before, page=limit, away=away, by_tags=tagged)
    else:
        top = reads.top(me)
        away = reads.is_away(top)
        _looks(me, top)
        tagged = top.tagged
        walk = reads.walk(me, digest, before=None, page=limit, first=top, own=own, away=away, by_tags=tagged)
    seen = _visible(me, digest, walk, limit)
    return Page(
        _present(me, seen),
        None if walk.done else paging.seal((walk.position, away, tagged), key=key, scope=scope),
    )


@app.get("/v1/feed/new")
def count_new(me: PersonId, since: PostId) -> NewPosts:
    """How many posts of others came into one's feed after the one that is on top of the screen. Asks for no cards."""
    digest, _ = reads.reader(me)
    found = {row.post_id: row.author for row in reads.since(me, since, MOST_NEW)}
    for author, head in reads.heads(digest.pulled).items():
        found |= {post: author for post in head.posts if post > since}
    count = sum(author != me and visible.in_feed(author, digest) for author in found.values())
    return NewPosts(count=min(count, MOST_NEW))


def _looks(me: PersonId, top: Top) -> None:
    """Note, at most once a day, that somebody looks at their feed; have it rebuilt when they were away for long.

    Noted before the rebuild is ordered: what is published from now on is delivered, what was before is found by it.
    Until it is done, pages are merged from what those have published whom one follows.
    """
    now = clock.seconds()
    if reads.is_away(top):
        if top.away is None or top.away < now - ASK_SECONDS:
            rows.wake(me, away=True)
            queues.send(rows.REBUILD, [rows.Rebuild(me)])
    elif top.awake is None or top.awake < now + AWAKE_SECONDS - WAKE_SECONDS:
        rows.wake(me)


def _visible(me: PersonId, digest: Digest, walk: Walk, limit: int) -> Seen:
    """The next posts that one may see."""
    shown: list[PostCard] = []
    via: dict[PostId, str] = {}
    found: Cards = {}
    through: set[PersonId] = {me}
    sight = Sight(me, digest, {})
    for _ in range(ROUNDS):
        taken = walk.take(limit - len(shown))
        through.update(row.author for row in taken if row.tag is None)
        via |= {row.post_id: row.tag for row in taken if row.tag is not None}
        found |= cards.load(_wanted(taken))
        made = [posts.card_of(found[key]) for row in taken if (key := posts.post_key(row.post_id)) in found]
        of = [*shown, *made]
        # rows name one author each; who else stands on a post is known from its card only
        beside = {person for card in of for person in (card.author, *posts.beside(card))}
        if others := {profiles.profile_key(person) for person in beside - through} - found.keys():
            found |= cards.load(others)
        sight = visible.sight(me, beside, digest=digest, of=of, loaded=found, followed=through)
        shown += [card for card in made if _in_feed(card, sight)]
        if len(shown) == limit or walk.done:
            break
    return Seen(shown, sight, found, via)


def _in_feed(card: PostCard, sight: Sight) -> bool:
    """Whether a post of a row is shown: not those of muted people through somebody else, nor one's own archived."""
    return card.author not in sight.digest.muted and card.state != "archived" and sight.post(card)


def _wanted(taken: list[Row]) -> list[tuple[str, str, str]]:
    return [key for row in taken for key in cards.post_keys(row.post_id, row.author)]


def _present(me: PersonId, seen: Seen) -> list[PostAnswer]:
    shown, sight, found, via = seen
    liked = posts.own_likes(me, shown[-1].post_id, shown[0].post_id) if shown else set()
    met = {person: card for person, card in sight.people.items() if sight.person(person)}
    return [
        posts.answer(
            card,
            sight.card(card.author),
            posts.counts_of(found.get(posts.counts_key(card.post_id))),
            liked=card.post_id in liked,
            reader=me,
            people={each: met[each] for each in posts.beside(card) if each in met},
            via_tag=via.get(card.post_id),
        )
        for card in shown
    ]
