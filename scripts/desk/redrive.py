"""The command scripts/redrive: what was given up is tried again.

A message ends in a queue `…-dead` after five tries, a fact that the bus refused in `relay-parked`, and of a batch of
a table's stream that a function could not take, a note with its place in the stream. Each goes back where it came
from: the message to its queue, the fact to the bus, the batch to its function. A message leaves the dead-letter queue
only after it has arrived; interrupted anywhere it may arrive twice, which consumers count once.

Queues are emptied by receive, send, delete and not by StartMessageMoveTask: emulators lack it, and it knows neither
facts nor batches.
"""

from __future__ import annotations

import argparse
import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import sleep
from typing import Any

from botocore.exceptions import ClientError

from desk import places
from desk.cloud import client
from desk.emulator import Access
from desk.stage import access_of, add_options, pages
from desk.terminal import DeskError, Say, say, silent

DEAD, PARKED = "-dead", "-parked"
HIDDEN = 120
"""Seconds for which a message that is being moved stays invisible to others."""

PAGE = 1000  # records that one GetRecords gives at most


class Kept(Exception):
    """Why a message stays in its dead-letter queue."""


@dataclass
class Done:
    """What became of a queue's messages. `kept` has a reason for each that stays."""

    moved: int = 0
    kept: list[str] = field(default_factory=list)


