"""Bars P1 and P2: what the thin client saves. Import cost of a read function, CPU of its reads and of a home feed page.

Runs alone (`python scripts/bench.d/feed_read.py`) with an emulator of its own. CPU is that of this process, without the
store's. Compare the rows of one run with each other, not with those of another machine.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LAYER = ROOT / "layers" / "shared" / "python"
sys.path[:0] = [str(LAYER), str(ROOT / "tests"), str(ROOT / "scripts")]

from desk import bench

TABLE = "bench-feed"
CARDS = "bench-cards"
P1_READ, P1_COMMAND, P1_REDIS, P2 = 0.55, 1.2, 0.3, 0.25

SERVICE = "import chalice.app, msgspec\nfrom aws_lambda_powertools import Logger, Metrics\n"
READS = SERVICE + "import kit.wire, kit.items\n"
IMPORTS: dict[str, tuple[str, float | None]] = {
    "boto3 + DynamoDB client": ("import boto3; boto3.client('dynamodb', region_name='eu-central-1')", None),
    "Chalice, msgspec, Logger, Metrics": (SERVICE, None),
    "the same + kit.wire": (READS, P1_READ),
    "the same + kit.wire + TLS context": (READS + "from kit.transport import _tls; _tls()\n", None),
    "the same + kit.cache + redis": (READS + "import kit.cache, redis\n", P1_READ + P1_REDIS),
    "the same + pynamodb with a client": (
        SERVICE + "from pynamodb.connection import Connection\nConnection(region='eu-central-1').client\n",
        P1_COMMAND,
    ),
}
CPU_OF = (
    "import resource\nb = resource.getrusage(resource.RUSAGE_SELF)\n{}\na = resource.getrusage(resource.RUSAGE_SELF)\n"
)
CPU_OF += "print((a.ru_utime + a.ru_stime - b.ru_utime - b.ru_stime) * 1000)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=9, help="fresh interpreters per import row (default 9)")
    parser.add_argument(
        "--rounds", type=int, default=7, help="rounds per read row, of which the median counts (default 7)"
    )
    options = parser.parse_args()
    good = imports(options.starts)
    good = reads(options.rounds) and good
    return 0 if good else 1


def imports(starts: int) -> bool:
    """Bar P1: rows are measured in turn, so that a busy moment of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for _ in range(starts):
        for name, (code, _) in IMPORTS.items():
            times[name].append(_fresh(code))
    base = statistics.median(times["boto3 + DynamoDB client"])
    good = True
    print(f"P1 import, CPU ms beyond a bare interpreter, median of {starts} fresh ones")
    for name, (_, limit) in IMPORTS.items():
        ms = statistics.median(times[name])
        good &= _row("P1", name, ms, ms / base, limit)
    return good


def reads(rounds: int) -> bool:
    """Bar P2 and the cost of single reads."""
    from support.emulator import ENVIRONMENT, PYTHON, free_port, start

    if not PYTHON.exists():
        print("no emulator: run scripts/dev once")
        return False
    with tempfile.TemporaryDirectory() as place:
        port = free_port()
        emulator = start(Path(place), port)
        try:
            os.environ.update(ENVIRONMENT, AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}")
            return _reads(rounds)
        finally:
            emulator.terminate()
            emulator.wait(20)


def _reads(rounds: int) -> bool:
    import boto3

    client = boto3.client("dynamodb")
    _fill(client)
    thin, bare, rich = _thin(), _bare(client), _pynamodb()
    good = True
    print(f"\nP2 warm reads, CPU ms per call, median of {rounds} rounds; ratio to boto3")
    for name in thin:
        rows = {"kit.wire": thin[name], "boto3": bare[name], "pynamodb": rich.get(name)}
        cost = _in_turn({who: work for who, work in rows.items() if work is not None}, rounds)
        for who, ms in cost.items():
            limit = P2 if who == "kit.wire" and name == "home feed" else None
            good &= _row("P2", f"{name}, {who}", ms, ms / cost["boto3"], limit)
    return good


def _fill(client: Any) -> None:
    from kit.items import item_to_wire

    for table in (TABLE, CARDS):
        client.create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk")],
        )
    for number in range(40):
        client.put_item(TableName=TABLE, Item=item_to_wire(_row_item(number)))
        client.put_item(TableName=CARDS, Item=item_to_wire(_card_item(number)))
    client.put_item(TableName=TABLE, Item=item_to_wire({"pk": "ME", "sk": "digest", "muted": ["m" * 26] * 40}))
    for number in range(5):
        client.put_item(TableName=TABLE, Item=item_to_wire({"pk": "LIKES", "sk": f"{number:026}"}))


def _row_item(number: int) -> dict[str, Any]:
    """A timeline row of about 400 bytes."""
    photo = {"key": "k" * 40, "w": 1080, "h": 1350, "hash": b"h" * 28}
    return {
        "pk": "HOME",
        "sk": f"{number:026}",
        "author": f"{number % 9:026}",
        "at": 1_700_000_000,
        "photos": [photo] * 2,
    }


def _card_item(number: int) -> dict[str, Any]:
    words = {"caption": "A quiet morning by the lake. " * 3, "likes": 12, "comments": 3, "state": "published"}
    return {"pk": f"CARD#{number:026}", "sk": "card", "id": f"{number:026}", **words}


