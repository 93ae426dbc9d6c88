"""Writing an account down for its owner, and leading the way through the other contexts.

The state machine comes here before the first context and after each: here it is noted how far it is, and said whose
turn it is. What could be used to sign in is left out: hashes, keys, codes.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from identity import export_store, keys, reads
from identity.model import EXPORT_STEPS
from kernel import clock
from kit.exporting import Exports, Source
from kit.steps import Progress, Work

app = Exports("identity")

SHOWN = frozenset(
    {"person_id", "username", "contact", "contact_verified_at", "roles", "erase_at", "changes", "people", "account"}
    | {"name", "made_at", "used_at", "confirmed", "transports", "sent_at", "at", "export_id", "asked_at"}
)
"""What of an account's items is written down. Not by what is left out: a new attribute may be a secret."""

_step: Callable[[Any, Any], Any] = app._run  # noqa: SLF001 - it leads its own steps


@app.things(
    "account",
    "account",
    only=SHOWN,
    wanted=lambda item: not item["sk"].startswith(keys.SESSION),
)
def account(work: Work) -> list[Source]:
    """Contact, names, further profiles, the names of factors, letters, and known networks (as digests)."""
    return [Source(keys.person(work.person)), Source(keys.account(work.person))]


@app.things(
    "sessions", "sessions", only=["session_id", "person_id", "acting", "device", "rotated_at", "strength", "fresh_at"]
)
def sessions(work: Work) -> list[Source]:
    """Where they are signed in."""
    return [Source(keys.person(work.person), keys.SESSION)]


@app.first
def begin(progress: Progress) -> Progress:
    """Name the people of the account. No step follows when there is no such account or export."""
    found = reads.account(progress.account)
    if found is None or not export_store.advance(progress.account, progress.job, 0):
        return replace(progress, people=[progress.account], step="", done=True)
    people = [found.person_id, *(person for person, _ in reads.people(found.person_id))]
    return replace(progress, people=people, step=EXPORT_STEPS[0])


def lead(event: Any, context: Any) -> Any:
    """Do identity's own part when it is its turn, and say whose turn is next."""
    progress = msgspec.convert(event, Progress)
    if not progress.people:
        return _step(event, context)
    if progress.step == "identity" and not progress.done:
        progress = msgspec.convert(_step(event, context), Progress)
    if progress.done and progress.step:
        done = EXPORT_STEPS.index(progress.step) + 1
        last = done == len(EXPORT_STEPS)
        going_on = export_store.advance(
            progress.account, progress.job, done, ready_at=clock.seconds() if last else None
        )
        following = EXPORT_STEPS[done] if going_on and not last else ""
        progress = replace(progress, step=following, done=False)
    return msgspec.to_builtins(progress)


app.entry = lead
