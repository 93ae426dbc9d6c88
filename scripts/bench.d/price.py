"""Bar P9: dollars for a scripted day of 1,000 members and for a month at rest, from the measured table of costs.

No clock is in it: the same tree gives the same figures on every machine.
"""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from desk import bench, price


def main() -> int:
    day, rest = price.work_out(price.newest())
    cheap = bench.line("P9", "a day of 1,000 members", sum(day.values()), price.DAY_LIMIT, "dollars")
    idle = bench.line("P9", "a month at rest, size small", sum(rest.values()), price.REST_LIMIT, "dollars")
    return 0 if cheap and idle else 1


if __name__ == "__main__":
    sys.exit(main())
