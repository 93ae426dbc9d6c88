"""Looks at a following again, some minutes after it began or ended, when no delivery can be on its way any more."""

from feed import rows, store
from kernel import levels
from kit.consumers import WorkQueue

app = WorkQueue("settle", queue=rows.SETTLE)


@app.takes(rows.Settle)
def settle(order: rows.Settle) -> None:
    """Settle, and say that the timeline is clean when the following that the order is about is the last and ended.

    One that ended since has an order of its own: of its deliveries some may still be on their way.
    """
    level = store.settle(order.person, order.author)
    if not levels.lasts(level) and level == order.level:
        store.say_cleaned(order.person, order.author, level)
