"""Takes away what stands in messages whose time is over.

Nobody sees them from their very second on; this is when they are gone from the store as well. Their places stay, so
that a conversation has no gaps.
"""

import time

from chat import keys, reads, store
from kit import telemetry
from kit.consumers import Schedule

app = Schedule("vanish")

HOURS, LATE_HOURS = 1, 7 * 24
"""So far back each run looks; and so far back, for what others left over, the first one of an hour."""
EVERY = 300
SECONDS = 40.0


@app.every("rate(5 minutes)")
def take_away() -> None:
    """Empty all messages whose time is over; what does not fit into 40 seconds is left for the next run."""
    now, until, emptied = int(time.time()), time.monotonic() + SECONDS, 0
    back = LATE_HOURS if now % 3600 < EVERY else HOURS
    for hour in range(now // 3600 - back, now // 3600 + 1):
        for shard in range(keys.DUE_SHARDS):
            for conversation_id, seq in reads.vanishing(hour, shard, now):
                message = reads.message(conversation_id, seq)
                if message is not None and message.gone(now):
                    store.empty_message(conversation_id, message, "vanished")
                    emptied += 1
                if time.monotonic() > until:
                    telemetry.logger().warning("left for the next run")
                    return
    telemetry.count("MessagesVanished", emptied)
    telemetry.logger().info("vanished", extra={"messages": emptied})
