"""How many follow each person and how many each follows, aggregated from the table's stream (reliability.md, rule 2).

Whose followers reach the pull threshold is handed over to pulling (`graph.pulled` says how, and why nobody is missed).
"""

from collections.abc import Iterable

from graph import keys, reads
from graph.model import HAND_OVER, Pull
from kernel.ids import PersonId
from kit import queues
from kit.consumers import StreamReader, StreamRecord
from kit.counting import Delta, aggregate
from kit.settings import settings
from views.graph import counts_key

app = StreamReader("counts", table="graph")

LATE = 100
"""Followers in one order."""

_STEP = {"INSERT": 1, "REMOVE": -1}


@app.reads
def count(records: list[StreamRecord]) -> None:
    """Count a batch: one write per person, whatever comes again."""
    changed = aggregate(settings().table("graph"), records, deltas)
    newcomers: dict[PersonId, list[PersonId]] = {}
    for record in records:
        if record.kind == "INSERT" and record.pk.startswith(keys.EDGES):
            waiting = newcomers.setdefault(PersonId(record.sk), [])
            if not (record.new or {}).get("named"):
                waiting.append(keys.follower_of(record.pk))
    counters = {author: changed[key[1:]] for author in newcomers if (key := counts_key(author))[1:] in changed}
    # counted by an earlier delivery, which may have died before it came to the orders
    counters |= reads.counters(author for author in newcomers if author not in counters)
    for author, counts in counters.items():
        if counts.get("pulling"):
            late = newcomers[author]
            orders = [Pull(author=author, late=late[start : start + LATE]) for start in range(0, len(late), LATE)]
            queues.send(HAND_OVER, orders)
        elif counts.get("followers", 0) >= settings().pull_threshold:
            queues.send(HAND_OVER, [Pull(author=author)])


def deltas(record: StreamRecord) -> Iterable[Delta]:
    """What a change of an edge does to the counts of its two ends."""
    by = _STEP.get(record.kind, 0)
    if by and record.pk.startswith(keys.EDGES):
        _, followee, sk = counts_key(PersonId(record.sk))
        yield Delta(followee, sk, "followers", by)
        _, follower, sk = counts_key(keys.follower_of(record.pk))
        yield Delta(follower, sk, "following", by)
