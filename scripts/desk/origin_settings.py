"""What the dev origin is told: where it listens, whom it fronts, which limits it holds."""

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """The real gateway's limits on a WebSocket; sizes in bytes, times in seconds."""

    frame: int = 32 * 1024
    message: int = 128 * 1024
    idle: float = 600.0
    life: float = 7200.0


@dataclass(frozen=True, slots=True)
class Settings:
    """One dev origin. `upstream` is the emulator's endpoint, `prefix` what every AWS name begins with."""

    upstream: str = "http://127.0.0.1:4566"
    prefix: str = "lambdagram-dev"
    app: Path = Path("web/dist")
    demo: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    gateway_host: str = "localhost"
    region: str = field(default_factory=lambda: _said("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1")
    access_key: str = field(default_factory=lambda: _said("AWS_ACCESS_KEY_ID") or "test", repr=False)
    secret_key: str = field(default_factory=lambda: _said("AWS_SECRET_ACCESS_KEY") or "test", repr=False)
    body_limit: int = 10 * 1024 * 1024
    upload_limit: int = 30 * 1024 * 1024
    patience: float = 29.0
    socket: SocketLimits = field(default_factory=SocketLimits)
    log: Path | None = None
    mail_port: int = 0
    mail: Path | None = None

    @property
    def app_origin(self) -> str:
        """The origin that app, API and socket share."""
        return f"http://localhost:{self.port}"

    @property
    def media_origin(self) -> str:
        """The origin of renditions and uploads; browsers resolve it to loopback."""
        return f"http://media.localhost:{self.port}"

    @property
    def app_origins(self) -> frozenset[str]:
        """Every spelling of the app's origin that a browser on this machine may show."""
        return frozenset({self.app_origin, f"http://127.0.0.1:{self.port}"})


def _said(*names: str) -> str:
    return next((os.environ[name] for name in names if os.environ.get(name)), "")
