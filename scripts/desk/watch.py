"""Bring changed code into the running functions, without a deployment."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from desk import places, webapp
from desk.cloud import Deployed, client, find_resources
from desk.emulator import Access
from desk.packaging import Packager
from desk.terminal import DeskError, Say, silent


class Reloader:
    """Knows which functions carry which folder's code, and replaces it.

    What was replaced since the last deployment is remembered in `memory` (a file): CloudFormation does not know of it,
    so the next start brings these folders up to date even when the templates have not changed.
    """

    def __init__(self, access: Access, deployed: Deployed, packager: Packager, *, memory: Path) -> None:
        self._lambdas = client(access, "lambda")
        self._packager = packager
        self._memory = memory
        folders = {key: folder for folder, key in deployed.packages.items()}
        self._functions: dict[str, list[str]] = {}
        self._layers: dict[str, str] = {}  # folder → layer name
        self._everyone: list[str] = []
        for found in find_resources(access, deployed):
            if found.kind == "AWS::Lambda::Function":
                self._everyone.append(found.physical)
                folder = folders.get(found.properties.get("Code", {}).get("S3Key", ""))
                if folder:
                    self._functions.setdefault(folder, []).append(found.physical)
            elif found.kind == "AWS::Lambda::LayerVersion":
                folder = folders.get(found.properties.get("Content", {}).get("S3Key", ""))
                if folder:
                    self._layers[folder] = found.physical.split(":")[6]

    def catch_up(self, speak: Say = silent) -> None:
        """Reload what an earlier run had reloaded: its disk may say something else by now."""
        for folder in sorted(self._remembered()):
            if not self.reload(folder, speak):
                return
        self._memory.unlink(missing_ok=True)  # functions, templates and disk say the same again

    def reload(self, folder: str, speak: Say = silent) -> bool:
        """Rebuild `functions/<context>` or `layers/<name>` and hand it to its functions; False when it failed.

        A failure is told and the functions keep running the code they have.
        """
        started = time.monotonic()
        try:
            if folder in self._layers:
                count = self._replace_layer(folder)
            elif folder in self._functions:
                count = self._replace_code(folder)
            else:
                speak(f"  {folder} belongs to no deployed function; start again to deploy it")
                return False
        except DeskError as wrong:
            speak(f"  {wrong}")
            return False
        self._memory.write_text(json.dumps(sorted(self._remembered() | {folder})))
        speak(f"  {folder} is live in {count} function{'s' * (count != 1)}  {time.monotonic() - started:.1f} s")
        return True

    def _replace_code(self, folder: str) -> int:
        code = self._packager.build(folder).path.read_bytes()
        names = self._functions[folder]
        _for_all(names, lambda name: self._lambdas.update_function_code(FunctionName=name, ZipFile=code))
        return len(names)

    def _replace_layer(self, folder: str) -> int:
        """A new version of the layer, then each function that carries an older one is pointed at it."""
        content = self._packager.build(folder).path.read_bytes()
        layer = self._layers[folder]
        version = self._lambdas.publish_layer_version(LayerName=layer, Content={"ZipFile": content})
        changes = {}
        for page in self._lambdas.get_paginator("list_functions").paginate():
            for function in page["Functions"]:
                old = [row["Arn"] for row in function.get("Layers", [])]
                new = [version["LayerVersionArn"] if arn.split(":")[6] == layer else arn for arn in old]
                if new != old and function["FunctionName"] in self._everyone:
                    changes[function["FunctionName"]] = new
        _for_all(
            changes, lambda name: self._lambdas.update_function_configuration(FunctionName=name, Layers=changes[name])
        )
        return len(changes)

    def _remembered(self) -> set[str]:
        return set(json.loads(self._memory.read_text())) if self._memory.exists() else set()


def changed_folders(stop: threading.Event, root: Path = places.ROOT) -> Iterator[set[str]]:
    """The package folders (`functions/posts`, `layers/shared`) in which files changed, as it happens, until `stop`.

    A changed template is given as `template.yaml` or `infra`, a source of the web app as `web`.
    """
    from watchfiles import watch  # a compiled library; only scripts/dev needs it

    folders = ("functions", "layers", "infra", *(f"web/{name}" for name in webapp.FOLDERS))
    watched = [root / folder for folder in folders if (root / folder).is_dir()]
    watched.append(root / "template.yaml")
    changes = watch(*watched, stop_event=stop, debounce=300, step=60, rust_timeout=500, watch_filter=_matters)
    for batch in changes:
        yield {_folder_of(Path(path).relative_to(root)) for _kind, path in batch}


def _folder_of(path: Path) -> str:
    return "/".join(path.parts[:2]) if path.parts[0] in {"functions", "layers"} else path.parts[0]


def _matters(_kind: object, path: str) -> bool:
    name = Path(path).name
    return "__pycache__" not in path and not name.endswith((".pyc", "~", ".swp", ".tmp")) and not name.startswith(".")


def _for_all(names: Iterable[str], change: Callable[[str], Any]) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, names))
