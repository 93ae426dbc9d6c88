"""Where somebody is signed in: the list of one's sessions, ending one, ending all others."""

from typing import Annotated

from msgspec import Meta

from identity import endings, reads, store
from identity.device_names import name_of
from identity.model import Session
from kernel import clock, paging
from kernel.errors import NotFound
from kernel.ids import PersonId, SessionId, made_at
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer
from kit import secrets
from kit.endpoints import Caller
from kit.service import Service

app = Service("devices")

PAGE = Limit(30)


class Device(Answer, frozen=True):
    """A session: `device` is what its browser says, put simply; `current` is the one that asks."""

    session_id: SessionId
    device: str
    opened_at: Annotated[str, Meta(description="RFC 3339")]
    last_used_at: Annotated[str, Meta(description="RFC 3339; to the last refresh, at most 10 minutes ago")]
    current: bool


@app.get("/v1/auth/sessions")
def list_sessions(me: PersonId, caller: Caller, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[Device]:
    """Where one is signed in, newest first."""
    account = caller.account or me
    key, scope = secrets.key("cursor-key"), f"sessions:{account}"
    after = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    found = reads.sessions(account, after=after, limit=limit + 1)
    page = found[:limit]
    following = paging.seal(page[-1].session_id, key=key, scope=scope) if len(found) > limit else None
    return Page([_answer(each, caller) for each in page], following)


@app.delete("/v1/auth/sessions/{session_id}")
def end_one(me: PersonId, session_id: SessionId, caller: Caller) -> None:
    """Sign one device out. Its tokens stop working within 60 seconds, its sockets are closed."""
    account = caller.account or me
    if reads.session(account, session_id) is None:
        raise NotFound
    store.end_session(account, session_id)


@app.delete("/v1/auth/sessions")
def end_others(me: PersonId, caller: Caller) -> None:
    """Sign all other devices out."""
    endings.end_all(caller.account or me, keep=caller.session)


def _answer(session: Session, caller: Caller) -> Device:
    return Device(
        session_id=session.session_id,
        device=name_of(session.device),
        opened_at=clock.stamp(made_at(session.session_id)),
        last_used_at=clock.stamp(session.rotated_at),
        current=session.session_id == caller.session,
    )
