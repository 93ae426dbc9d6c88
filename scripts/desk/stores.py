"""Valkey beside the emulator: a cache that may vanish. Everything works without it, only slower."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from desk.bootstrap import find_redis_server
from desk.children import Child


class Valkey:
    """A running Valkey (or any redis-server); it keeps its data in `folder` over a clean stop."""

    def __init__(self, server: str, *, port: int, folder: Path) -> None:
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--daemonize", "no"]
        # A snapshot at a clean stop and every 10 minutes; a cache needs no log of every write.
        command += ["--save", "600", "1", "--appendonly", "no"]
        command += ["--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru"]
        self.child = Child(
            "Valkey",
            command,
            log=folder.parent / "logs" / "valkey.log",
            environ={"PATH": os.environ.get("PATH", ""), "LANG": "C"},
            folder=folder,
        )
        self.child.wait_until(self._is_ready, seconds=10)

    def stop(self) -> None:
        """End it cleanly; it writes a snapshot first."""
        self.child.stop(seconds=10)

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.5) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def start_valkey(*, port: int, folder: Path) -> Valkey | None:
    """Valkey, or None when this machine has none: then `REDIS_URL` stays empty."""
    server = find_redis_server()
    return Valkey(server, port=port, folder=folder) if server else None
