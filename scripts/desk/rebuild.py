"""The command scripts/rebuild: read models are made anew from the truth: timelines, and what searches read.

Of timelines (feed.rebuild) the script only finds people and sends orders; the platform does the work page by page and
goes on when the script is gone. Ordered again, it changes nothing that is right. The index: see rebuild_discovery.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError

from desk import places, rebuild_discovery
from desk.cloud import client
from desk.emulator import Access
from desk.stage import access_of, add_options, pages
from desk.terminal import DeskError, Say, say, silent

QUEUE, DEAD = "feed-rebuild", "feed-rebuild-dead"
BATCH = 10  # messages that one SendMessageBatch takes
WAITING = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")

LOOKS = 3
"""Looks in a row at which the queue must be empty: its counts are approximate."""

PAUSE = 1.0
PATIENCE = 900.0
"""Seconds without any progress after which the script stops waiting; a failed order is tried again after 360."""


@dataclass
class Timelines:
    """The timelines of one stage."""

    access: Access
    prefix: str
    speak: Say = silent

    def find(self, usernames: Iterable[str]) -> list[str]:
        """The ids of the people with these usernames; DeskError when somebody is missing."""
        return [self._holder(name) for name in usernames]

    def everybody(self) -> Iterator[str]:
        """The ids of all people. Reads identity's whole table, about half a read unit per 4 KB."""
        request = {
            "TableName": f"{self.prefix}-identity",
            "FilterExpression": "begins_with(pk, :handle) AND sk = :card",
            "ProjectionExpression": "person_id",
            "ExpressionAttributeValues": {":handle": {"S": "HANDLE#"}, ":card": {"S": "CARD"}},
        }
        for page in pages(self.access, "dynamodb", "scan", **request):
            for item in page["Items"]:
                yield item["person_id"]["S"]

    def order(self, people: Iterable[str]) -> int:
        """Send one order per person; returns how many. One request per 10."""
        url, sent = self._url(QUEUE), 0
        bodies = [_order(person) for person in dict.fromkeys(people)]
        for start in range(0, len(bodies), BATCH):
            entries = [
                {"Id": str(place), "MessageBody": body} for place, body in enumerate(bodies[start : start + BATCH])
            ]
            refused = client(self.access, "sqs").send_message_batch(QueueUrl=url, Entries=entries).get("Failed")
            if refused:
                raise DeskError(
                    f"The queue did not take {len(refused)} orders: {refused[0].get('Message')}. Run again."
                )
            sent += len(entries)
            if sent % 1000 == 0:
                self.speak(f"  sent {sent} of {len(bodies)}")
        return sent

    def wait(self, *, pause: float = PAUSE, patience: float = PATIENCE) -> None:
        """Wait until all orders are done or given up, telling how many are left; DeskError when nothing moves."""
        url, before, empty, moved = self._url(QUEUE), -1, 0, time.monotonic()
        while empty < LOOKS:
            left = self._count(url)
            empty = 0 if left else empty + 1
            if left != before:
                moved = time.monotonic()
                if left:
                    self.speak(f"  {left} left")
            elif left and time.monotonic() - moved > patience:
                raise DeskError(
                    f"For {patience:.0f} s nothing has moved and {left} orders wait. See scripts/logs feed.rebuild."
                )
            before = left
            time.sleep(pause)

    def given_up(self) -> int:
        """About how many orders lie in the dead-letter queue."""
        return self._count(self._url(DEAD))

    def _holder(self, username: str) -> str:
        name = username.removeprefix("@")
        key = {"pk": {"S": f"HANDLE#{name.lower()}"}, "sk": {"S": "CARD"}}
        item = client(self.access, "dynamodb").get_item(TableName=f"{self.prefix}-identity", Key=key).get("Item")
        if item is None:
            raise DeskError(f"Nobody is called {name}.")
        holder: str = item["person_id"]["S"]
        return holder

    def _url(self, name: str) -> str:
        sqs: Any = client(self.access, "sqs")
        try:
            url: str = sqs.get_queue_url(QueueName=f"{self.prefix}-{name}")["QueueUrl"]
        except sqs.exceptions.QueueDoesNotExist:
            raise DeskError(f"There is no queue {self.prefix}-{name}. Is that stage deployed?") from None
        return url

    def _count(self, url: str) -> int:
        found = client(self.access, "sqs").get_queue_attributes(QueueUrl=url, AttributeNames=list(WAITING))
        return sum(int(found["Attributes"].get(name, 0)) for name in WAITING)


