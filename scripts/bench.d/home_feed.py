"""Bar P2: CPU of the whole warm home feed handler, against a bare boto3 handler that does the same reads.

Runs alone (`python scripts/bench.d/home_feed.py`) with an emulator of its own. The bare handler reads the same items,
makes plain values of them and answers them as JSON: no rules, no cursors, no signed addresses. CPU is that of this
process, without the store's.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / each) for each in ("layers/shared/python", "functions", "tests", "scripts")]

from desk import bench

P2 = 0.25
PAGE = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="rounds, of which the median counts (default 7)")
    parser.add_argument("--photos", type=int, default=2, help="photographs per post (default 2)")
    options = parser.parse_args()
    from support.emulator import ENVIRONMENT, PYTHON, free_port, start

    if not PYTHON.exists():
        print("no emulator: run scripts/dev once")
        return 1
    with tempfile.TemporaryDirectory() as place:
        port = free_port()
        emulator = start(Path(place), port, LOG_LEVEL="ERROR")
        try:
            os.environ.update(ENVIRONMENT)
            return 0 if measured(f"http://127.0.0.1:{port}", options.rounds, options.photos) else 1
        finally:
            emulator.terminate()
            emulator.wait(20)


def measured(endpoint: str, rounds: int, photos: int) -> bool:
    """Both handlers in turn on the same feed."""
    from feed import home

    from kit import limits, media_address
    from support.events import request
    from support.feed_world import ALICE, BOB, CAROL, DAN, world
    from views.graph import Digest

    limits.BUCKETS["read"] = (limits.Bucket(10**9, 10**6),)  # counted as always, never empty
    with world(endpoint) as here:
        for author in (ALICE, CAROL, DAN):
            here.happens(here.follow(BOB, author))
            here.happens(*[here.publish(author, photos=photos) for _ in range(12)])
        for row in here.timeline(BOB)[-PAGE::4]:
            here.put("posts", f"LIKES#{BOB}", row.post_id)
            here.put("posts", f"POST#{row.post_id}", "COUNTS", likes=1, comments=0)
        here.set_digest(BOB, Digest())
        event = request("GET /v1/feed", me=BOB)
        bare = _bare(endpoint, here.prefix, BOB)
        out, sys.stdout = sys.stdout, Path(os.devnull).open("w")  # noqa: SIM115 - handlers log a line per call
        assert len(json.loads(home.app(event, None)["body"])["items"]) == len(json.loads(bare()["body"])) == PAGE

        def unseen() -> Any:
            """No photograph of the page was signed before in this environment."""
            media_address._signed.cache_clear()  # noqa: SLF001 - what is measured
            return home.app(event, None)

        rows: dict[str, Callable[[], Any]] = {
            "bare boto3": bare,
            "feed.home": lambda: home.app(event, None),
            "feed.home, all photographs new": unseen,
        }
        ms = _in_turn(rows, rounds)
        sys.stdout = out
    ratio = ms["feed.home"] / ms["bare boto3"]
    print(f"P2 home feed of {PAGE} posts with {photos} photographs, CPU ms per call, median of {rounds} rounds")
    for name, each in ms.items():
        print(f"  {name:<32}{each:8.3f} ms  {each / ms['bare boto3']:6.2f} x")
    bench.line(
        "P2", "home feed / bare boto3, all photographs new", ms["feed.home, all photographs new"] / ms["bare boto3"]
    )
    return bench.line("P2", "home feed / bare boto3", ratio, P2, "x")


def _bare(endpoint: str, prefix: str, me: str) -> Callable[[], dict[str, Any]]:
    from boto3.dynamodb.types import TypeDeserializer

    from support.tables import client

    dynamodb, plain = client(endpoint, "dynamodb"), TypeDeserializer().deserialize

    def values(raw: dict[str, Any]) -> dict[str, Any]:
        return {name: plain(attr) for name, attr in raw.items()}

    def query(table: str, pk: str, **more: Any) -> list[dict[str, Any]]:
        given = {":p": {"S": pk}, **more.pop("values", {})}
        condition = "pk = :p" + more.pop("condition", "")
        answer = dynamodb.query(
            TableName=f"{prefix}-{table}",
            KeyConditionExpression=condition,
            ExpressionAttributeValues=given,
            ScanIndexForward=False,
            **more,
        )
        return [values(each) for each in answer["Items"]]

    def handle() -> dict[str, Any]:
        key = {"pk": {"S": f"PERSON#{me}"}, "sk": {"S": "DIGEST"}}
        values(dynamodb.get_item(TableName=f"{prefix}-graph", Key=key, ConsistentRead=True)["Item"])
        rows = [row for row in query("feed", f"HOME#{me}", Limit=PAGE + 11) if "author" in row][:PAGE]
        within = {":a": {"S": rows[-1]["sk"]}, ":b": {"S": rows[0]["sk"]}}
        liked = query("posts", f"LIKES#{me}", condition=" AND sk BETWEEN :a AND :b", values=within, ConsistentRead=True)
        authors = {row["author"] for row in rows}
        keys = [("posts", f"POST#{row['sk']}", sk) for row in rows for sk in ("CARD", "COUNTS")]
        keys += [("profiles", f"PERSON#{author}", "CARD") for author in authors]
        wanted: dict[str, Any] = {}
        for table, pk, sk in keys:
            wanted.setdefault(f"{prefix}-{table}", {"Keys": []})["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
        answer = dynamodb.batch_get_item(RequestItems=wanted)["Responses"]
        found = {(item["pk"], item["sk"]): item for each in answer.values() for item in map(values, each)}
        mine = {each["sk"] for each in liked}
        body = [
            {
                "post": found[f"POST#{row['sk']}", "CARD"],
                "counts": found.get((f"POST#{row['sk']}", "COUNTS")),
                "author": found[f"PERSON#{row['author']}", "CARD"],
                "liked": row["sk"] in mine,
            }
            for row in rows
        ]
        return {"statusCode": 200, "body": json.dumps(body, default=str)}

    return handle


def _in_turn(rows: dict[str, Callable[[], Any]], rounds: int, calls: int = 40) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in rows}
    for number in range(rounds + 1):
        for name, work in rows.items():
            began = time.process_time()
            for _ in range(calls):
                work()
            if number:
                times[name].append((time.process_time() - began) * 1000 / calls)
    return {name: statistics.median(each) for name, each in times.items()}


if __name__ == "__main__":
    sys.exit(main())
