"""Key shapes of discovery's table."""

from kernel.ids import PersonId

LIST = "LIST"


def searches(person: PersonId) -> str:
    """Partition of the people whom a person opened from a search."""
    return f"SEARCHES#{person}"


def dismissed(person: PersonId) -> str:
    """Partition of those whom a person does not want to be suggested; sort keys are their ids."""
    return f"DISMISSED#{person}"
