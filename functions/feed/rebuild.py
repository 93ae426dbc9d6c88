"""Makes a timeline anew from whom its person follows and what these have published, one page per order.

First the followings are walked through and what is missing is added: the newest posts of each, as when a following
begins. Then the timeline is walked through, newest first, and rows of authors who are not followed are removed. Both go
through the fence of each following, so follows and unfollows may happen meanwhile, and facts of them that the feed
never heard are made up for.
"""

from feed import reads, rows, store
from feed.model import NEVER, Row
from feed.rows import REBUILD, Rebuild
from kernel import levels
from kernel.ids import PersonId
from kit import queues
from kit.consumers import WorkQueue
from kit.settings import settings
from views import graph

app = WorkQueue("rebuild", queue=REBUILD, batch_size=1)

FOLLOWINGS = 50
"""Followings per order; each is about eight requests."""

ROWS = 200
"""Rows of the timeline per order."""


@app.takes(Rebuild)
def rebuild(order: Rebuild) -> None:
    """Rebuild one page; the next one follows when this one is done, so an order may stop anywhere and come again."""
    if order.below is None:
        if order.after is None:
            rows.fill(order.person, order.person)
        after = _add_missing(order.person, order.after)
        if after:
            queues.send(REBUILD, [Rebuild(order.person, after)])
            return
    below = _remove_foreign(order.person, order.below)
    if below:
        queues.send(REBUILD, [Rebuild(order.person, order.after, below)])
    elif reads.returns(order.person):
        rows.wake(order.person)


def _add_missing(person: PersonId, after: PersonId | None) -> PersonId | None:
    """One page of followings; the last of them when there are more. Posts of pulled authors are not copied."""
    edges, last = graph.followings(person, limit=FOLLOWINGS, after=after)
    heard = reads.levels(person, [edge.followee for edge in edges])
    for edge in edges:
        began = levels.began(edge.follow_id)
        if heard.get(edge.followee, "") < began:
            store.hear(person, edge.followee, began)
        store.settle(person, edge.followee)
    return last


def _remove_foreign(person: PersonId, below: str | None) -> str | None:
    """One page of the timeline; its last post when there is more below."""
    page, last = reads.stretch(person, below, ROWS)
    found = _by_author(page)
    found.pop(person, None)
    # Fences before edges: a following of which the fence speaks and that has no edge afterwards is known to have ended.
    heard = reads.levels(person, list(found))
    followed = reads.followed(person, list(found))
    for author in sorted(found.keys() - followed):
        ended = levels.ended(heard.get(author, levels.ended(NEVER))[:-1])
        store.hear(person, author, ended)
        store.settle(person, author, strays=found[author])
        if author in heard:  # as after every unfollow: a delivery may be on its way, and the graph waits for the word
            queues.send(rows.SETTLE, [rows.Settle(person, author, ended)], delay=settings().settle_seconds)
    return last


def _by_author(page: list[Row]) -> dict[PersonId, list[Row]]:
    found: dict[PersonId, list[Row]] = {}
    for row in page:
        found.setdefault(row.author, []).append(row)
    return found
