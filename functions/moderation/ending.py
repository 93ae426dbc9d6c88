"""Ends suspensions whose time has come."""

from kernel import clock
from kernel.errors import Conflict
from kit.consumers import Schedule
from moderation import reads, store

app = Schedule("ending")

AT_ONCE = 200


@app.every("rate(5 minutes)")
def end() -> None:
    """Reinstate up to 200 people, so at most 5 minutes after their time. A repeat changes nothing."""
    for person, until in reads.ending(clock.stamp(clock.now()), AT_ONCE):
        suspension = reads.suspension(person)
        if suspension is None or suspension.until != until or not suspension.active:
            continue
        try:
            store.record(
                "schedule",
                "reinstate",
                f"account~{person}",
                "Its time has passed.",
                lambda who=person: store.reinstate(None, who),  # type: ignore[misc]
            )
        except Conflict:
            continue
