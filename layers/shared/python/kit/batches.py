"""Pure puts and deletes, many in one request: one write unit per started KB, no condition, no transaction.

For items under deterministic keys only: writing one again must change nothing.
"""

import random
import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

from kit.items import item_to_wire
from kit.wire import Throttled, dynamodb

BATCH = 25
"""Writes that one BatchWriteItem takes."""

PATIENCE = 5.0
"""Seconds without progress after which a throttled table is given up."""


def put_all(table: str, items: Iterable[dict[str, Any]]) -> None:
    """Write whole items, which replace what is there. Their keys must differ from each other.

    One request per 25. What the store leaves over is sent again; Throttled after 5 seconds without progress. Raises
    what `Wire.call` raises; some may have been written then.
    """
    write_all(table, ({"PutRequest": {"Item": item_to_wire(item)}} for item in items))


def delete_all(table: str, keys: Iterable[tuple[str, str]]) -> None:
    """Remove items; one that is not there costs the same and changes nothing. Otherwise like `put_all`."""
    write_all(table, ({"DeleteRequest": {"Key": item_to_wire({"pk": pk, "sk": sk})}} for pk, sk in keys))


def write_all(table: str, requests: Iterable[dict[str, Any]]) -> None:
    """Carry out requests in DynamoDB's own form (PutRequest, DeleteRequest), for those who make very many of them."""
    source = iter(requests)
    waiting = list(islice(source, BATCH))
    tries, until = 0, time.monotonic() + PATIENCE
    while waiting:
        answer = dynamodb().call("BatchWriteItem", {"RequestItems": {table: waiting}})
        left = (answer.get("UnprocessedItems") or {}).get(table) or []
        if len(left) < len(waiting):
            tries, until = 0, time.monotonic() + PATIENCE
        else:
            tries += 1
        if left:
            pause = random.random() * min(1.0, 0.05 * 2**tries)  # noqa: S311 - spreads load
            if time.monotonic() + pause >= until:
                raise Throttled("UnprocessedItems", f"{len(left)} writes were left over again and again")
            time.sleep(pause)
        waiting = left + list(islice(source, BATCH - len(left)))
