"""Key shapes of identity's table."""

from kernel.ids import PersonId, SessionId

CARD = "CARD"
ACCOUNT = "ACCOUNT"
SIGNING_KEYS = "SIGNING_KEYS"


def login(contact: str) -> str:
    """Partition of an e-mail address or phone number: one item, whose it is."""
    return f"LOGIN#{contact}"


def handle(username: str) -> str:
    """Partition of a username: one card, whose it is (views.identity)."""
    return f"HANDLE#{username}"


def person(person_id: PersonId) -> str:
    return f"PERSON#{person_id}"


def session(session_id: SessionId) -> str:
    return f"SESSION#{session_id}"


def attempts(subject: str, window: int) -> str:
    """Partition of a count of failed sign-ins; `subject` is a digest, not an address."""
    return f"ATTEMPTS#{subject}#{window}"
