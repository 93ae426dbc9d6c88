"""The whole platform on this machine: emulator, Valkey, MongoDB, the deployed stack, the dev origin.

scripts/dev is a thin user of this; tests start private platforms with it, on free ports and folders of their own:

    with Platform.start(stage="test", state_dir=tmp_path) as platform:
        platform.clients().dynamodb.list_tables()
        httpx.get(platform.url)
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from desk import aftercare, keys, places, shell
from desk.children import Child, answers, free_port
from desk.cloud import Deployed, client, deploy, gateway_of
from desk.emulator import Access, Emulator
from desk.packaging import Packager
from desk.sam import Expanded
from desk.stores import Mongod, Valkey, start_mongod, start_valkey
from desk.terminal import DeskError, Say, silent, step
from desk.watch import Reloader

KEPT = ("emulator", "valkey", "mongo", "logs", "mail", "deployed.json", "reloaded.json")
"""What a stage keeps between runs."""

NO_MONGOD = (
    "  no MongoDB: this machine has no mongod (its package is for Linux on x86_64 and aarch64 only), so search answers "
    "503. Name a mongod by MONGOD, or a running MongoDB by MONGODB_URI."
)


@dataclass(frozen=True)
class Ports:
    """Where the parts listen, on the loopback interface."""

    origin: int
    emulator: int
    valkey: int
    mongo: int
    mail: int

    @staticmethod
    def free() -> Ports:
        return Ports(free_port(), free_port(), free_port(), free_port(), free_port())


class Clients:
    """AWS clients of a platform, made when first asked for: `clients.dynamodb`, `clients("lambda")`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def __call__(self, service: str) -> Any:
        return client(self._access, service)

    def __getattr__(self, service: str) -> Any:
        if service.startswith("_"):
            raise AttributeError(service)
        return client(self._access, service)


