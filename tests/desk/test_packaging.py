"""Packages: the same bytes from the same sources, bytecode that never looks at a source, no dead weight."""

import struct
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from desk import packaging, places, trim, zips
from desk.packaging import Packager
from desk.terminal import DeskError

UNCHECKED_HASH = 0b01  # PEP 552: bit 0 says hash-based, bit 1 would say check the source


@pytest.fixture(scope="module")
def runtime_names() -> set[str]:
    """What the cloud's runtime layer holds. It is built once and kept in .local/build."""
    with zipfile.ZipFile(Packager("cloud").build("layers/runtime").path) as archive:
        return set(archive.namelist())


def test_the_same_sources_give_the_same_bytes(toy: Path, tmp_path: Path) -> None:
    first = Packager("local", root=toy, build=tmp_path / "one").build("functions/notes")
    time.sleep(0.01)
    for path in toy.rglob("*.py"):
        path.touch()
    second = Packager("local", root=toy, build=tmp_path / "two").build("functions/notes")
    assert first.path.name == second.path.name
    assert first.path.read_bytes() == second.path.read_bytes()


def test_changed_code_has_another_name_and_unchanged_code_is_not_built_again(toy: Path, tmp_path: Path) -> None:
    packager = Packager("local", root=toy, build=tmp_path)
    first = packager.build("functions/notes")
    assert first.seconds > 0
    assert packager.build("functions/notes").seconds == 0
    (toy / "functions/notes/new.py").write_text("")
    assert packager.build("functions/notes").path != first.path


def test_a_context_is_a_package_at_the_top_of_its_zip(toy: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(Packager("local", root=toy, build=tmp_path).build("functions/notes").path) as archive:
        names = archive.namelist()
    assert "notes/web.py" in names
    assert names == sorted(names)


def test_bytecode_is_unchecked_hash_and_names_the_cloud_s_folders(toy: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(Packager("local", root=toy, build=tmp_path).build("functions/notes").path) as archive:
        compiled = [name for name in archive.namelist() if name.endswith(".pyc")]
        assert len(compiled) == len([name for name in archive.namelist() if name.endswith(".py")])
        for name in compiled:
            code = archive.read(name)
            assert struct.unpack("<I", code[4:8])[0] == UNCHECKED_HASH, name
            assert str(tmp_path).encode() not in code


def test_bytecode_is_for_the_interpreter_that_runs_it(toy: Path, tmp_path: Path) -> None:
    packager = Packager("cloud", root=toy, build=tmp_path)
    with zipfile.ZipFile(packager.build("layers/shared").path) as archive:
        tags = {name.split(".")[-2] for name in archive.namelist() if name.endswith(".pyc")}
    assert tags == ({"cpython-313"} if packager.precompiled else set())


def test_a_running_python_takes_the_bytecode_without_looking_at_the_source(toy: Path, tmp_path: Path) -> None:
    package = Packager("local", root=toy, build=tmp_path).build("layers/shared")
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(tmp_path / "opt")
    (tmp_path / "opt/python/greeting/word.py").write_text("WORD = 'the source was read'")
    python = places.EMULATOR_PYTHON if places.EMULATOR_PYTHON.exists() else sys.executable
    code = "from greeting.word import WORD; print(WORD)"
    said = subprocess.run(
        [str(python), "-c", code], cwd=tmp_path / "opt/python", capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "world"


def test_what_does_not_compile_is_refused_with_the_place(toy: Path, tmp_path: Path) -> None:
    (toy / "functions/notes/web.py").write_text("def (")
    with pytest.raises(DeskError, match=r"functions/notes does not compile(?s:.*)notes/web\.py"):
        Packager("local", root=toy, build=tmp_path).build("functions/notes")
    assert list((tmp_path / "local").iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="functions/nothing"):
        Packager("local", root=tmp_path, build=tmp_path).build("functions/nothing")


def test_chalice_is_two_files(runtime_names: set[str]) -> None:
    chalice = {name for name in runtime_names if name.startswith("python/chalice/") and name.endswith(".py")}
    assert chalice == {"python/chalice/__init__.py", "python/chalice/app.py"}


def test_botocore_knows_the_services_we_use_and_no_others(runtime_names: set[str]) -> None:
    parts = [name.split("/") for name in runtime_names if name.startswith("python/botocore/data/")]
    assert {part[3] for part in parts if len(part) > 4} == trim.KEPT_SERVICES
    assert "python/botocore/data/endpoints.json" in runtime_names or (
        "python/botocore/data/endpoints.json.gz" in runtime_names
    )


def test_nothing_dead_is_shipped(runtime_names: set[str]) -> None:
    dead = (".pyi", ".c", ".h", "/RECORD", "/INSTALLER")
    assert [name for name in runtime_names if name.endswith(dead) or name.startswith("python/bin/")] == []
    assert not {"pip", "setuptools", "wheel", "click"} & {name.split("/")[1] for name in runtime_names}


def test_sizes_stay_within_bar_p12() -> None:
    for source in packaging.sources():
        if source.startswith("functions/"):
            assert Packager("cloud").build(source).size <= 300_000, source
    assert Packager("cloud").build("layers/runtime").size <= 20_000_000


def test_zips_carry_no_time_of_their_making(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("a")
    zips.write_zip(tmp_path / "in", tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {zips.FIXED_TIME}


def test_two_who_make_the_same_zip_at_once_are_not_in_each_others_way(tmp_path: Path) -> None:
    """Two test runs beside each other, each with a platform of its own."""
    folder, target = tmp_path / "in", tmp_path / "out.zip"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.py").write_text(f"NUMBER = {number}\n" * 200)
    with ProcessPoolExecutor(3) as processes:
        list(processes.map(zips.write_zip, [folder] * 30, [target] * 30))
    with zipfile.ZipFile(target) as archive:
        assert len(archive.namelist()) == 100
    assert list(tmp_path.glob(".*.partial")) == []
