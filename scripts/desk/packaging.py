"""Make what is uploaded: one zip per context, one per layer, for this machine or for the cloud.

A folder is named as templates name it, relative to the repository: `functions/posts`, `layers/runtime`. The file name
carries a hash of everything that went in, so that unchanged code is neither built nor uploaded again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desk import places, trim, zips
from desk.terminal import DeskError, Say, say, silent, size

Target = Literal["local", "cloud"]

CLOUD_PYTHON = "3.13"
# Amazon Linux 2023 has glibc 2.34. pip compares tags by name, so each older one is named too.
CLOUD_PLATFORMS = tuple(f"manylinux{tag}_aarch64" for tag in ("_2_34", "_2_28", "_2_17", "2014"))
NO_BYTECODE = (
    f"no Python {CLOUD_PYTHON} on this machine: packages carry source only and start more slowly "
    "(name one by the environment variable CLOUD_PYTHON)"
)
RECIPE = "3"  # raise it when this module makes other zips from the same sources


@dataclass(frozen=True)
class Package:
    """A zip that is ready to upload. `seconds` is 0.0 when it had been built before."""

    source: str
    path: Path
    seconds: float

    @property
    def size(self) -> int:
        """Bytes of the zip."""
        return self.path.stat().st_size


class Packager:
    """Builds packages for one target below `.local/build/<target>`.

    `precompiled` is False when no interpreter of the target's version is on this machine; the zips then carry source
    only and start more slowly, and the scripts say so.
    """

    def __init__(self, target: Target, *, root: Path = places.ROOT, build: Path | None = None) -> None:
        self.target: Target = target
        self.root = root
        self.folder = (build or places.BUILD) / target
        self.folder.mkdir(parents=True, exist_ok=True)
        self.interpreter = _local_interpreter() if target == "local" else _find_interpreter(CLOUD_PYTHON)
        self.tag = _version_of(self.interpreter) if target == "local" and self.interpreter else CLOUD_PYTHON

    @property
    def precompiled(self) -> bool:
        return self.interpreter is not None

    def build(self, source: str) -> Package:
        """The package of `functions/<context>` or `layers/<name>`; DeskError says what is wrong with the source."""
        folder = self.root / source
        if not folder.is_dir():
            raise DeskError(f"{source} is named by a template but there is no such folder.")
        started = time.monotonic()
        name = source.strip("/").replace("/", "-")
        inputs = [folder / "requirements.txt"] if (folder / "requirements.txt").exists() else [folder]
        stamp = zips.fingerprint(inputs, RECIPE, self.target, self.tag, str(self.precompiled), trim.RECIPE)
        path = self.folder / f"{name}-{stamp}.zip"
        if path.exists():
            path.touch()
            return Package(source, path, 0.0)
        try:
            self._make(folder, source, path)
        except zips.DoesNotCompileError as refused:
            raise DeskError(f"{source} does not compile:\n{refused}") from None
        self._forget_old(name, path)
        return Package(source, path, time.monotonic() - started)

    def _make(self, folder: Path, source: str, path: Path) -> None:
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".making-") as made:
            stage = Path(made)
            if not source.startswith("layers/"):
                _copy(folder, stage / folder.name)
                shown = "/var/task"
            else:
                shown = "/opt"
                if (folder / "requirements.txt").exists():
                    self._install(folder / "requirements.txt", stage / "python")
                    trim.trim(stage / "python")
                else:
                    _copy(folder, stage)
            if self.interpreter:
                zips.compile_folder(stage, python=self.interpreter, shown_at=shown)
            zips.write_zip(stage, path)

    def _install(self, lock: Path, into: Path) -> None:
        """Install a hash-locked list as it stands. Dependencies are not followed: the lock is complete."""
        command = [self.interpreter if self.target == "local" and self.interpreter else sys.executable]
        command += ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--no-compile", "--no-input"]
        command += ["--disable-pip-version-check", "--root-user-action=ignore", "--requirement", str(lock)]
        command += ["--target", str(into), "--only-binary=:all:"]
        if self.target == "cloud":
            command += ["--python-version", CLOUD_PYTHON, "--implementation", "cp"]
            command += [word for tag in CLOUD_PLATFORMS for word in ("--platform", tag)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise DeskError(f"{lock} could not be installed for {self.target}:\n{done.stderr.strip()}")

    def _forget_old(self, name: str, current: Path) -> None:
        """Remove packages of the same folder that were not used for a day."""
        for old in self.folder.glob(f"{name}-{'[0-9a-f]' * 16}.zip"):
            if old != current and time.time() - old.stat().st_mtime > 86_400:
                old.unlink(missing_ok=True)


def sources(root: Path = places.ROOT) -> list[str]:
    """Every folder that becomes a package: the layers first, then the contexts."""
    found: list[str] = []
    for kind in ("layers", "functions"):
        folders = sorted(folder for folder in (root / kind).glob("*") if not folder.name.startswith(("_", ".")))
        found += [f"{kind}/{folder.name}" for folder in folders if folder.is_dir() and zips.files_below(folder)]
    return found


def build_all(target: Target, *, root: Path = places.ROOT, speak: Say = silent) -> list[Package]:
    """Build every package of the tree and say their sizes."""
    packager = Packager(target, root=root)
    if not packager.precompiled:
        speak(f"  {NO_BYTECODE}")
    packages = []
    for source in sources(root):
        package = packager.build(source)
        state = f"built in {package.seconds:.1f} s" if package.seconds else "unchanged"
        speak(f"  {source:<28}{size(package.size):>9}  {state}  {package.path.name}")
        packages.append(package)
    return packages


def _copy(folder: Path, into: Path) -> None:
    for path in zips.files_below(folder):
        target = into / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _local_interpreter() -> str:
    """Functions run on the emulator's interpreter; without an emulator on this one."""
    return str(places.EMULATOR_PYTHON) if places.EMULATOR_PYTHON.exists() else sys.executable


def _find_interpreter(version: str) -> str | None:
    """A Python of that version: $CLOUD_PYTHON, this one, one on PATH, or one that pyenv keeps."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    candidates = [os.environ.get("CLOUD_PYTHON"), sys.executable, shutil.which(f"python{version}")]
    candidates += [str(path) for path in sorted(pyenv.glob(f"versions/{version}.*/bin/python"))]
    return next((path for path in candidates if path and _version_of(path) == version), None)


def _version_of(python: str) -> str:
    """Such as 3.13; empty when the file is a stand-in that cannot run (as version managers leave on PATH)."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-S", "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def main() -> int:
    """scripts/package."""
    parser = argparse.ArgumentParser(
        prog="scripts/package",
        description="Build the zips of all contexts and layers below .local/build and print their sizes.",
        epilog="scripts/dev and scripts/deploy build what they need by themselves.",
    )
    parser.add_argument(
        "--target",
        choices=("cloud", "local"),
        default="cloud",
        help=f"cloud: Python {CLOUD_PYTHON} on arm64 Linux (default); local: this machine",
    )
    parser.add_argument("source", nargs="*", help="only these folders, such as functions/posts")
    chosen = parser.parse_args()
    if chosen.source:
        packager = Packager(chosen.target)
        for source in chosen.source:
            package = packager.build(source)
            say(f"  {source:<28}{size(package.size):>9}  {package.path}")
        return 0
    say(f"packages for {chosen.target}")
    build_all(chosen.target, speak=say)
    return 0
