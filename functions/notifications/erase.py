"""Erasing a person's notifications and ways of being told. What others were told of them goes with what it is about."""

from kernel import clock
from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Table
from notifications import channel_reads, hours, keys, store
from views import graph
from views.notifications import settings_key

app = Steps("erase", "notifications")

_table = Table(lambda: settings().table("notifications"))


@app.of("notifications")
def notifications(work: Work) -> Part:
    """Their list and how far they have read it."""
    return _clear(keys.person(work.person), keys.read(work.person))


@app.of("channels")
def channels(work: Work) -> Part:
    """Their devices and preferences, and what is due to them."""
    slot, shard = channel_reads.next_digest(work.person).due, hours.shard_of(work.person)
    now = hours.slot_now(clock.now())
    for each in {slot, *range(now - 4, now + 4 * 24 + 1)} - {0}:  # quiet hours end within a day, quarters of an hour
        delete_all(_table.name, [(keys.due(each, shard), f"{what}#{work.person}") for what in ("digest", "quiet")])
    _, chosen, _ = settings_key(work.person)
    hour = clock.seconds() // 3600
    counts = [keys.mails(work.person, each) for each in range(hour - 2, hour + 1)]
    return _clear(keys.devices(work.person), keys.held(work.person), keys.digest(work.person), chosen, *counts)


@app.of("told_others")
def told_others(work: Work) -> Part:
    """What those were told of them from whom they have just been parted."""
    people, after = graph.parted(work.person, limit=10, after=work.after)
    for each in people:
        store.sweep(each, work.person)
    standing = [
        key(one, other)
        for each in people
        for one, other in ((each, work.person), (work.person, each))
        for key in (keys.follow, keys.request, keys.approval)
    ]
    if work.turn > 1:  # until then they keep facts that come late from undoing what came after them
        delete_all(_table.name, [(each, keys.CARD) for each in standing])
    return Part(len(people), after)


def _clear(*partitions: str) -> Part:
    removed = 0
    for partition in partitions:
        page = _table.query(partition, limit=500, consistent=True, project=["pk", "sk"])
        delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
        removed += len(page)
        if page.last_key:
            return Part(removed, "more")
    return Part(removed)
