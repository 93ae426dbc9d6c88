"""Delivers a post to its author's followers, one page of one shard of them per order.

An order names a place in the list of followers and not the followers: a late or repeated one finds those who follow
then. Rows are the same each time they are written, so an order may stop anywhere and come again.
"""

from contracts.feed import TimelinesGrew
from feed import rows
from feed.model import Row, derived_id
from kit import bus, queues
from kit.consumers import WorkQueue
from views import graph

app = WorkQueue("fan-out", queue=rows.FAN_OUT, batch_size=1)

PAGE = 500
"""Followers per order: 20 requests of 25 deliveries."""


@app.takes(rows.Deliver)
def deliver(order: rows.Deliver) -> None:
    """Deliver one page; the next one follows when this one is done, so that a failing page is not passed twice."""
    people, after = graph.followers(order.author, order.shard, limit=PAGE, after=order.after)
    row = Row(order.post_id, order.author)
    rows.deliver(row, people)
    if people:
        place = order.after["pk"] if order.after else ""
        grew = TimelinesGrew(post_id=order.post_id, author=order.author, people=people)
        bus.say(grew, actor=order.author, id_=derived_id(order.post_id, "grew", str(order.shard), place))
    if after:
        queues.send(rows.FAN_OUT, [rows.Deliver(order.post_id, order.author, order.shard, after)])
