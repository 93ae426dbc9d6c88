"""Levels: what is known of something that begins and ends again and again, such as a following or a like.

Each time that it begins it has a greater id. Its level is `<id>0` while that time lasts and `<id>1` when it has ended.
So levels sort in the order in which things happened, whatever order they are heard of in: who keeps the greatest one
knows what holds.
"""


def began(id_: str) -> str:
    """The level of what began with this id, and lasts."""
    return id_ + "0"


def ended(id_: str) -> str:
    """The level of what began with this id, and is over."""
    return id_ + "1"


def lasts(level: str) -> bool:
    """Whether this is the level of something that is not over."""
    return level.endswith("0")
