"""Erasing a person's sockets: what is written down of them. The sockets closed when the sessions ended."""

from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Table
from realtime import keys, reads

app = Steps("erase", "realtime")

_table = Table(lambda: settings().table("realtime"))


@app.of("sockets")
def sockets(work: Work) -> Part:
    """Their connections, also those whose end nobody told."""
    found = reads.connections_of([work.person], 0, consistent=True)
    # the person's item goes last: without it nothing leads to the others
    delete_all(_table.name, [(keys.socket(connection.connection_id), keys.CARD) for connection in found])
    delete_all(_table.name, [(keys.person(work.person), keys.SOCKETS)])
    return Part(len(found))
