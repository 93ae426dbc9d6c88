"""How many like each post and how many comments it has, aggregated from the table's stream (reliability.md, rule 2)."""

from collections.abc import Iterable

from kernel.ids import PostId
from kit.consumers import StreamReader, StreamRecord
from kit.counting import Delta, aggregate
from kit.settings import settings
from posts import keys
from views import cards

app = StreamReader("counts", table="posts")

_STEP = {"INSERT": 1, "REMOVE": -1}


@app.reads
def count(records: list[StreamRecord]) -> None:
    """Count a batch: one write per post, whatever comes again."""
    table = settings().table("posts")
    changed = aggregate(table, records, deltas)
    cards.forget(*((table, pk, sk) for pk, sk in changed))


def deltas(record: StreamRecord) -> Iterable[Delta]:
    """What a change of a like or a comment does to its post's counts."""
    kind, _, subject = record.pk.partition("#")
    by = _STEP.get(record.kind, 0)
    if kind == "LIKES" and by:
        yield Delta(keys.post(PostId(record.sk)), keys.COUNTS, "likes", by)
    elif kind == "COMMENTS" and by:
        yield Delta(keys.post(PostId(subject)), keys.COUNTS, "comments", by)