class Platform:
    """A running platform. Make it with `start`; `stop` (or leaving the `with`) keeps its data in `state_dir`."""

    def __init__(self, *, stage: str, state_dir: Path, ports: Ports, root: Path) -> None:
        self.stage = stage
        self.prefix = places.prefix_of(stage)
        self.state_dir = state_dir
        self.ports = ports
        self.root = root
        self.url = f"http://localhost:{ports.origin}"
        self.media_url = f"http://media.localhost:{ports.origin}"
        self.endpoint = f"http://127.0.0.1:{ports.emulator}"
        self.redis_url = ""
        self.mongodb_uri = ""
        self.logs = state_dir / "logs"
        self.demo = state_dir / "demo.json"
        self.deployed: Deployed
        self.access: Access
        self._lock: IO[str] | None = None
        self._emulator: Emulator | None = None
        self._valkey: Valkey | None = None
        self._mongod: Mongod | None = None
        self._origin: Child | None = None

    @classmethod
    def start(
        cls,
        *,
        stage: str = "test",
        state_dir: Path | None = None,
        auth: bool = False,
        origin: bool = True,
        redis: bool = True,
        mongo: bool = True,
        fresh: bool = False,
        size: str = "small",
        limits: bool = False,
        parameters: Mapping[str, str] | None = None,
        ports: Ports | None = None,
        root: Path = places.ROOT,
        template: str = "template.yaml",
        speak: Say = silent,
    ) -> Platform:
        """Start everything and wait until it answers; DeskError says what was in the way, and nothing keeps running.

        `state_dir` defaults to `.local/state/<stage>`; `fresh` empties it first. Without `ports` free ones are taken.
        `mongo` starts a MongoDB of its own, unless MONGODB_URI names one.
        `limits` has members count how often they ask: tests come from one address and in a hurry.
        `auth` makes the emulator check signatures and IAM policies. Call it from a thread that outlives the platform.
        """
        state = (state_dir or places.state_of(stage)).resolve()
        platform = cls(stage=stage, state_dir=state, ports=ports or Ports.free(), root=root)
        try:
            platform._take_folder(fresh)
            with step(", ".join(["emulator", *["Valkey"] * redis, *["MongoDB"] * mongo]), speak):
                platform._start_stores(auth=auth, redis=redis, mongo=mongo, speak=speak)
            with step("stack", speak):
                platform._deploy(template, size, parameters or {}, speak, origin=origin, limits=limits)
            if origin:
                with step("origin", speak):
                    platform._start_origin()
        except BaseException:
            platform.stop()
            raise
        return platform

    def stop(self, speak: Say = silent) -> None:
        """Stop in order; the stores write their data first. Stopping twice is harmless."""
        with contextlib.ExitStack() as ends:  # each end is reached even if one before it fails
            if self._lock:
                ends.callback(self._lock.close)
            for part in (self._emulator, self._valkey, self._mongod, self._origin):
                if part:
                    ends.callback(part.stop)
        speak(f"  stopped; the data is kept in {self.state_dir}")

    def __enter__(self) -> Platform:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def clients(self) -> Clients:
        """AWS clients with the owner's keys."""
        return Clients(self.access)

    def environ(self) -> dict[str, str]:
        """The environment in which a process of ours uses this platform as a function would."""
        return {
            **self.access.environ(),
            "PREFIX": self.prefix,
            "REDIS_URL": self.redis_url,
            "MONGODB_URI": self.mongodb_uri,
        }

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """The letters that were sent, or those to one address, oldest first: id, to, subject, kind, text, html, …"""
        url = f"{self.url}{places.MAIL_PATH}?{urlencode({'to': to})}"
        with urlopen(Request(url, headers={"Accept": "application/json"}), timeout=5) as answer:
            return list(json.load(answer))

    def dead(self) -> Child | None:
        """A part that has ended by itself, if any."""
        return next((child for child in self._children() if child.exit_code is not None), None)

    def reloader(self) -> Reloader:
        """What brings changed code into this platform's functions."""
        packager = Packager("local", root=self.root)
        return Reloader(self.access, self.deployed, packager, memory=self.state_dir / "reloaded.json")

    def _children(self) -> list[Child]:
        parts = [part.child for part in (self._emulator, self._valkey, self._mongod) if part]
        return [*parts, self._origin] if self._origin else parts

    def _take_folder(self, fresh: bool) -> None:
        self.state_dir.mkdir(parents=True, exist_ok=True)
        self._lock = (self.state_dir / "lock").open("a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.seek(0)
            raise DeskError(
                f"The stage {self.stage} is already running (process {self._lock.read().strip() or '?'}). "
                "Stop that one first, or choose another stage: --stage NAME"
            ) from None
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()
        if fresh:
            for path in (self.state_dir / name for name in KEPT):  # never what a mistaken state_dir holds besides
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def _start_stores(self, *, auth: bool, redis: bool, mongo: bool, speak: Say) -> None:
        if redis:
            self._valkey = start_valkey(port=self.ports.valkey, folder=self.state_dir / "valkey")
            self.redis_url = self._valkey.url if self._valkey else ""
        if mongo:
            self.mongodb_uri = os.environ.get("MONGODB_URI", "") or self._own_mongodb(speak)
        self._emulator = Emulator(port=self.ports.emulator, folder=self.state_dir / "emulator", auth=auth)
        self.access = self._emulator.access

    def _own_mongodb(self, speak: Say) -> str:
        self._mongod = start_mongod(port=self.ports.mongo, folder=self.state_dir / "mongo")
        if self._mongod is None:
            speak(NO_MONGOD)
        return self._mongod.url if self._mongod else ""

    def _deploy(
        self, template: str, size: str, parameters: Mapping[str, str], speak: Say, *, origin: bool, limits: bool
    ) -> None:
        remembered = self.state_dir / "deployed.json"

        def stands(expanded: Expanded, values: Mapping[str, str]) -> bool:
            return remembered.exists() and json.loads(remembered.read_text()) == _signature(expanded, values)

        seen: dict[str, str] = {}

        def remember(expanded: Expanded, values: Mapping[str, str]) -> bool:
            seen.update(values)
            if not stands(expanded, values):
                remembered.unlink(missing_ok=True)  # until all of this has gone well
            return remembered.exists()

        keys.make_secrets(self.access, self.prefix)
        self.deployed = deploy(
            self.access,
            self.prefix,
            parameters,
            offers={
                "Size": size,
                "Gateway": gateway_of(self.access),
                "AppOrigin": self.url,
                "MediaOrigin": self.media_url,
                "UploadOrigin": f"{self.media_url}/upload/" if origin else "",
                "RedisUrl": self.redis_url,
                "MongodbUri": self.mongodb_uri,
                "MailUrl": f"smtp://127.0.0.1:{self.ports.mail}" if origin else "",
                "IndexLagSeconds": "0",
                "PushLoopback": "true",
                "Limits": "on" if limits else "off",
            },
            root=self.root,
            template=template,
            speak=lambda line: None if _is_detail(line) else speak(line),
            unless=remember,
        )
        if self.deployed.changed or not remembered.exists():
            aftercare.attend(self.access, self.deployed)
            keys.make_signing_key(self.access, self.deployed)
        shell.upload(self.access, self.deployed.artifacts, self.root / "web" / "dist" / "index.html")
        remembered.write_text(json.dumps(_signature(self.deployed.template, seen)))
        self.reloader().catch_up(speak)

    def _start_origin(self) -> None:
        command = [sys.executable, "-m", "desk.origin", "--port", str(self.ports.origin), "--upstream", self.endpoint]
        command += ["--prefix", self.prefix, "--app", str(self.root / "web" / "dist"), "--demo", str(self.demo)]
        command += ["--mail-port", str(self.ports.mail), "--mail", str(self.state_dir / "mail")]
        code = os.pathsep.join(str(places.ROOT / part) for part in ("scripts", "layers/shared/python"))
        self._origin = Child(
            "The origin",
            command,
            log=self.logs / "origin.log",
            environ={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": code, **self.environ()},
            folder=self.root,
        )
        self._origin.wait_until(lambda: answers(self.ports.origin), seconds=15)


def build_ahead(root: Path = places.ROOT, speak: Say = silent) -> None:
    """Build every package, several at a time; the first time takes half a minute, later ones nothing."""
    from desk import packaging

    packager = Packager("local", root=root)
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        for package in pool.map(packager.build, packaging.sources(root)):
            if package.seconds:
                speak(f"  built {package.source} in {package.seconds:.1f} s")


def _is_detail(line: str) -> bool:
    """Hundreds of resources that went well; a whole nested stack is told, and so is every failure."""
    return "_complete " in line and "CloudFormation::Stack" not in line


def _signature(expanded: Expanded, values: Mapping[str, str]) -> dict[str, Any]:
    secret = [name for name, said in expanded.body.get("Parameters", {}).items() if said.get("NoEcho")]
    hidden = {name: hashlib.sha256(values[name].encode()).hexdigest() for name in secret if name in values}
    known = dict(sorted({**values, **hidden}.items()))
    return {"templates": sorted(each.key for each in expanded.all()), "parameters": known}
