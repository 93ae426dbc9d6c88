"""The hand-over of an author from pushing to pulling: every follower's digest comes to name the author.

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
"""

from collections.abc import Iterable

from graph import reads, store
from graph.model import HAND_OVER, Pull, followed
from kernel.ids import PersonId
from kit import queues
from kit.consumers import WorkQueue
from kit.settings import settings
from views.graph import FOLLOWER_SHARDS, followers

app = WorkQueue("graph-pulled", queue=HAND_OVER, batch_size=1)

PAGE = 200
"""Followers of one order: about a second of work."""


@app.takes(Pull)
def hand_over(pull: Pull) -> None:
    """Do one order."""
    if pull.late:
        _name(pull.author, pull.late)
        return
    state = reads.pull_state(pull.author)
    if state == "pushed":
        # sent before `pulling` is set: whoever finds it set may rely on the first page being on its way
        first = Pull(author=pull.author, shard=pull.shard or 0, after=pull.after)
        queues.send(HAND_OVER, [first], delay=settings().index_lag_seconds)
        store.begin_pulling(pull.author)
    elif state == "pulling" and pull.shard is not None:
        _page(pull.author, pull.shard, pull.after)


def _page(author: PersonId, shard: int, after: dict[str, str] | None) -> None:
    people, more = followers(author, shard, limit=PAGE, after=after)
    _name(author, people)
    if more:
        queues.send(HAND_OVER, [Pull(author=author, shard=shard, after=more)])
    elif shard + 1 < FOLLOWER_SHARDS:
        queues.send(HAND_OVER, [Pull(author=author, shard=shard + 1)])
    else:
        store.finish_pulling(author)


def _name(author: PersonId, people: Iterable[PersonId]) -> None:
    for person, (digest, version) in reads.digests(people).items():
        if author in digest.pulled:
            continue
        try:
            store.add_pulled(person, author, followed(digest, author, pulled=True), version)
        except store.ConditionFailed:
            store.settled(lambda person=person: _name_one(author, person))  # type: ignore[misc]


def _name_one(author: PersonId, person: PersonId) -> None:
    digest, version = reads.digest(person)
    if author not in digest.pulled and reads.follows(person, author):
        store.add_pulled(person, author, followed(digest, author, pulled=True), version)
