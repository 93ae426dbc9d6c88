"""Tickets and connections: rules without a store."""

import msgspec
import pytest
from realtime.model import Ticket, digest, fits, network_of, new_ticket

from kernel.ids import PersonId, SessionId, new_id
from views.realtime import Connection, Entry, connections_in

ALICE, SESSION = PersonId(new_id()), SessionId(new_id())


def test_tickets_differ_and_are_kept_as_digests() -> None:
    assert new_ticket() != new_ticket()
    assert len(new_ticket(b"\0" * 32)) == 43
    assert new_ticket(b"x" * 32) not in digest(new_ticket(b"x" * 32))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.0.0/16"),
        ("::ffff:198.51.100.7", "198.51.0.0/16"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("[2001:db8:1:2::3]", "2001:db8:1::/48"),
        ("", ""),
        ("nowhere", ""),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("issued", "used", "good"),
    [
        ("198.51.100.7", "198.51.9.1", True),
        ("198.51.100.7", "198.52.100.7", False),
        ("2001:db8:1::1", "2001:db8:1:9::1", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("198.51.100.7", "2001:db8:1::1", True),
        ("", "198.51.100.7", True),
        ("198.51.100.7", "", True),
    ],
)
def test_a_ticket_is_bound_to_its_network(issued: str, used: str, good: bool) -> None:
    assert fits(Ticket(ALICE, SESSION, network_of(issued)), used) is good


def test_only_what_can_still_be_open_counts() -> None:
    def entry(until: int) -> str:
        return msgspec.json.encode(Entry(SESSION, 0, until)).decode()

    item = {"pk": "x", "sk": "y", "expires_at": 9, "socket_b": entry(101), "socket_a=": entry(100)}
    assert list(connections_in(item, ALICE, 100)) == [Connection("b", ALICE, SESSION, 0, 101)]


def test_a_connection_settles_after_ten_seconds() -> None:
    connection = Connection("c", ALICE, SESSION, 100, 200)
    assert not connection.settled(109)
    assert connection.settled(110)
