"""Likes and comments of each post, likes and replies of each comment, from the stream (reliability.md, rule 2)."""

from collections.abc import Iterable
from typing import Any

from kernel.ids import CommentId, PostId
from kit.consumers import StreamReader, StreamRecord
from kit.counting import Delta, aggregate
from kit.settings import settings
from posts import keys
from views import cards

app = StreamReader("counts", table="posts")


@app.reads
def count(records: list[StreamRecord]) -> None:
    """Count a batch: one write per post and per comment, whatever comes again."""
    table = settings().table("posts")
    changed = aggregate(table, records, deltas)
    cards.forget(*((table, pk, sk) for pk, sk in changed))


def deltas(record: StreamRecord) -> Iterable[Delta]:
    """What a change of a like or a comment does to counts. Traces of what was taken away count nothing.

    Comments that are held or taken down count: were they left out, the number would tell their writers.
    """
    kind, _, subject = record.pk.partition("#")
    by = _there(record.new) - _there(record.old)
    if not by or record.sk == keys.PINS:
        return
    if kind == "LIKES":
        yield _of_post(record.sk, "likes", by)
    elif kind == "COMMENTS":
        yield _of_post(subject, "comments", by)
    elif kind == "REPLIES":
        post_id, _, parent = subject.partition("#")
        yield _of_post(post_id, "comments", by)
        yield _of_comment(parent, "replies", by)
    elif kind == "COMMENT_LIKES":
        yield _of_comment(record.sk.partition("#")[2], "likes", by)


def _there(image: dict[str, Any] | None) -> int:
    return int(image is not None and "gone" not in image)


def _of_post(post_id: str, counter: str, by: int) -> Delta:
    return Delta(keys.post(PostId(post_id)), keys.COUNTS, counter, by)


def _of_comment(comment_id: str, counter: str, by: int) -> Delta:
    return Delta(keys.comment(CommentId(comment_id)), keys.COUNTS, counter, by)
