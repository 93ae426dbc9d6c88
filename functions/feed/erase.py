"""Erasing a person from timelines: their posts in those of others, then their own.

It comes first, while their followers can still be found. Deleting the posts then finds nothing more in timelines, and
what was on its way at that moment is found in the second turn.
"""

from feed import hot, keys, rows
from feed.model import Row, row_at
from kernel.ids import PersonId
from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Table
from views import graph
from views.graph import FOLLOWER_SHARDS

app = Steps("erase", "feed")

PAGE = 25
"""Followers of one page: the rows of each are looked up in their timeline."""

_table = Table(lambda: settings().table("feed"))


@app.of("rows_in_timelines")
def rows_in_timelines(work: Work) -> Part:
    """Take the person's posts, and those that they are a co-author of, out of their followers' timelines."""
    shard, _, place = (work.after or "0|").partition("|")
    mine = [*_rows(keys.author(work.person), work.person), *_rows(keys.close(work.person), work.person)]
    if not mine:
        return Part(0)
    start = _start(place)
    people, last = graph.followers(work.person, int(shard), limit=PAGE, after=start)
    for each in people:
        rows.remove(each, mine)
    if last:
        return Part(len(people), f"{shard}|{last['followers_pk']}|{last['followers_sk']}|{last['pk']}|{last['sk']}")
    further = int(shard) + 1
    return Part(len(people), f"{further}|" if further < FOLLOWER_SHARDS else None)


@app.of("timeline")
def timeline(work: Work) -> Part:
    """Their own timeline and the posts kept for others."""
    places = (keys.home, keys.author, keys.close, keys.head, keys.fence)
    removed = 0
    for place in places:
        page = _table.query(place(work.person), limit=500, consistent=True, project=["pk", "sk"])
        delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
        removed += len(page)
        if page.last_key:
            return Part(removed, "more")
    hot.changed([work.person])
    return Part(removed)


@app.of("fences")
def fences(work: Work) -> Part:
    """What others' timelines remember of the order in which the person was followed, once they are no more."""
    people, after = graph.parted(work.person, limit=100, after=work.after)
    delete_all(_table.name, [(keys.fence(each), work.person) for each in people])
    return Part(len(people), after)


def _rows(partition: str, author: PersonId) -> list[Row]:
    found: list[Row] = []
    start = None
    while True:
        page = _table.query(partition, consistent=True, start=start, project=["pk", "sk"])
        found += [row_at(item["sk"], author) for item in page]
        start = page.last_key
        if start is None:
            return found


def _start(place: str) -> dict[str, str] | None:
    if not place:
        return None
    index_pk, index_sk, pk, sk = place.split("|")
    return {"followers_pk": index_pk, "followers_sk": index_sk, "pk": pk, "sk": sk}
