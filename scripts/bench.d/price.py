"""Bar P9: dollars for a scripted day of 1,000 members and for a month at rest, from the measured table of costs.

No clock is in it: the same tree gives the same figures on every machine.
"""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from desk.price import main

if __name__ == "__main__":
    sys.exit(main())
