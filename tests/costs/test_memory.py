"""Bar P12: memory of HTTP functions after their imports; scripts/bench calls each once. Sizes of zips: tests/desk."""

import os
import subprocess
import sys

import pytest

from desk import places

IMPORTED_MB = 62
"""The bar is 70 after a call; a first call adds up to 8 (its clients)."""
HEAVIEST = ("identity.sessions", "identity.passkeys", "media.uploads", "notifications.push", "posts.publish")
RESIDENT = 'import {}; print(open("/proc/self/status").read().split("VmRSS:")[1].split()[0])'


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", HEAVIEST)
def test_the_heaviest_functions_fit_their_memory(name: str) -> None:
    paths = f"{places.ROOT / 'functions'}:{places.ROOT / 'layers/shared/python'}"
    done = subprocess.run(
        [sys.executable, "-c", RESIDENT.format(name)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) / 1000 <= IMPORTED_MB
