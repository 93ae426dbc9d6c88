"""Work by pages: handing an author over to pulling, and letting in all who wait for somebody who went public.

Handing over: every follower's digest comes to name the author.

Orders run one page of followers each: a page's digests are written before the order of the next page is sent, and only
then is the message done. A killed page is done again; what it had written is found and left alone. Two chains of the
same hand-over (a message that came twice) do the same work and harm nothing. The last page writes the mark with its
fact, once. Until then posts are pushed; from then on they are read from the author's own rows, so a digest that comes
late delays posts and loses none.

Nobody is missed, though people follow and leave meanwhile. Say that P is the moment at which `pulling` is set on the
author's COUNTS, and E the commit of an edge:
- the follow read `pulling`: the edge was written in one transaction with the digest, and says so (`named`).
- it did not, and the aggregator counted the edge after P: the update that counts it returns `pulling` (one item, so
  there is an order between both), and the aggregator orders that follower `late`.
- it did not, and the edge was counted before P: then E was before P, and the first page is read `index_lag_seconds`
  after P, when the index has long caught up.
- one who leaves: the digest is written only while the edge is there, in one transaction; leaving deletes the edge and
  takes the author off the digest in one, too. Whichever is first, the second sees it.

Letting in: one page of requests per order, each request in a transaction of its own that holds only while the account
is open. A killed page is done again and finds fewer. Requests are made only while an account is private, which their
transactions check, so every one of before the opening is in the index `index_lag_seconds` after it, and none comes
later. An account that closes again keeps the rest waiting: its owner decides.
"""

from collections.abc import Iterable
from typing import Any

from graph import approving, reads, store
from graph.model import WORK, Admit, Pull, Work
from kernel.ids import PersonId
from kit import queues
from kit.consumers import WorkQueue
from kit.settings import settings
from views.graph import FOLLOWER_SHARDS, followers

app = WorkQueue("graph-pulled", queue=WORK, batch_size=1)

PAGE = 200
"""Followers of one order: about a second of work."""


_WORK: Any = Work  # a union of structs is decoded like one

ADMITTED = 100
"""Requests of one order."""


@app.takes(_WORK)
def work(order: Work) -> None:
    """Do one order."""
    if isinstance(order, Admit):
        admit(order)
    else:
        hand_over(order)


def hand_over(pull: Pull) -> None:
    """Do one page of a hand-over, or begin it."""
    if pull.late:
        _name(pull.author, pull.late)
        return
    state = reads.pull_state(pull.author)
    if state == "pushed":
        # sent before `pulling` is set: whoever finds it set may rely on the first page being on its way
        first = Pull(author=pull.author, shard=pull.shard or 0, after=pull.after)
        queues.send(WORK, [first], delay=settings().index_lag_seconds)
        store.begin_pulling(pull.author)
    elif state == "pulling" and pull.shard is not None:
        _page(pull.author, pull.shard, pull.after)


def admit(order: Admit) -> None:
    """Let in one page of those who wait; the next one follows when this one is done."""
    people, more = reads.askers(order.person, after=order.after, limit=ADMITTED)
    for asker in people:
        if approving.approve(asker, order.person, by="opening") == "closed":
            return
    if more:
        queues.send(WORK, [Admit(person=order.person, after=more)])


def _page(author: PersonId, shard: int, after: dict[str, str] | None) -> None:
    people, more = followers(author, shard, limit=PAGE, after=after)
    _name(author, people)
    if more:
        queues.send(WORK, [Pull(author=author, shard=shard, after=more)])
    elif shard + 1 < FOLLOWER_SHARDS:
        queues.send(WORK, [Pull(author=author, shard=shard + 1)])
    else:
        store.finish_pulling(author)


def _name(author: PersonId, people: Iterable[PersonId]) -> None:
    for person, digest in reads.digests(people).items():
        if author not in digest.pulled:
            store.add_pulled(person, author)
