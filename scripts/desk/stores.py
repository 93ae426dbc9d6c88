"""The stores beside the emulator. Without Valkey everything works, only slower; without MongoDB all but search does."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

from desk.bootstrap import find_mongod, find_redis_server
from desk.children import Child, answers

REPLICAS = "lambdagram"
"""Name of the replica set of one member that a MongoDB of ours is."""

ALREADY_INITIATED = 23
"""What MongoDB calls it when a replica set is made again."""


def _server(name: str, command: list[str], folder: Path, *, log: str) -> Child:
    environ = {"PATH": os.environ.get("PATH", ""), "LANG": "C"}
    return Child(name, command, log=folder.parent / "logs" / log, environ=environ, folder=folder)


class Valkey:
    """A running Valkey (or any redis-server); it keeps its data in `folder` over a clean stop."""

    def __init__(self, server: str, *, port: int, folder: Path) -> None:
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        command = [server, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--daemonize", "no"]
        # A snapshot at a clean stop and every 10 minutes; a cache needs no log of every write.
        command += ["--save", "600", "1", "--appendonly", "no"]
        command += ["--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru"]
        self.child = _server("Valkey", command, folder, log="valkey.log")
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


class Mongod:
    """A running mongod; it keeps its data in `folder`, over a kill too (what it acknowledged is in its journal)."""

    def __init__(self, server: str, *, port: int, folder: Path) -> None:
        self.port = port
        self.url = f"mongodb://127.0.0.1:{port}/?directConnection=true"
        command = [server, "--port", str(port), "--bind_ip", "127.0.0.1", "--dbpath", str(folder), "--quiet"]
        command += ["--nounixsocket", "--networkMessageCompressors", "disabled"]
        command += ["--replSet", REPLICAS, "--oplogSize", "16"]  # of one member: only a replica set has transactions
        # Small: no diagnostics, a cache of 256 MB, a journal of 8 MB that is not laid out ahead.
        command += ["--setParameter", "diagnosticDataCollectionEnabled=false", "--wiredTigerCacheSizeGB", "0.25"]
        command += ["--wiredTigerEngineConfigString", "log=(prealloc=false,file_max=8MB)"]
        self.child = _server("MongoDB", command, folder, log="mongod.log")
        self.child.wait_until(lambda: answers(self.port), seconds=20)  # it listens when it has recovered its data
        self._lead()

    def stop(self) -> None:
        """End it cleanly."""
        self.child.stop(seconds=10)

    def _lead(self) -> None:
        """Make it the one member of its replica set, whatever port it had before, and wait until it takes writes."""
        from pymongo import MongoClient
        from pymongo.errors import OperationFailure

        member = {"_id": 0, "host": f"127.0.0.1:{self.port}"}
        client: MongoClient[dict[str, Any]] = MongoClient(self.url, serverSelectionTimeoutMS=5_000)
        with client:
            try:
                client.admin.command("replSetInitiate", {"_id": REPLICAS, "members": [member]})
            except OperationFailure as refused:
                if refused.code != ALREADY_INITIATED:
                    raise
                config = client.admin.command("replSetGetConfig")["config"]
                if config["members"][0]["host"] != member["host"]:
                    config |= {"members": [config["members"][0] | member], "version": config["version"] + 1}
                    client.admin.command("replSetReconfig", config, force=True)
            self.child.wait_until(lambda: bool(client.admin.command("hello")["isWritablePrimary"]), seconds=20)


def start_mongod(*, port: int, folder: Path) -> Mongod | None:
    """MongoDB, or None when this machine has none: then `MONGODB_URI` stays empty and search answers 503."""
    server = find_mongod()
    return Mongod(server, port=port, folder=folder) if server else None
