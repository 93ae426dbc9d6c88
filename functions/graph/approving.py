"""Letting in those who wait: one by one by the owner of a private account, all of them when it has gone public."""

from typing import Literal

from graph import reads, store
from kernel.ids import PersonId

Answer = Literal["follows", "nothing", "closed"]
"""They follow now (or did before); nobody waited; the account is not open, so that only its owner lets people in."""


def approve(asker: PersonId, asked: PersonId, *, by: Literal["owner", "opening"]) -> Answer:
    """Make a request a following. Harmless to repeat: the request is there once."""

    def attempt() -> Answer:
        before = reads.between(asker, asked)
        if before.request is None:
            return "follows" if before.edge is not None else "nothing"
        if by == "opening" and (before.card.private or before.card.state != "active"):
            return "closed"
        if before.edge is not None:
            store.end_request(before.request.request_id, asker, asked, "approved", actor=asked)
        else:
            store.add_edge(before, before.next_follow_id(), by=by)
        return "follows"

    return store.settled(attempt)
