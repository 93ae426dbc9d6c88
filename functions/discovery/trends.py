"""What trends: how it is judged, and where the lists lie that `trending` makes.

Something trends by how many people are at it. Each person counts once, less as time goes by, and less while their
account is new; that many did it before, too, takes from it. A list keeps who counted how much, so that for a reader it
is judged without those whom they hide, as if these did not exist.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from msgspec import Struct

from discovery.asking import ANSWER_MS
from discovery.shapes import Span
from kernel.ids import PersonId, made_at
from kit import mongo

COLLECTION = "trends"

Kind = Literal["tags", "posts"]

SPANS: dict[Span, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7)}

LEAST = 3
"""People who must be at something for it to trend."""

SETTLED = timedelta(days=14)
"""Age from which an account counts whole."""

NEW = 0.1
"""What an account counts that was made just now."""

POPULAR = "people:week"
"""The list of people whose posts many liked lately; `trending` makes it."""

KEPT = 50
"""Things of a list."""

PARTS = 100
"""People of a thing who are kept by name; of more people one part is too small to be seen."""


class Trend(Struct, omit_defaults=True):
    """One thing of a list: who counts how much now, and who did in the time before.

    `rest` is what `others` count for now, who are not named; `earlier` what such others counted for before.
    """

    id: str
    now: dict[PersonId, float] = {}
    before: dict[PersonId, float] = {}
    authors: list[PersonId] = []
    rest: float = 0.0
    others: int = 0
    earlier: float = 0.0


class Ranked(Struct, frozen=True):
    """A thing of a list as one reader sees it."""

    id: str
    people: int
    score: float
    authors: list[PersonId] = []


def weight(person: PersonId, now: datetime) -> float:
    """What somebody counts for, by the age of their account: from 0.1 to 1."""
    age = (now - made_at(person)) / SETTLED
    return min(1.0, max(NEW, age))


def faded(at: datetime, now: datetime, span: Span) -> float:
    """What is left of something that was done: half after a quarter of the span."""
    return float(0.5 ** (max(now - at, timedelta()) / (SPANS[span] / 4)))


def cut(trend: Trend) -> Trend:
    """The same with no more people than are kept by name."""
    if len(trend.now) > PARTS:
        named = sorted(trend.now.items(), key=lambda part: (-part[1], part[0]))
        rest = named[PARTS:]
        trend = msgspec.structs.replace(
            trend, now=dict(named[:PARTS]), rest=sum(part for _, part in rest), others=len(rest)
        )
    if len(trend.before) > PARTS:
        named = sorted(trend.before.items(), key=lambda part: (-part[1], part[0]))
        earlier = sum(part for _, part in named[PARTS:])
        trend = msgspec.structs.replace(trend, before=dict(named[:PARTS]), earlier=earlier)
    return trend


def rank(found: Collection[Trend], hides: Collection[PersonId] = ()) -> list[Ranked]:
    """Things by how much they trend, the most first, as if nobody of `hides` existed."""
    ranked = []
    for each in found:
        if hides and not set(each.authors).isdisjoint(hides):
            continue
        now = {person: part for person, part in each.now.items() if person not in hides}
        people = len(now) + each.others
        if people < LEAST:
            continue
        size = sum(sorted(now.values())) + each.rest
        named = (part for person, part in each.before.items() if person not in hides)
        before = sum(sorted(named)) + each.earlier
        ranked.append(Ranked(each.id, people, size * size / (size + before), each.authors))
    return sorted(ranked, key=lambda one: (-one.score, one.id))


def read(kind: Kind, span: Span, hides: Collection[PersonId]) -> list[Ranked]:
    """The list as a reader sees it. One query. Away without MongoDB."""
    with mongo.answering():
        found = mongo.database()[COLLECTION].find_one({"_id": f"{kind}:{span}"}, max_time_ms=ANSWER_MS)
    return rank(msgspec.convert(found["items"], list[Trend]), hides) if found else []


def keep(name: str, items: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Put a list in the place of the one before."""
    document = {"_id": name, "made_at": now, "items": items}
    mongo.database()[COLLECTION].replace_one({"_id": name}, document, upsert=True)
