"""Bar P6: what it costs to deliver one post to one follower, in CPU of the function and in write units.

Runs alone (`python scripts/bench.d/fan_out.py`) with an emulator of its own. CPU is that of this process: reading a
page of followers, writing their rows; the store's own is not in it.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / each) for each in ("layers/shared/python", "functions", "tests", "scripts")]

from desk import bench

P6 = 0.05


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--followers", type=int, default=2000, help="followers of one shard (default 2000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, of which the median counts (default 5)")
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
            return 0 if measured(f"http://127.0.0.1:{port}", options.followers, options.rounds) else 1
        finally:
            emulator.terminate()
            emulator.wait(20)


def measured(endpoint: str, followers: int, rounds: int) -> bool:
    """Deliver one post to one shard of followers, again and again."""
    import msgspec
    from feed import fan_out
    from feed.rows import Deliver

    from kernel.ids import PersonId, PostId, new_id
    from kit import batches, meter
    from kit.consumers import Order
    from support.feed_world import ALICE, world
    from views import graph

    with world(endpoint) as here:
        people = [PersonId(new_id(1000 + n, n.to_bytes(10, "big"))) for n in range(followers)]
        partition = graph.followers_partition(ALICE, 0)
        edges = [
            {"pk": graph.follow_key(each, ALICE)[1], "sk": ALICE, "followers_pk": partition, "followers_sk": new_id()}
            for each in people
        ]
        batches.put_all(f"{here.prefix}-graph", edges)
        times = []
        units = requests = 0.0
        for _ in range(rounds + 1):
            order: Deliver | None = Deliver(PostId(new_id()), ALICE, 0)
            spent = 0.0
            with meter.metered() as cost:
                while order:
                    began = time.process_time()
                    fan_out.deliver(order)
                    spent += time.process_time() - began
                    body = here.orders.pop()[1] if here.orders else None
                    order = msgspec.json.decode(body, type=Order[Deliver]).command if body else None
            units, requests = cost.total_write_units / followers, cost.total_requests / followers
            times.append(spent * 1000 / followers)
        ms = statistics.median(times[1:])
    print(f"P6 fan-out to {followers} followers, median of {rounds} rounds, per delivery")
    cheap = bench.line("P6", "CPU of one delivery", ms, P6, "ms")
    bench.line("P6", "requests of one delivery", requests)
    return bench.line("P6", "write units of one delivery", units, 1) and cheap


if __name__ == "__main__":
    sys.exit(main())
