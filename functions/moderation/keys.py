"""Key shapes of moderation's table."""

from kernel.ids import PersonId

CASE = "CASE"
REPORT = "REPORT#"
QUEUE = "OPEN"
"""Partition, in the index `queue`, of the open cases."""

DUE = "DUE"
"""Partition of suspensions that end by themselves; sort keys begin with the moment."""

STAFF = "STAFF"
"""Partition of who is staff; sort keys are accounts."""

HEAD = "CHAIN"
"""Partition and sort key of the log's end: how many entries, and the hash of the last."""

AUDIT_PAGE = 1000
"""Entries in one partition of the log."""

SUSPENSION = "SUSPENSION"
NOTE = "NOTE#"
STATE = "STATE"


def case(subject: str) -> str:
    return f"CASE#{subject}"


def reported(reporter: PersonId) -> str:
    """Partition of what somebody has reported; sort keys are subjects."""
    return f"REPORTED#{reporter}"


def reports(reporter: PersonId) -> str:
    """Partition of somebody's reports; sort keys are report ids."""
    return f"REPORTS#{reporter}"


def content(subject: str) -> str:
    """Partition of what staff decided about a post or comment."""
    return f"CONTENT#{subject}"


def person(person_id: PersonId) -> str:
    """Partition of what staff decided and noted about a person."""
    return f"PERSON#{person_id}"


def due(until: str, person_id: PersonId) -> str:
    return f"{until}#{person_id}"


def audit(n: int) -> tuple[str, str]:
    """Key of the log's entry n (from 1). Entries are only ever added: no function may change or delete them."""
    return f"AUDIT#{n // AUDIT_PAGE:09d}", f"{n:012d}"
