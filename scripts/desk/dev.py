"""scripts/dev: the platform on this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import queue
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from desk import places, shell, world
from desk.children import demand_free
from desk.platform import Platform, Ports, build_ahead
from desk.terminal import DeskError, say, step
from desk.watch import changed_folders
from desk.webapp import Ahead, Rebuilder


def main() -> int:
    """Start, show, reload what changes, stop cleanly. Exit code 1 when a part died by itself."""
    chosen = _arguments()
    started = time.monotonic()
    ports = Ports(chosen.port, chosen.emulator_port, chosen.valkey_port, chosen.mongo_port, chosen.mail_port)
    demand_free(ports.origin, whose="the web page", option="scripts/dev --port 8081")
    demand_free(ports.emulator, whose="the emulator", option="scripts/dev --emulator-port 4567")
    if chosen.redis:
        demand_free(ports.valkey, whose="Valkey", option="scripts/dev --valkey-port 6381 (or --no-redis)")
    if chosen.mongo:
        demand_free(ports.mongo, whose="MongoDB", option="scripts/dev --mongo-port 27019 (or --no-mongo)")
    demand_free(ports.mail, whose="the catcher of letters", option="scripts/dev --mail-port 2526")
    signal.signal(signal.SIGTERM, _interrupt)
    say(f"{places.prefix_of(chosen.stage)}{' starts over' if chosen.fresh else ' starts'}")
    web = Ahead(chosen.tree, say)
    with step("packages"):
        build_ahead(chosen.tree, speak=say)
    platform = Platform.start(
        stage=chosen.stage,
        auth=chosen.auth,
        redis=chosen.redis,
        mongo=chosen.mongo,
        fresh=chosen.fresh,
        size=chosen.size,
        limits=True,
        parameters=_parameters(chosen),
        ports=ports,
        root=chosen.tree,
        speak=say,
    )
    try:
        web.wait()
        _show_shell(platform)
        people = [] if chosen.no_seed else _seed(platform)
        _tell(platform, people, time.monotonic() - started)
        return _serve(platform)
    except KeyboardInterrupt:
        say("\nstopping …")
        return 0
    finally:
        with _no_second_interrupt():
            platform.stop(say)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/dev",
        description="Run the whole platform on this machine: deploys template.yaml to a local cloud, loads the demo "
        "world, builds the web app, serves everything on one address, reloads functions when their code changes and "
        "builds the app again when its sources do. Ctrl-C stops it; data is kept.",
    )
    parser.add_argument("--port", type=int, default=8080, help="where the browser goes (8080)")
    parser.add_argument("--emulator-port", type=int, default=4566, help="where the local AWS answers (4566)")
    parser.add_argument("--valkey-port", type=int, default=6380, help="where Valkey answers (6380)")
    parser.add_argument("--mongo-port", type=int, default=27018, help="where MongoDB answers (27018)")
    parser.add_argument("--mail-port", type=int, default=2525, help="where sent letters are caught (2525)")
    parser.add_argument("--stage", default="dev", help="its name; each stage has its own data (dev)")
    parser.add_argument("--fresh", action="store_true", help="throw this stage's data away first")
    parser.add_argument("--auth", action="store_true", help="let the emulator check signatures and IAM policies")
    parser.add_argument("--no-redis", dest="redis", action="store_false", help="run without Valkey")
    parser.add_argument("--no-mongo", dest="mongo", action="store_false", help="run without MongoDB, so without search")
    parser.add_argument("--no-seed", action="store_true", help="do not load the demo world")
    parser.add_argument("--size", choices=("small", "standard"), default="small", help="how generous it is (small)")
    parser.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE", help="of template.yaml")
    parser.add_argument("--tree", type=Path, default=places.ROOT, help=argparse.SUPPRESS)  # the tests' small tree
    return parser.parse_args()


def _parameters(chosen: argparse.Namespace) -> dict[str, str]:
    from desk.deployment import pair

    demo = {} if chosen.no_seed else {"PullThreshold": str(world.PULL_THRESHOLD)}
    return {**demo, **dict(pair(text) for text in chosen.parameter)}


def _seed(platform: Platform) -> list[str]:
    """Load the demo world unless it is there; gives the lines that say who can sign in."""
    with step("demo world"):
        world.seed(platform.access, platform.environ(), speak=say)
    platform.demo.write_text(world.demo_accounts(), encoding="utf-8")
    return world.accounts()


def _show_shell(platform: Platform) -> None:
    """Let the functions that answer with pages know the app as it was built last."""
    shell.upload(platform.access, platform.deployed.artifacts, platform.root / "web" / "dist" / "index.html")


def _tell(platform: Platform, people: list[str], seconds: float) -> None:
    say(f"\nLambdagram is up after {seconds:.1f} s:  {platform.url}")
    for line in people:
        say(f"  {line}")
    say(f"  mail: {platform.url}/__mail")
    say(f"  logs: {platform.logs}")
    say(f"  AWS:  {platform.endpoint} (prefix {platform.prefix})")
    say("Changed code goes live by itself. Ctrl-C stops; the data is kept.\n")


def _serve(platform: Platform) -> int:
    """Reload what changes and watch the children; returns when a child has died."""
    reloader = platform.reloader()
    stop, changes = threading.Event(), queue.SimpleQueue[str]()

    def look() -> None:
        for folders in changed_folders(stop, platform.root):
            for folder in sorted(folders):
                changes.put(folder)

    watcher = threading.Thread(target=look, name="watch", daemon=True)
    watcher.start()
    app = Rebuilder(platform.root, say, lambda: _show_shell(platform))
    try:
        while True:
            with contextlib.suppress(queue.Empty):
                folder = changes.get(timeout=0.5)
                if folder in {"template.yaml", "infra"}:
                    say("  the templates have changed; start again to deploy them")
                elif folder == "web":
                    app.change()
                else:
                    reloader.reload(folder, say)
            gone = platform.dead()
            if gone:
                say(f"\n{gone.name} has ended with code {gone.exit_code}. Its log ({gone.log}) says:")
                say(gone.last_words())
                return 1
            if not watcher.is_alive():
                raise DeskError("The watcher of source files has ended.")
    finally:
        stop.set()
        watcher.join(2)
        app.stop()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _no_second_interrupt() -> Iterator[None]:
    """A second Ctrl-C while data is being written would lose it."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