class Redrive:
    """The dead-letter queues of one stage."""

    def __init__(self, access: Access, prefix: str, *, rate: float = 50.0, speak: Say = silent) -> None:
        self._access = access
        self._prefix = prefix
        self._pause = 1 / rate
        self._speak = speak
        self._sqs = client(access, "sqs")

    def waiting(self) -> dict[str, int]:
        """Queue (without the prefix) → about how many messages lie in it; only queues at which messages stop."""
        found = {}
        for page in pages(self._access, "sqs", "list_queues", QueueNamePrefix=f"{self._prefix}-"):
            for url in page.get("QueueUrls", []):
                name = url.rpartition("/")[2].removeprefix(f"{self._prefix}-")
                if name.endswith((DEAD, PARKED)):
                    found[name] = self._count(url)
        return dict(sorted(found.items()))

    def run(self, name: str) -> Done:
        """Try everything that lies in a queue now, once. What fails again comes back and waits for the next time."""
        url = self._url(name)
        done, total = Done(), self._count(url)
        held: list[str] = []
        try:
            for message in self._messages(url, total):
                try:
                    self._again(name, message)
                except Kept as reason:
                    held.append(message["ReceiptHandle"])
                    done.kept.append(str(reason))
                except BaseException:
                    held.append(message["ReceiptHandle"])
                    raise
                else:
                    self._sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                    done.moved += 1
                if (done.moved + len(done.kept)) % 100 == 0:
                    self._speak(f"  {name}: {done.moved + len(done.kept)} of about {total}")
                sleep(self._pause)
        finally:
            for handle in held:  # others may look at it at once
                self._sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
        return done

    def _messages(self, url: str, total: int) -> Iterator[dict[str, Any]]:
        """One by one, so that an interruption leaves one message in doubt; never more than there were at the start."""
        for _ in range(total):
            answer = self._sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=1,
                VisibilityTimeout=HIDDEN,
                WaitTimeSeconds=1,
                MessageAttributeNames=["All"],
                MessageSystemAttributeNames=["DeadLetterQueueSourceArn"],
            )
            if not answer.get("Messages"):
                return
            yield answer["Messages"][0]

    def _again(self, name: str, message: dict[str, Any]) -> None:
        if name.endswith(PARKED):
            self._say_again(message["Body"])
        elif batch := _batch_of(message["Body"]):
            self._read_again(*batch)
        else:
            self._send_again(name, message)

    def _send_again(self, name: str, message: dict[str, Any]) -> None:
        """To the queue it came from: SQS notes it, and what the bus could not deliver goes by the name."""
        source = message.get("Attributes", {}).get("DeadLetterQueueSourceArn", "").rpartition(":")[2]
        origin = source or f"{self._prefix}-{name.removesuffix(DEAD)}"
        try:
            url = self._sqs.get_queue_url(QueueName=origin)["QueueUrl"]
        except self._sqs.exceptions.QueueDoesNotExist:
            raise Kept(f"there is no queue {origin} to go back to") from None
        self._sqs.send_message(QueueUrl=url, MessageBody=message["Body"])

    def _say_again(self, body: str) -> None:
        """A parked fact to the bus. Poison, which the relay could not read either, stays to be looked at."""
        try:
            text = json.loads(body)["fact"]
            fact = json.loads(text)
            entry = {"Source": f"lambdagram.{fact['context']}", "DetailType": fact["type"]}
            occurred = datetime.fromisoformat(fact["occurredAt"])
        except (ValueError, KeyError, TypeError) as wrong:
            raise Kept(f"it holds no fact ({wrong!r}): {body[:120]}") from None
        entry |= {"EventBusName": f"{self._prefix}-bus", "Detail": text}
        answer = client(self._access, "events").put_events(Entries=[{**entry, "Time": occurred}])
        if answer["FailedEntryCount"]:
            refused = answer["Entries"][0]
            raise Kept(f"the bus refuses it: {refused.get('ErrorCode')} {refused.get('ErrorMessage', '')}")

    def _read_again(self, function: str, batch: dict[str, Any]) -> None:
        """A batch out of the stream to its function. A stream keeps its records for a day."""
        records = self._records(batch)
        event = {"Records": records, "shardId": batch["shardId"], "eventSourceARN": batch["streamArn"]}
        answer = client(self._access, "lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode())
        said = answer["Payload"].read().decode(errors="replace")
        name = function.rpartition(":")[2]
        if "FunctionError" in answer:
            raise Kept(f"{name} fails again: {said[:300]}")
        failed = (json.loads(said or "null") or {}).get("batchItemFailures")
        if failed:
            raise Kept(f"{name} does not take {len(failed)} of {len(records)} records")

    def _records(self, batch: dict[str, Any]) -> list[dict[str, Any]]:
        streams = client(self._access, "dynamodbstreams")
        wanted, last = int(batch["batchSize"]), int(batch["endSequenceNumber"])
        gone = Kept(
            f"the stream has lost its {wanted} records (it keeps them for 24 hours): {batch['streamArn']} from "
            f"{batch['startSequenceNumber']}. scripts/reconcile tells which counts "
            "lack something; scripts/rebuild feed makes timelines anew"
        )
        found: list[dict[str, Any]] = []
        try:
            iterator = streams.get_shard_iterator(
                StreamArn=batch["streamArn"],
                ShardId=batch["shardId"],
                ShardIteratorType="AT_SEQUENCE_NUMBER",
                SequenceNumber=batch["startSequenceNumber"],
            )["ShardIterator"]
            while iterator:
                answer = streams.get_records(ShardIterator=iterator, Limit=PAGE)
                page = [one for one in answer["Records"] if int(one["dynamodb"]["SequenceNumber"]) <= last]
                found += page
                if not answer["Records"] or len(page) < len(answer["Records"]) or len(found) >= wanted:
                    break
                iterator = answer.get("NextShardIterator")
        except ClientError as refused:
            if refused.response["Error"]["Code"] in ("TrimmedDataAccessException", "ResourceNotFoundException"):
                raise gone from None
            raise
        if not found:
            raise gone
        return [_as_delivered(record, batch["streamArn"]) for record in found]

    def _url(self, name: str) -> str:
        try:
            url: str = self._sqs.get_queue_url(QueueName=f"{self._prefix}-{name}")["QueueUrl"]
        except self._sqs.exceptions.QueueDoesNotExist:
            raise DeskError(f"There is no queue {self._prefix}-{name}. See scripts/redrive --list.") from None
        return url

    def _count(self, url: str) -> int:
        name = "ApproximateNumberOfMessages"
        return int(self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


def _batch_of(body: str) -> tuple[str, dict[str, Any]] | None:
    """The function and the place in the stream, when a message is the note of a batch that was given up."""
    try:
        note = json.loads(body)
        return note["requestContext"]["functionArn"], note["DDBStreamBatchInfo"]
    except (ValueError, KeyError, TypeError):
        return None


def _as_delivered(record: dict[str, Any], stream: str) -> dict[str, Any]:
    """A record of the streams API as Lambda hands it to a function: plain JSON."""
    shown: dict[str, Any] = json.loads(json.dumps(record, default=_plain))
    return {**shown, "eventSourceARN": stream}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"a stream record holds {type(value).__name__}")


def named(name: str, known: list[str]) -> str:
    """The dead-letter queue that somebody means: `feed-inbox-dead`, `feed-inbox`, or with the prefix."""
    for candidate in (name, f"{name}{DEAD}", f"{name}{PARKED}"):
        if candidate in known:
            return candidate
    raise DeskError(f"There is no dead-letter queue {name}. There are: {', '.join(known) or 'none'}.")


def main() -> int:
    """scripts/redrive. Exit code 1 when messages stay."""
    parser = argparse.ArgumentParser(
        prog="scripts/redrive",
        description="Try again what was given up: messages go back to their queue, parked facts to the bus, batches "
        "of a table's stream to their function. Without a queue: all of them. It may be interrupted and run again.",
        epilog="Examples: scripts/redrive --list · scripts/redrive feed-inbox · scripts/redrive relay-parked",
    )
    parser.add_argument("queue", nargs="?", metavar="QUEUE", help="such as feed-inbox or feed-inbox-dead (all)")
    parser.add_argument("--list", action="store_true", help="show what waits, and stop")
    parser.add_argument("--rate", type=float, default=50.0, metavar="N", help="messages per second at most (50)")
    add_options(parser)
    chosen = parser.parse_args()
    if chosen.rate <= 0:
        parser.error("--rate is a number above zero.")
    prefix = places.prefix_of(chosen.stage)
    redrive = Redrive(access_of(chosen.stage, chosen.endpoint), prefix, rate=chosen.rate, speak=say)
    waiting = redrive.waiting()
    if not waiting:
        raise DeskError(f"There are no dead-letter queues of {prefix}. Is that stage deployed?")
    if chosen.list:
        for name, count in waiting.items():
            say(f"  {count:>8}  {name}")
        return 0
    names = [named(chosen.queue.removeprefix(f"{prefix}-"), list(waiting))] if chosen.queue else list(waiting)
    return _redrive_all(redrive.run, [name for name in names if chosen.queue or waiting[name]])


def _redrive_all(run: Callable[[str], Done], names: list[str]) -> int:
    stays = 0
    for name in names:
        done = run(name)
        say(f"  {name}: {done.moved} went back, {len(done.kept)} stay")
        for reason, count in {reason: done.kept.count(reason) for reason in done.kept}.items():
            say(f"    {count} times: {reason}" if count > 1 else f"    {reason}")
        stays += len(done.kept)
    if not names:
        say("  nothing waits")
    return 1 if stays else 0
