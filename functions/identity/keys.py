"""Key shapes of identity's table."""

from kernel.ids import PersonId, SessionId

CARD = "CARD"
ACCOUNT = "ACCOUNT"
EXPORT = "EXPORT"
SIGNING_KEYS = "SIGNING_KEYS"

FACTOR = "FACTOR#"
TOTP = "FACTOR#TOTP"
RECOVERY = "FACTOR#RECOVERY"
PASSKEY = "FACTOR#PASSKEY#"
PEOPLE = "PEOPLE#"


def login(contact: str) -> str:
    """Partition of an e-mail address or phone number: one item, whose it is."""
    return f"LOGIN#{contact}"


def handle(username: str) -> str:
    """Partition of a username: one card, whose it is (views.identity)."""
    return f"HANDLE#{username}"


def account(person_id: PersonId) -> str:
    """Partition of which account a person is of (views.identity); there for accounts of several persons only."""
    return f"ACCOUNT#{person_id}"


def person(person_id: PersonId) -> str:
    return f"PERSON#{person_id}"


SESSION = "SESSION#"
LETTER = "LETTER#"


def wish(contact: str) -> str:
    """Partition of a contact that was given but not verified: one item, who gave it last."""
    return f"WISH#{contact}"


def letter(purpose: str) -> str:
    """Sort key of the letter that an account may answer: its latest of that purpose."""
    return f"{LETTER}{purpose}"


def ask(ask_id: str) -> str:
    """Partition of a letter that was asked for."""
    return f"ASK#{ask_id}"


def known(address_digest: str) -> str:
    """Sort key of a network address from which an account was signed in to."""
    return f"KNOWN#{address_digest}"


def invitation(code_digest: str) -> str:
    return f"INVITATION#{code_digest}"


def session(session_id: SessionId) -> str:
    return f"{SESSION}{session_id}"


def attempts(subject: str, window: int) -> str:
    """Partition of a count of failed sign-ins; `subject` is a digest, not an address."""
    return f"ATTEMPTS#{subject}#{window}"


def challenge(digest: str) -> str:
    """Partition of a challenge that waits for its answer; `digest` is a hash of what the caller was given."""
    return f"CHALLENGE#{digest}"


def credential(id_: str) -> str:
    """Partition of a passkey's id (base64url): whose it is."""
    return f"CREDENTIAL#{id_}"


def tries(account: PersonId) -> str:
    """Partition of the count of wrong codes of an account."""
    return f"ATTEMPTS#FACTOR#{account}"


def passkey(passkey_id: str) -> str:
    return f"{PASSKEY}{passkey_id}"


def people(person_id: PersonId) -> str:
    """Sort key of a further person of an account."""
    return f"{PEOPLE}{person_id}"


def wanted_mail(mail_id: str) -> str:
    """Partition of the mark that a letter which another context wanted was sent."""
    return f"MAIL#{mail_id}"


LEAVING = "LEAVING"
"""Partition of the accounts that asked to be deleted; sort keys begin with the moment from which each is erased."""


def leaving(erase_at: str, account: PersonId) -> str:
    """Sort key of an account that is to be erased; times as `kernel.clock` writes them sort as they pass."""
    return f"{erase_at}#{account}"


def erased(pseudonym: str) -> str:
    """Partition of the report of an erasure, under an id that nothing else has."""
    return f"ERASED#{pseudonym}"
