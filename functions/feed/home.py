"""The home feed."""

from feed import reads
from feed.model import Row
from kernel import paging
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kit import secrets
from kit.service import Service
from views import cards, posts
from views.cards import Cards
from views.posts import PostAnswer, PostCard

app = Service("home")

PAGE = Limit(20)
ROUNDS = 3
"""Times that a page is filled up when posts of it are gone; then it is a short one, and its cursor goes on."""


@app.get("/v1/feed")
def show_feed(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[PostAnswer]:
    """Posts of the people whom one follows, and one's own, newest first."""
    key, scope = secrets.key("cursor-key"), f"feed:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    walk = reads.walk(me, reads.digest(me), before=before, page=limit)
    found: Cards = {}
    shown: list[PostCard] = []
    for _ in range(ROUNDS):
        rows = walk.take(limit - len(shown))
        loaded = cards.load(_wanted(rows))
        found |= loaded
        shown += [posts.card_of(loaded[key_]) for row in rows if (key_ := posts.post_key(row.post_id)) in loaded]
        if len(shown) == limit or walk.done:
            break
    return Page(_present(me, shown, found), None if walk.done else paging.seal(walk.position, key=key, scope=scope))


def _wanted(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [key for row in rows for key in cards.post_keys(row.post_id, row.author)]


def _present(me: PersonId, shown: list[PostCard], found: Cards) -> list[PostAnswer]:
    liked = posts.own_likes(me, shown[-1].post_id, shown[0].post_id) if shown else set()
    people = cards.people(found, {card.author for card in shown})
    return [
        posts.answer(
            card,
            people[card.author],
            posts.counts_of(found.get(posts.counts_key(card.post_id))),
            liked=card.post_id in liked,
        )
        for card in shown
    ]
