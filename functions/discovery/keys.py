"""Key shapes of discovery's table."""

from kernel.ids import PersonId

LIST = "LIST"


def searches(person: PersonId) -> str:
    """Partition of what a person opened from a search, or looked for."""
    return f"SEARCHES#{person}"


def dismissed(person: PersonId) -> str:
    """Partition of those whom a person does not want to be suggested; sort keys are their ids."""
    return f"DISMISSED#{person}"
