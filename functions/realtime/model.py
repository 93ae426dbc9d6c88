"""Tickets and sockets: rules without a store."""

import hashlib
import ipaddress
import os
from base64 import urlsafe_b64encode

from msgspec import Struct

from kernel.ids import PersonId, SessionId

TICKET_SECONDS = 30
"""For so long a ticket opens a socket, once."""

SOCKET_SECONDS = 2 * 3600 + 600
"""After this a connection is surely gone: the gateway ends each after two hours."""

MAX_SOCKETS = 50
"""Open sockets of one person, of all devices and tabs."""

KEPT_SECONDS = 24 * 3600
"""For so long after its end an entry that nobody removed can still be found by the sweep."""

ENDED_SECONDS = 3600
"""For so long an ended session is remembered, far longer than a ticket that it could still have got."""


class Ticket(Struct, frozen=True):
    """Who may open a socket, and from which network."""

    person: PersonId
    session: SessionId
    network: str


def new_ticket(randomness: bytes | None = None) -> str:
    """A fresh ticket: 256 random bits. `randomness` is for tests."""
    return urlsafe_b64encode(os.urandom(32) if randomness is None else randomness).rstrip(b"=").decode()


def digest(ticket: str) -> str:
    """As what a ticket is stored: whoever reads the table cannot connect."""
    return hashlib.sha256(ticket.encode(errors="replace")).hexdigest()


def network_of(address: str) -> str:
    """The network of an address, `/16` for IPv4 and `/48` for IPv6; empty when it is no address.

    Wide, because carriers send one phone's requests out through several neighbouring addresses.
    """
    try:
        ip = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{16 if ip.version == 4 else 48}", strict=False))


def fits(ticket: Ticket, address: str) -> bool:
    """Whether a ticket may be used from `address`.

    A device with both kinds of address may ask over one and connect over the other: only like is compared with like.
    """
    here = network_of(address)
    if not here or not ticket.network or (":" in here) != (":" in ticket.network):
        return True
    return here == ticket.network
