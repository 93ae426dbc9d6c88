"""Sending work to queues of the platform, without an AWS library."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from contracts import Envelope, encode
from kit.consumers import order
from kit.settings import settings
from kit.wire import Unavailable, client

BATCH = 10
"""Messages that one SendMessageBatch takes."""


def send(queue: str, commands: Sequence[Struct], *, delay: int = 0) -> None:
    """Put commands into the work queue `<prefix>-<queue>`, to be seen after `delay` seconds (at most 900).

    One request per 10. Raises what `Wire.call` raises, and Unavailable when the queue refuses some: then others may
    have been sent, so the sender must be harmless to repeat.
    """
    for start in range(0, len(commands), BATCH):
        entries = [
            {"Id": str(place), "MessageBody": order(command), "DelaySeconds": delay}
            for place, command in enumerate(commands[start : start + BATCH])
        ]
        request = {"QueueUrl": _address(settings().queue(queue)), "Entries": entries}
        refused = client("sqs").call("SendMessageBatch", request).get("Failed")
        if refused:
            raise Unavailable(str(refused[0].get("Code")), f"{len(refused)} messages were not taken")


def again(queue: str, envelope: Envelope[Any], *, delay: int) -> None:
    """Have a fact delivered to an inbox queue once more, after `delay` seconds (at most 900); raises like `send`."""
    body = f'{{"detail": {encode(envelope)}}}'
    client("sqs").call(
        "SendMessage", {"QueueUrl": _address(settings().queue(queue)), "MessageBody": body, "DelaySeconds": delay}
    )


def depth(queue: str) -> int:
    """Messages in `<prefix>-<queue>`, those included that somebody has just taken; nearly exact. Raises like `send`."""
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    request = {"QueueUrl": _address(settings().queue(queue)), "AttributeNames": wanted}
    found = client("sqs").call("GetQueueAttributes", request)["Attributes"]
    return sum(int(found[name]) for name in wanted)


@cache
def _address(name: str) -> str:
    return str(client("sqs").call("GetQueueUrl", {"QueueName": name})["QueueUrl"])
