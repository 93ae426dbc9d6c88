"""Discovery's cards: which hashtags somebody follows, and the newest posts of a hashtag that is followed."""

from typing import Any

import msgspec
from msgspec import Struct

from kernel.ids import PersonId, PostId
from kit.settings import settings
from kit.wire import Key


class Tags(Struct, frozen=True):
    """Hashtags that somebody follows, by the alphabet, and which write of the list this is (0: there is none)."""

    tags: list[str]
    version: int = 0


class TagHead(Struct, frozen=True):
    """The newest posts of a hashtag that everybody may see, newest first, each with its author."""

    posts: list[tuple[PostId, PersonId]]
    version: int = 0


def tags_key(person: PersonId) -> Key:
    """Key of the hashtags that a person follows."""
    return settings().table("discovery"), f"TAGS#{person}", "LIST"


def tags_of(item: dict[str, Any] | None) -> Tags:
    return Tags(msgspec.json.decode(item["tags"], type=list[str]), item["version"]) if item else Tags([])


def tag_head_key(tag: str) -> Key:
    """Key of the head of a hashtag; the item exists once somebody has followed it."""
    return settings().table("discovery"), f"TAG#{tag}", "HEAD"


def tag_head_of(item: dict[str, Any] | None) -> TagHead:
    if item is None:
        return TagHead([])
    return TagHead(msgspec.json.decode(item["posts"], type=list[tuple[PostId, PersonId]]), item["version"])
