"""The read models of discovery made anew from the tables, for scripts/rebuild discovery.

A new generation is written beside the one that is read, and takes its place when it is whole: searches go on
meanwhile. What changes meanwhile is written to both by the platform. Whoever read which generations there are just
before the new one was begun may still write to the old one alone, so the tables are gone through again when such a one
has surely ended.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from desk.emulator import Access
from desk.stage import pages
from desk.terminal import DeskError, Say, silent
from kernel import levels
from kernel.ids import FactId, PersonId

if TYPE_CHECKING:
    from views.profiles import ProfileCard

LOCAL = "mongodb://127.0.0.1:27018/"
"""Where scripts/dev has its MongoDB."""

TOLD_EVERY = 1_000

PAGE = 50
"""Posts that are read in one request."""

SETTLED = 35.0
"""Seconds after which an inbox that was at work when the rebuilding began has ended: its function may run for 30."""


class Edge(msgspec.Struct, frozen=True):
    """What suggestions need of a following."""

    pk: str
    followee: PersonId
    follow_id: FactId

    @property
    def follower(self) -> PersonId:
        return PersonId(self.pk.partition("#")[2])


@dataclass
class Discovery:
    """The read models of one stage."""

    access: Access
    prefix: str
    speak: Say = silent
    settled: float = SETTLED

    def rebuild(self) -> dict[str, int]:
        """Make the read models anew and let them take their place; returns how many things of each kind it looked at.

        DeskError when MongoDB does not answer, or when somebody else began another generation meanwhile. Repeating it
        is harmless, and so is stopping it: what is read stays as it is.
        """
        from kernel.errors import Away
        from kit import mongo

        try:
            with mongo.answering():
                return self._rebuild()
        except Away:
            raise DeskError(
                "MongoDB does not answer. Is scripts/dev running? Name another one by the variable MONGODB_URI."
            ) from None

    def cards(self) -> Iterator[ProfileCard]:
        """All cards of people. Reads profiles' whole table, about half a read unit per 4 KB."""
        from views import profiles

        wanted = "begins_with(pk, :kind) AND sk = :card"
        yield from map(profiles.decode, self._scan("profiles", wanted, {":kind": "PERSON#", ":card": "CARD"}))

    def people(self, generation: str) -> Iterator[None]:
        """Whom there is, what they are called, and whether everybody may see their posts."""
        from discovery import index, posts_index
        from discovery.model import called

        for card in self.cards():
            who = called(card.username, card.name) if card.state == "active" else None
            index.put(generation, card.person_id, card.version, who)
            posts_index.put_account(generation, card.person_id, card)
            yield

    def posts(self, generation: str) -> Iterator[None]:
        """Posts, with their hashtags and places. Reads posts' whole table, and each post once more, strongly."""
        from discovery import posts_index

        from kernel.ids import PostId

        wanted = "begins_with(pk, :kind) AND sk = :card"
        found = self._scan("posts", wanted, {":kind": "POST#", ":card": "CARD"}, "post_id")
        while page := [PostId(item["post_id"]) for item in islice(found, PAGE)]:
            posts_index.read(generation, page)
            yield from (None for _ in page)

    def deeds(self, generation: str) -> Iterator[None]:
        """Likes and comments of the last days, for trends. Reads posts' whole table twice."""
        from discovery import interactions

        from kernel import clock
        from kernel.ids import PersonId, PostId, first_id

        del generation  # they belong to none
        oldest = first_id(clock.now() - interactions.KEPT)
        likes = "begins_with(pk, :kind) AND like_id >= :oldest AND attribute_not_exists(gone)"
        for each in self._scan("posts", likes, {":kind": "LIKES#", ":oldest": oldest}, "pk", "sk", "like_id", "author"):
            liker = PersonId(each["pk"].removeprefix("LIKES#"))
            who = {"post": PostId(each["sk"]), "author": each["author"], "person": liker}
            interactions.note("like", each["like_id"], stands=True, **who)
            yield
        comments = "begins_with(pk, :kind) AND comment_id >= :oldest"
        named = ("comment_id", "post_id", "author", "commenter")
        for each in self._scan("posts", comments, {":kind": "COMMENTS#", ":oldest": oldest}, *named):
            who = {"post": PostId(each["post_id"]), "author": each["author"], "person": PersonId(each["commenter"])}
            interactions.note("comment", each["comment_id"], stands=True, **who)
            yield

    def follows(self, generation: str) -> Iterator[None]:
        """Who follows whom. Reads graph's whole table, in which all followings of one person lie beside each other."""
        from discovery import follows

        follower = None
        for item in self._scan("graph", "begins_with(pk, :kind)", {":kind": "FOLLOWS#"}):
            edge = msgspec.convert(item, Edge)
            if follower not in (None, edge.follower):
                follows.mark(generation, follower)
            follower = edge.follower
            follows.put(generation, follower, edge.followee, levels.began(edge.follow_id))
            yield
        if follower is not None:
            follows.mark(generation, follower)

    def _rebuild(self) -> dict[str, int]:
        from discovery import generations

        generation, began = generations.begin(), time.monotonic()
        self._fill(generation, self.speak)
        time.sleep(max(0.0, began + self.settled - time.monotonic()))
        looked_at = self._fill(generation, silent)
        before = generations.switch(generation)
        if before is None:
            generations.drop(generation)
            raise DeskError("Another rebuilding was begun meanwhile; this one was given up.")
        time.sleep(self.settled)  # until nobody reads the old one any more, or writes to it
        generations.drop(before)
        return looked_at

    def _fill(self, generation: str, speak: Say) -> dict[str, int]:
        looked_at = {}
        for kind, fill in (
            ("people", self.people),
            ("posts", self.posts),
            ("deeds", self.deeds),
            ("follows", self.follows),
        ):
            number = 0
            for number, _ in enumerate(fill(generation), 1):
                if number % TOLD_EVERY == 0:
                    speak(f"  {number} {kind}")
            looked_at[kind] = number
        return looked_at

    def _scan(self, context: str, wanted: str, values: dict[str, str], *only: str) -> Iterator[dict[str, Any]]:
        """The items of a context's table that fit, with these attributes or all. Reads all of it."""
        from kit.items import item_from_wire

        request: dict[str, Any] = {
            "TableName": f"{self.prefix}-{context}",
            "FilterExpression": wanted,
            "ExpressionAttributeValues": {name: {"S": value} for name, value in values.items()},
            "ConsistentRead": True,  # what was undone before the rebuilding began must not come back
        }
        if only:
            request["ProjectionExpression"] = ", ".join(only)
        for page in pages(self.access, "dynamodb", "scan", **request):
            yield from map(item_from_wire, page["Items"])


def environ(access: Access, prefix: str) -> Mapping[str, str]:
    """What the platform's own code must find to work on this stage. The address of MongoDB is never said."""
    return {**access.environ(), "PREFIX": prefix, "MONGODB_URI": os.environ.get("MONGODB_URI") or LOCAL}
