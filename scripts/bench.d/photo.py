"""Bar P13: CPU seconds and peak memory of one photograph to master and renditions, each in a process of its own.

Without arguments: camera-like files made by tests/support/camera.py. With arguments: these photographs.
Prints one line a file; ends with 1 when a bar is missed. Linux (memory is read from /proc).
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3
HEIC_AND_PANORAMA_MB = 512
sys.path.insert(0, str(ROOT / "scripts"))

from desk import bench

_ONE = """
import sys, time
from media.imaging import render
data = open(sys.argv[1], "rb").read()
start = time.process_time()
shown = render(data)
spent = time.process_time() - start
status = open("/proc/self/status").read()
peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
kinds = ("image/webp", "image/jpeg")
sums = [sum(len(one.data) for one in shown.renditions if one.content_type == kind) for kind in kinds]
kilobytes = [number // 1024 for number in (len(data), len(shown.master), *sums)]
print(spent, peak, f"{shown.width}x{shown.height}", *kilobytes)
"""


def main(arguments: list[str]) -> int:
    """Measure, print, compare."""
    missed = 0
    print(
        f"{'file':<28} {'size':>11} {'KB':>6} {'CPU s':>6} {'bar':>5} {'MB':>4} {'bar':>4}  master + WebP + JPEG in KB"
    )
    with tempfile.TemporaryDirectory() as folder:
        chosen = [(Path(name), 0.6, 150) for name in arguments]
        for path, seconds, megabytes in chosen or _camera_files(Path(folder)):
            runs = [_measured(path) for _ in range(RUNS)]
            spent, peak = median(float(run[0]) for run in runs), max(int(run[1]) for run in runs)
            size, stored, *kept = runs[0][2:]
            bar = f"{seconds:.1f}" if seconds else "-"
            figures = f"{size:>11} {stored:>6} {spent:>6.2f} {bar:>5} {peak:>4} {megabytes:>4}"
            print(f"{path.name[:28]:<28} {figures}  {' + '.join(kept)}")
            missed += not bench.line("P13", f"{path.name}, CPU", spent, seconds or None, "s")
            missed += not bench.line("P13", f"{path.name}, peak memory", peak, megabytes, "MB")
    return 1 if missed else 0


def _measured(path: Path) -> list[str]:
    paths = f"{ROOT / 'functions'}:{ROOT / 'layers' / 'shared' / 'python'}"
    done = subprocess.run(
        [sys.executable, "-c", _ONE, str(path)],
        env={"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{path.name}: {done.stderr.splitlines()[-1]}")
    return done.stdout.split()


def _camera_files(folder: Path) -> Iterator[tuple[Path, float, int]]:
    sys.path.insert(0, str(ROOT / "tests"))
    from support import camera

    size = camera.TWELVE_MP
    files: list[tuple[str, Callable[[], bytes], float, int]] = [
        ("12mp.jpg", lambda: camera.jpeg(size, 6), 0.6, 150),
        ("12mp-progressive.jpg", lambda: camera.jpeg(size, progressive=True), 0.6, 150),
        ("12mp-display-p3.jpg", lambda: camera.jpeg(size, 6, profile=camera.display_p3()), 0.6, 150),
        ("12mp.heic", lambda: camera.heic(size), 0, HEIC_AND_PANORAMA_MB),
        ("40mp-panorama.jpg", camera.panorama, 0, HEIC_AND_PANORAMA_MB),
        ("40mp.png", lambda: camera.png_declaring(16_000, 2_500, stored_rows=2_500), 0, HEIC_AND_PANORAMA_MB),
        ("12mp.avif", lambda: camera.saved(camera.scene(*size), "AVIF", speed=10), 0, HEIC_AND_PANORAMA_MB),
        ("400-frames.gif", camera.long_gif, 0, HEIC_AND_PANORAMA_MB),
    ]
    for name, made, seconds, megabytes in files:
        path = folder / name
        path.write_bytes(made())
        yield path, seconds, megabytes


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
