"""Tickets that open sockets."""

import time

from kernel.errors import TooMany
from kernel.ids import PersonId
from kernel.shapes import Answer
from kit.endpoints import Caller
from kit.service import Service
from realtime import store
from realtime.model import MAX_SOCKETS, TICKET_SECONDS, Ticket, network_of, new_ticket
from views.realtime import connections_of

app = Service("realtime")


class TicketAnswer(Answer, frozen=True):
    """Connect with `?ticket=…` within `expires_in` seconds; it works once."""

    ticket: str
    expires_in: int


@app.post("/v1/socket-tickets")
def issue_ticket(me: PersonId, caller: Caller) -> TicketAnswer:
    """Get a one-time ticket that opens a socket for this session.

    A person can have 50 sockets at a time.
    """
    assert caller.session is not None
    now = time.time()
    if len(connections_of([me], int(now))) >= MAX_SOCKETS:
        raise TooMany("You have too many open windows. Close some.", retry_after=60)
    text = new_ticket()
    store.add_ticket(text, Ticket(me, caller.session, network_of(caller.address)), now)
    return TicketAnswer(ticket=text, expires_in=TICKET_SECONDS)
