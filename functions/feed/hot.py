"""Hot timelines and heads in Redis, which may vanish, be late or be wiped at any moment: the table is the truth.

What is kept of a timeline is its top. It bears the turn of its reader's timeline, read before the table was; whoever
writes a row begins a new turn afterwards. So a top that was read before a row was written is of an old turn, whoever
keeps it and when, and is not used. Only when Redis cannot be reached by the writer may an old top be shown, for
`SECONDS`; and what of it may be seen is decided from cards and the digest in any case, which do not come from here.
"""

from collections.abc import Iterable
from functools import cache

import msgspec
from msgspec import Struct

from feed.model import Head
from kernel.ids import PersonId, new_id
from kit.cache import Cache
from kit.settings import settings

SECONDS = 10
TURN_SECONDS = 3600
"""Longer than a top lives, so that no turn is forgotten before what it has made old."""


class Top(Struct, frozen=True, array_like=True):
    """The newest rows of a timeline, as (sort key, author); below `horizon` nothing is known.

    `awake`, `away` and `tagged` are those of the mark (rows.wake, rows.tagged). `turn` is the one in which it was read,
    if it is for keeping.
    """

    rows: list[tuple[str, PersonId]]
    horizon: str
    awake: int | None
    away: int | None = None
    turn: str = ""
    tagged: bool = False


_top = msgspec.msgpack.Decoder(Top).decode
_head = msgspec.msgpack.Decoder(Head).decode
_encode = msgspec.msgpack.encode


def present() -> bool:
    """Whether there is a Redis that answers."""
    return _cache().present


def top(person: PersonId) -> Top | str:
    """The kept top of a timeline, or the turn under which the one that is read now can be kept."""
    turn_key, top_key = _key("turn", person), _key("top", person)
    found = _cache().get_many([turn_key, top_key])
    turn = found.get(turn_key, b"").decode()
    if turn and top_key in found:
        try:
            kept = _top(found[top_key])
        except msgspec.MsgspecError:
            return turn
        if kept.turn == turn:
            return kept
    if not turn:
        turn = new_id()
        _cache().set_many({turn_key: turn.encode()}, TURN_SECONDS)
    return turn


def keep_top(person: PersonId, top: Top) -> None:
    """Keep what was read after its turn was."""
    _cache().set_many({_key("top", person): _encode(top)}, SECONDS)


def changed(people: Iterable[PersonId]) -> None:
    """Begin a new turn of these timelines: said after their rows were written."""
    if present():
        _cache().set_many({_key("turn", person): new_id().encode() for person in people}, TURN_SECONDS)


def heads(authors: Iterable[PersonId]) -> dict[PersonId, Head]:
    """The kept heads among those of these authors."""
    wanted = {_key("head", author): author for author in authors}
    found: dict[PersonId, Head] = {}
    for key, raw in _cache().get_many(wanted).items():
        try:
            found[wanted[key]] = _head(raw)
        except msgspec.MsgspecError:
            continue
    return found


def keep_heads(heads: dict[PersonId, Head]) -> None:
    """Keep heads for `SECONDS`: so long may a reader lack the newest post of an author with very many followers."""
    if heads and present():
        _cache().set_many({_key("head", author): _encode(head) for author, head in heads.items()}, SECONDS)


def _key(kind: str, person: PersonId) -> str:
    return f"{settings().table('feed')}:{kind}:{person}"


@cache
def _cache() -> Cache:
    return Cache.from_url(settings().redis_url)