Work = Callable[[], Any]


def _thin() -> dict[str, Work]:
    from kit.wire import Table, batch_get

    home = Table(TABLE)
    keys = [(CARDS, f"CARD#{number:026}", "card") for number in range(40)]

    def feed() -> list[Any]:
        rows = home.query("HOME", limit=20, forward=False)
        home.get("ME", "digest", consistent=True)
        home.query("LIKES", sk_from=rows.items[-1]["sk"], sk_to=rows.items[0]["sk"])
        cards = batch_get((CARDS, f"CARD#{row['sk']}", "card") for row in rows)
        return [(row, cards.get((CARDS, f"CARD#{row['sk']}", "card"))) for row in rows]

    return {
        "GetItem": lambda: home.get("ME", "digest"),
        "Query of 20": lambda: home.query("HOME", limit=20),
        "BatchGet of 40": lambda: batch_get(keys),
        "home feed": feed,
    }


def _bare(client: Any) -> dict[str, Work]:
    """The same reads in plain boto3, whose deserializer makes values of the items as a handler would."""
    from boto3.dynamodb.types import TypeDeserializer

    plain = TypeDeserializer().deserialize

    def values(raw: dict[str, Any]) -> dict[str, Any]:
        return {name: plain(attr) for name, attr in raw.items()}

    def get(consistent: bool = False) -> Any:
        key = {"pk": {"S": "ME"}, "sk": {"S": "digest"}}
        return values(client.get_item(TableName=TABLE, Key=key, ConsistentRead=consistent)["Item"])

    def query(pk: str, condition: str = "", forward: bool = True, **more: str) -> list[Any]:
        answer = client.query(
            TableName=TABLE,
            Limit=20,
            ScanIndexForward=forward,
            KeyConditionExpression="pk = :p" + condition,
            ExpressionAttributeValues={":p": {"S": pk}, **{f":{name}": {"S": text} for name, text in more.items()}},
        )
        return [values(each) for each in answer["Items"]]

    def batch(ids: list[str]) -> list[Any]:
        keys = [{"pk": {"S": f"CARD#{each}"}, "sk": {"S": "card"}} for each in ids]
        return [
            values(each) for each in client.batch_get_item(RequestItems={CARDS: {"Keys": keys}})["Responses"][CARDS]
        ]

    def feed() -> list[Any]:
        rows = query("HOME", forward=False)
        get(True)
        query("LIKES", " AND sk BETWEEN :a AND :b", a=rows[-1]["sk"], b=rows[0]["sk"])
        cards = {each["id"]: each for each in batch([row["sk"] for row in rows])}
        return [(row, cards.get(row["sk"])) for row in rows]

    ids = [f"{number:026}" for number in range(40)]
    return {
        "GetItem": get,
        "Query of 20": lambda: query("HOME"),
        "BatchGet of 40": lambda: batch(ids),
        "home feed": feed,
    }


def _pynamodb() -> dict[str, Work]:
    from pynamodb.attributes import BinaryAttribute, ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
    from pynamodb.models import Model

    host = os.environ["AWS_ENDPOINT_URL"]

    class Photo(MapAttribute[str, Any]):
        key = UnicodeAttribute()
        w = NumberAttribute()
        h = NumberAttribute()
        hash = BinaryAttribute(legacy_encoding=False)

    class Home(Model):
        class Meta:
            table_name, region = TABLE, "eu-central-1"

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        author = UnicodeAttribute(null=True)
        at = NumberAttribute(null=True)
        photos = ListAttribute(of=Photo, null=True)
        muted = ListAttribute(of=UnicodeAttribute, null=True)

    class Card(Model):
        class Meta:
            table_name, region = CARDS, "eu-central-1"

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        id = UnicodeAttribute()
        caption = UnicodeAttribute()
        likes = NumberAttribute()
        comments = NumberAttribute()
        state = UnicodeAttribute()

    Home.Meta.host = Card.Meta.host = host  # type: ignore[attr-defined]
    keys = [(f"CARD#{number:026}", "card") for number in range(40)]
    return {
        "GetItem": lambda: Home.get("ME", "digest"),
        "Query of 20": lambda: list(Home.query("HOME", limit=20)),
        "BatchGet of 40": lambda: list(Card.batch_get(keys)),
    }


def _in_turn(rows: dict[str, Work], rounds: int, calls: int = 60) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in rows}
    for work in rows.values():
        for _ in range(10):
            work()
    for _ in range(rounds):
        for name, work in rows.items():
            began = time.process_time()
            for _ in range(calls):
                work()
            times[name].append((time.process_time() - began) * 1000 / calls)
    return {name: statistics.median(each) for name, each in times.items()}


def _fresh(code: str) -> float:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(LAYER)}
    return float(subprocess.check_output([sys.executable, "-c", CPU_OF.format(code)], env=environment, text=True))


def _row(bar: str, name: str, ms: float, ratio: float, limit: float | None) -> bool:
    print(f"  {name:<36}{ms:9.3f} ms {ratio:7.2f} x")
    return limit is None or bench.line(bar, f"{name} / boto3", ratio, limit, "x")


if __name__ == "__main__":
    sys.exit(main())