def _order(person: str) -> str:
    """The text of an order as kit.consumers.Order has it; each is a journey of its own."""
    return json.dumps({"journey": f"rebuild-{uuid.uuid4()}", "causedBy": None, "command": {"person": person}})


def main() -> int:
    """scripts/rebuild. Exit code 1 when orders were given up."""
    parser = argparse.ArgumentParser(
        prog="scripts/rebuild",
        description="Make read models anew. Timelines (feed): what is missing of the people whom somebody follows is "
        "added (the newest 20 posts of each), and rows of others are removed. The platform does it page by page, feeds "
        "stay readable, and repeating it is harmless. The script waits until all is done; stopped, the work goes on "
        "without it. "
        "What searches read (discovery): a new generation is made and takes the place of the one before; "
        "searches go on meanwhile. MONGODB_URI names its MongoDB; without it the one of scripts/dev is meant.",
        epilog="Examples: scripts/rebuild feed alice bob · scripts/rebuild feed --all · scripts/rebuild discovery",
    )
    parser.add_argument("what", choices=["feed", "discovery"], help="timelines, or what searches read")
    parser.add_argument("usernames", nargs="*", metavar="USERNAME", help="whose")
    parser.add_argument("--all", action="store_true", help="everybody's; reads the whole table of usernames")
    add_options(parser)
    chosen = parser.parse_args()
    whole = chosen.what == "discovery"
    if whole and (chosen.usernames or chosen.all):
        parser.error("what searches read is always made anew as a whole.")
    if not whole and bool(chosen.usernames) == chosen.all:
        parser.error("say either usernames or --all.")
    timelines = Timelines(access_of(chosen.stage, chosen.endpoint), places.prefix_of(chosen.stage), say)
    try:
        return _index(timelines) if whole else _rebuild(timelines, chosen.usernames)
    except EndpointConnectionError:
        raise DeskError(f"Nothing answers at {timelines.access.endpoint}. Is scripts/dev running?") from None
    except ClientError as refused:
        if refused.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        raise DeskError(f"There are no tables of {timelines.prefix}. Is that stage deployed?") from None


def _index(stage: Timelines) -> int:
    started = time.monotonic()
    os.environ.update(rebuild_discovery.environ(stage.access, stage.prefix))
    sys.path[:0] = [str(places.ROOT / part) for part in ("functions", "layers/shared/python")]
    say(f"making what searches read of {stage.prefix} anew; they go on meanwhile")
    looked_at = rebuild_discovery.Discovery(stage.access, stage.prefix, say).rebuild()
    told = ", ".join(f"{number} {kind}" for kind, number in looked_at.items())
    say(f"{told}, done in {time.monotonic() - started:.0f} s")
    return 0


def _rebuild(timelines: Timelines, usernames: list[str]) -> int:
    started, dead = time.monotonic(), timelines.given_up()
    sent = timelines.order(timelines.find(usernames) if usernames else timelines.everybody())
    say(f"rebuilding {sent} timeline{'s' if sent != 1 else ''} of {timelines.prefix}")
    timelines.wait()
    lost = timelines.given_up() - dead
    if lost > 0:
        say(f"{lost} orders were given up: see scripts/logs feed.rebuild, then scripts/redrive feed-rebuild")
        return 1
    say(f"done in {time.monotonic() - started:.0f} s")
    return 0
