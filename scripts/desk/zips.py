"""Zips that depend on nothing but their content: sorted names, one fixed time, bytecode beside the source.

Bytecode is of the `unchecked-hash` kind: Python then neither looks at the source's time nor reads the source (a third
of the import time of source alone). Zips made elsewhere (`sam build`) carry none, which costs every cold start.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
SKIPPED_FOLDERS = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}

# Runs inside the interpreter that will load the files, so it uses the standard library only. One process compiles all
# files in order: the same sources give the same bytes.
_COMPILER = """
import importlib.util, pathlib, py_compile, sys
folder, shown = pathlib.Path(sys.argv[1]), sys.argv[2]
for source in sorted(folder.rglob("*.py")):
    name = source.relative_to(folder).as_posix()
    try:
        py_compile.compile(str(source), cfile=importlib.util.cache_from_source(str(source)), dfile=f"{shown}/{name}",
                           doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    except py_compile.PyCompileError as refused:
        print(refused.msg.strip())
        sys.exit(3)
"""


class DoesNotCompileError(Exception):
    """A source file that Python cannot compile; carries the compiler's message."""


def files_below(folder: Path) -> list[Path]:
    """The files of a source folder that belong into a zip, in a stable order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not SKIPPED_FOLDERS & set(path.relative_to(folder).parts)
    )


def fingerprint(folders: Iterable[Path], *words: str) -> str:
    """16 hexadecimal digits that change when a file's name or content, or one of the words, changes."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    for folder in folders:
        for path in files_below(folder) if folder.is_dir() else [path for path in (folder,) if path.exists()]:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder.parent).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def compile_folder(folder: Path, *, python: str, shown_at: str) -> None:
    """Write `unchecked-hash` bytecode into the `__pycache__` folders below, with the given interpreter.

    `shown_at` is the folder that tracebacks name. Raises DoesNotCompileError.
    """
    done = subprocess.run(
        [python, "-S", "-E", "-c", _COMPILER, str(folder), shown_at], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DoesNotCompileError((done.stdout or done.stderr).strip())


def write_zip(folder: Path, target: Path) -> None:
    """Zip everything below `folder` (bytecode too). The file appears whole or not at all, also when two make it."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = (0o100755 if path.suffix == ".so" else 0o100644) << 16
            archive.writestr(entry, path.read_bytes())
    partial.replace(target)
