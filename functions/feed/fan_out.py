"""Delivers a post to its author's followers, or takes it back from them, one page of one shard of them per order.

An order names a place in the list of followers and not the followers: a late or repeated one finds those who follow
then. It does what holds when it is carried out, and looks again afterwards: the row under the author decides, which is
written before any order is sent. So an order may stop anywhere, come again, and come after it was overtaken.
"""

from typing import Any

from contracts.feed import TimelinesGrew
from feed import reads, rows
from feed.model import Row, agree, derived_id
from kernel.ids import PersonId
from kit import bus, queues
from kit.consumers import WorkQueue
from views import graph

app = WorkQueue("fan-out", queue=rows.FAN_OUT, batch_size=1)

PAGE = 500
"""Followers per order: 20 requests of 25 deliveries, and five that ask who looked at their feed lately."""


@app.takes(rows.Deliver)
def deliver(order: rows.Deliver) -> None:
    """Deliver one page; the next one follows when this one is done, so that a failing page is not passed twice."""
    people, after = _page(order)
    row = Row(order.post_id, order.author, order.joined)
    reached: list[PersonId] = []

    def act(there: bool) -> None:
        nonlocal reached
        reached = reads.awake(people) if there and people else []
        rows.deliver(row, reached) if there else rows.withdraw(row, people)

    agree(lambda: reads.lies(row, close=order.close_of is not None), act)
    if reached and not order.quiet:
        place = str(order.after) if order.after else ""
        grew = TimelinesGrew(post_id=order.post_id, author=order.author, people=reached)
        bus.say(grew, actor=order.author, id_=derived_id(order.post_id, "grew", order.author, str(order.shard), place))
    if after:
        next_page = rows.Deliver(
            order.post_id,
            order.author,
            order.shard,
            after,
            joined=order.joined,
            close_of=order.close_of,
            quiet=order.quiet,
        )
        queues.send(rows.FAN_OUT, [next_page])


def _page(order: rows.Deliver) -> tuple[list[PersonId], Any]:
    if order.close_of is not None:
        return reads.close_followers(order.close_of, order.author, limit=100, after=order.after)
    return graph.followers(order.author, order.shard, limit=PAGE, after=order.after)
