"""Erasing a person from the graph: followings and requests both ways, blocks, close friends, their digest.

Each relation ends as its two people would have ended it, so counts, timelines and notifications of the others come
right by the usual ways. Who was parted from the person is kept until the end, because others have to tidy up after it.
"""

from graph import keys, reads, relation_store, store
from kernel.ids import PersonId
from kit import store as kit_store
from kit.batches import delete_all, put_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Table
from views import graph

app = Steps("erase", "graph")

PAGE = 50

_table = Table(lambda: settings().table("graph"))


@app.of("follows")
def follows(work: Work) -> Part:
    """Follow nobody any more."""
    edges, after = graph.followings(work.person, limit=PAGE, after=PersonId(work.after) if work.after else None)
    people = [edge.followee for edge in edges]
    _note(work.person, people)
    for each in people:
        _part(work.person, each, work.person)
    return Part(len(people), after)


@app.of("followers")
def followers(work: Work) -> Part:
    """Be followed by nobody any more."""
    lines = reads.followers_of(work.person, before=work.after, limit=PAGE)
    people = [line.person for line in lines]
    _note(work.person, people)
    for each in people:
        _part(each, work.person, work.person)
    return Part(len(people), lines[-1].follow_id if len(lines) == PAGE else None)


@app.of("requests_sent")
def requests_sent(work: Work) -> Part:
    """Wait for nobody's approval any more."""
    lines = reads.asked_by(work.person, before=work.after, limit=PAGE)
    for line in lines:
        _end_request(work.person, line.person, "withdrawn", work.person)
    return Part(len(lines), lines[-1].follow_id if len(lines) == PAGE else None)


@app.of("requests_received")
def requests_received(work: Work) -> Part:
    """Let nobody wait any more."""
    lines = reads.waiting_for(work.person, before=work.after, limit=PAGE)
    for line in lines:
        _end_request(line.person, work.person, "declined", work.person)
    return Part(len(lines), lines[-1].follow_id if len(lines) == PAGE else None)


@app.of("blocks")
def blocks(work: Work) -> Part:
    """Block nobody, and be blocked by nobody."""
    mine = sorted(reads.digest(work.person).blocking)
    theirs = _table.query(f"PERSON#{work.person}", sk_prefix="BY#", limit=PAGE, consistent=True)
    pairs = [(work.person, each) for each in mine]
    pairs += [(PersonId(item["sk"].removeprefix("BY#")), work.person) for item in theirs]
    for blocker, blocked in pairs:
        _unblock(blocker, blocked)
    return Part(len(pairs), "more" if theirs.last_key else None)


@app.of("close_friends")
def close_friends(work: Work) -> Part:
    """Their list of close friends; they are on others' lists only while they follow."""
    return _clear(f"{keys.CLOSE}{work.person}")


@app.of("digest")
def digest(work: Work) -> Part:
    """What is left: the digest with mutes, counts, marks. The counts come again with what the stream still counts."""
    left = _clear(f"LEFT#{work.person}")
    if left.after:
        return left
    return Part(left.items + _clear(f"PERSON#{work.person}").items)


@app.of("traces")
def traces(work: Work) -> Part:
    """Others' traces of having left, and, in the last turn, the list of those who were parted."""
    people, after = graph.parted(work.person, limit=100, after=work.after)
    delete_all(_table.name, [graph.left_key(each, work.person)[1:] for each in people])
    _unsever(work.person, people)
    if work.turn > 1:
        delete_all(_table.name, [graph.parted_key(work.person, each)[1:] for each in people])
    return Part(0, after)


def _note(person: PersonId, others: list[PersonId]) -> None:
    put_all(_table.name, [{"pk": pk, "sk": sk} for _, pk, sk in (graph.parted_key(person, each) for each in others)])


def _part(follower: PersonId, followee: PersonId, actor: PersonId) -> None:
    def attempt() -> None:
        before = reads.between(follower, followee)
        if before.edge is not None:
            store.remove_edge(before, before.edge.follow_id, actor=actor)

    store.settled(attempt)


def _end_request(asker: PersonId, asked: PersonId, outcome: store.Outcome, actor: PersonId) -> None:
    def attempt() -> None:
        request = reads.between(asker, asked).request
        if request is not None:
            store.end_request(request.request_id, asker, asked, outcome, actor=actor)

    store.settled(attempt)


def _unblock(blocker: PersonId, blocked: PersonId) -> None:
    def attempt() -> None:
        pair = reads.pair(blocker, blocked)
        if pair.there:
            relation_store.remove_block(blocker, blocked, named=blocker in pair.digests[blocked].blocked)

    relation_store.patiently(attempt)


def _unsever(author: PersonId, people: list[PersonId]) -> None:
    """Nothing of the person is in these people's timelines any more, so their digests need not hide it."""
    for each, found in reads.digests(people).items() if people else ():
        if author in found.severed:
            kit_store.write(store.change_digest(each, [store.DigestItem.severed.delete({author})]))


def _clear(partition: str) -> Part:
    page = _table.query(partition, limit=500, consistent=True, project=["pk", "sk"])
    delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
    return Part(len(page), "more" if page.last_key else None)
