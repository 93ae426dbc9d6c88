"""What a device's next message will need, as its last one did: asked for together with the conversation itself.

A right guess saves one of the three steps of a message; what a wrong one lacks is read afterwards, and all is read
anew each time. It lives as long as the environment does and knows keys only, nothing of what they hold.
"""

from collections.abc import Sequence

from kernel.ids import ConversationId
from kit.wire import Key

MOST_KEYS = 20_000
"""Of all guesses together: about 5 MB."""

_guesses: dict[tuple[str, ConversationId], tuple[Key, ...]] = {}


def guess(connection_id: str, conversation_id: ConversationId) -> tuple[Key, ...]:
    """The keys of last time; none at first."""
    return _guesses.get((connection_id, conversation_id), ())


def learn(connection_id: str, conversation_id: ConversationId, needed: Sequence[Key]) -> None:
    """Keep what was needed this time. The oldest guess gives way."""
    _guesses.pop((connection_id, conversation_id), None)
    _guesses[connection_id, conversation_id] = tuple(needed)
    while sum(map(len, _guesses.values())) > MOST_KEYS:
        del _guesses[next(iter(_guesses))]


def forget() -> None:
    """Guess nothing. For tests."""
    _guesses.clear()
