"""Publishing drafts when their time has come.

A row per draft lies under the minute it is for; once a minute those that are due are published. That costs the same
whether one post is scheduled or none (three cents a month), where a schedule per post would be a second write that a
crash can part from the first. The draft, its row and the post change in one transaction, so a run that is killed
anywhere, or runs beside another, publishes once.
"""

import time
from datetime import datetime, timedelta

from msgspec.structs import replace

from kernel import clock
from kernel.errors import Invalid, Refusal
from kit import telemetry
from kit.consumers import Schedule
from posts import draft_store, drafting, post_reads
from posts.draft_store import DraftChanged
from posts.post_reads import Draft

app = Schedule("schedule")

SECONDS = 40.0
"""How long a run begins new work; the function may run for 60. The most overdue come first."""

MOST = 500

PATIENCE = timedelta(minutes=10)
"""For so long a draft waits for uploads that are still processed."""


@app.every("rate(1 minute)")
def publish_due() -> None:
    """Publish what is due."""
    until, now = time.monotonic() + SECONDS, clock.now()
    published = 0
    for owner, draft_id in post_reads.due_by(now, MOST):
        if time.monotonic() > until:
            telemetry.logger().warning("left for the next run")
            break
        draft = post_reads.draft(owner, draft_id)
        if draft is not None and draft.publish_at is not None and draft.publish_at <= now:
            published += _publish(draft, now)
    telemetry.logger().info("published", extra={"posts": published})


def _publish(draft: Draft, now: datetime) -> bool:
    try:
        drafting.publish(draft)
    except DraftChanged:
        return False  # changed or published meanwhile; if it is due still, the next run does it
    except Refusal as refused:
        if draft.publish_at and now - draft.publish_at < PATIENCE and drafting.waits(draft):
            return False
        problem = "; ".join(error.detail for error in refused.errors) if isinstance(refused, Invalid) else ""
        failed = replace(
            draft,
            state="failed",
            publish_at=None,
            problem=problem or refused.sentence,
            changed_at=now,
            version=draft.version + 1,
        )
        draft_store.replace(draft, failed)
        return False
    return True
