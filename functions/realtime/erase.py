"""Erasing a person's sockets: what is written down of them. The sockets closed when the sessions ended."""

from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Table
from views.realtime import connection_key, connections_key, connections_of

app = Steps("erase", "realtime")

_table = Table(lambda: settings().table("realtime"))


@app.of("sockets")
def sockets(work: Work) -> Part:
    """Their connections, also those whose end nobody told."""
    found = connections_of([work.person], 0, consistent=True)
    # the person's item goes last: without it nothing leads to the others
    delete_all(_table.name, [connection_key(connection.connection_id)[1:] for connection in found])
    delete_all(_table.name, [connections_key(work.person)[1:]])
    return Part(len(found))
