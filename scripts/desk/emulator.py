"""The local cloud: MiniStack, run from an environment of its own, with everything it writes below one folder."""

from __future__ import annotations

import json
import os
import shutil
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from desk import places
from desk.children import Child
from desk.terminal import DeskError

REGION = "us-east-1"
ACCOUNT = "000000000000"
SITE = Path(__file__).with_name("emulator_site")


@dataclass(frozen=True)
class Access:
    """How to reach a cloud: the endpoint (None for AWS itself) and, for the emulator, the owner's keys."""

    endpoint: str | None
    region: str = REGION
    key: str | None = None
    secret: str | None = None

    def environ(self) -> dict[str, str]:
        """What a child process needs in order to reach the same cloud with any SDK."""
        found = {"AWS_DEFAULT_REGION": self.region, "AWS_REGION": self.region}
        # The SDK would otherwise put the account into the host name of DynamoDB calls.
        found["AWS_ACCOUNT_ID_ENDPOINT_MODE"] = "disabled"
        if self.endpoint:
            found["AWS_ENDPOINT_URL"] = self.endpoint
        if self.key and self.secret:
            found |= {"AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret}
        return found


class Emulator:
    """A running emulator. With `auth=True` functions get keys of their role, and signatures and policies count.

    The owner's key `test` stands for the account itself and its secret is never checked: only this machine can reach
    the emulator.
    """

    def __init__(self, *, port: int, folder: Path, auth: bool = False) -> None:
        self.folder = folder
        self.auth = auth
        self.port = port
        self.access = Access(f"http://127.0.0.1:{port}", REGION, "test", "test")
        _rewind_streams(folder)
        _clear_away(folder / "tmp")  # unpacked functions of an earlier run
        for name in ("data", "s3", "tmp", "home"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        if not places.EMULATOR_PYTHON.exists():
            raise DeskError("The emulator is not installed; scripts/dev installs it.")
        self.child = Child(
            "The emulator",
            [str(places.EMULATOR_PYTHON), str(SITE / "launch.py")],
            log=folder.parent / "logs" / "emulator.log",
            environ=self._environ(),
            folder=folder,
        )
        self.child.wait_until(self._is_ready, seconds=30)

    def stop(self) -> None:
        """End it cleanly; it writes its data first."""
        self.child.stop(seconds=30)

    def _environ(self) -> dict[str, str]:
        """A bare environment: functions inherit all of it, and in the cloud they see nothing of this machine."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
        return {
            **kept,
            **self.access.environ(),
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": str(SITE),
            "PYTHONUNBUFFERED": "1",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_REGION": REGION,
            # A cold function answers with the keys of tokens; in 5 seconds or a good token is refused.
            "MINISTACK_APIGW_JWKS_TIMEOUT_SECONDS": "60",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder / "data"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder / "s3"),
            "AUTH": "true" if self.auth else "false",
            "LOG_LEVEL": "INFO",
            # Listeners on fixed ports that we have no use for: two platforms would fight over them.
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            # Surplus workers of a burst give their memory back after a minute.
            "LAMBDA_WARM_TTL_SECONDS": "60",
        }

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.access.endpoint}/_ministack/ready", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def _clear_away(folder: Path) -> None:
    """Delete a folder behind the caller's back: thousands of small files can take seconds."""
    doomed = folder.with_name(f"{folder.name}.old")
    if folder.exists():
        shutil.rmtree(doomed, ignore_errors=True)
        folder.rename(doomed)
        threading.Thread(target=shutil.rmtree, args=(doomed, True), daemon=True).start()


def _rewind_streams(folder: Path) -> None:
    """Positions outlive the records they point at: with old ones, stream mappings skip records after a restart.

    Streams are empty after a start, so every mapping begins at 0. (Without a position it would begin behind whatever
    was written before its first look.) Records that had not been read when the emulator stopped are lost.
    """
    kept = folder / "data" / "lambda.json"
    if not kept.exists():
        return
    state = json.loads(kept.read_text())
    positions = state.get("payload", {}).get("dynamodb_stream_positions", {}).get("data", {})
    positions.update(dict.fromkeys(positions, 0))
    partial = kept.with_suffix(".partial")
    partial.write_text(json.dumps(state))
    partial.replace(kept)
