"""Followers, followings and waiting requests of each person, aggregated from the table's stream (rule 2).

Whose followers reach the pull threshold is handed over to pulling (`graph.pulled` says how, and why nobody is missed).
"""

from collections.abc import Iterable

from graph import keys, reads
from graph.model import WORK, Pull
from kernel.ids import PersonId
from kit import queues
from kit.consumers import StreamReader, StreamRecord
from kit.counting import Delta, aggregate
from kit.settings import settings
from views.graph import counts_key

app = StreamReader("counts", table="graph")

LATE = 100
"""Followers in one order."""

_COUNTERS = {keys.EDGES: ("followers", "following"), keys.ASKS: ("requests", "asking")}
"""What is counted of an item: at the person in its sort key, and at the one in its partition."""

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
                waiting.append(keys.owner_of(record.pk))
    counters = {author: changed[key[1:]] for author in newcomers if (key := counts_key(author))[1:] in changed}
    # counted by an earlier delivery, which may have died before it came to the orders
    counters |= reads.counters(author for author in newcomers if author not in counters)
    for author, counts in counters.items():
        if counts.get("pulling"):
            late = newcomers[author]
            orders = [Pull(author=author, late=late[start : start + LATE]) for start in range(0, len(late), LATE)]
            queues.send(WORK, orders)
        elif counts.get("followers", 0) >= settings().pull_threshold:
            queues.send(WORK, [Pull(author=author)])


def deltas(record: StreamRecord) -> Iterable[Delta]:
    """What a change of an edge, or of a request, does to the counts of its two ends."""
    by = _STEP.get(record.kind, 0)
    kind = record.pk.partition("#")[0] + "#"
    if by and kind in _COUNTERS:
        theirs, own = _COUNTERS[kind]
        _, other, sk = counts_key(PersonId(record.sk))
        yield Delta(other, sk, theirs, by)
        _, owner, sk = counts_key(keys.owner_of(record.pk))
        yield Delta(owner, sk, own, by)
