"""Importing a function opens no client, reads no environment, and loads only the heavy modules its row allows (P1)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from architecture.heavy_modules import ALLOWED, HEAVY

from desk.bootstrap import ROOT
from desk.imports import contexts, features

OF_PASSKEYS = ("OpenSSL",)
"""Of the one layer that not all have and that would be loaded wherever it is: urllib3 takes it when it can."""

SERVERS: list[subprocess.Popen[str]] = []

SERVER = """
import json, os, sys

tree, heavy, hidden, watched = json.loads(sys.argv[1])
sys.modules.update(dict.fromkeys(hidden))
sources = (tree + "/functions", tree + "/layers/shared/python")
sys.path[:0] = sources
read, opened = [], []

BETWEEN = ("/os.py", "/_collections_abc.py", "<frozen os>", "<frozen _collections_abc>", "<string>")

class Watched(type(os.environ)):
    # Only what our own code reads counts; a library may look for its own settings.
    def __getitem__(self, key):
        caller = sys._getframe(1)
        while caller and caller.f_code.co_filename.endswith(BETWEEN):
            caller = caller.f_back
        if caller and caller.f_code.co_filename.startswith(sources):
            read.append(key)
        return super().__getitem__(key)

    get = lambda self, key, default=None: self[key] if key in self else default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

os.environ.clear()
os.environ.__class__ = Watched
if watched:
    import botocore.session, botocore.client, socket
    def explode(*args, **kwargs):
        opened.append("a client, session or socket")
        raise RuntimeError("opened while importing")
    botocore.session.Session.__init__ = explode
    botocore.client.ClientCreator.create_client = explode
    socket.socket.connect = explode
    # What these load is not looked at; loaded here, it is loaded once.
    import aws_lambda_powertools, chalice, msgspec, pynamodb.models

def answer(name):
    error = ""
    try:
        __import__(name)
    except BaseException as problem:
        error = f"{type(problem).__name__}: {problem}"
    loaded = sorted(set(heavy) & set(sys.modules))
    return json.dumps({"read": read, "opened": opened, "heavy": loaded, "error": error})

for line in sys.stdin:
    child = os.fork()
    if not child:
        said = answer(line.strip())
        sys.__stdout__.write("\\n" + said + "\\n")
        sys.__stdout__.flush()
        os._exit(0)
    os.waitpid(child, 0)
"""


@cache
def server(tree: Path, hidden: tuple[str, ...], watched: bool) -> subprocess.Popen[str]:
    """An interpreter that has imported nothing of ours: each question is answered by a fork of it."""
    argument = json.dumps([str(tree), sorted(HEAVY), hidden, watched])
    command = [sys.executable, "-I", "-c", SERVER, argument]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """End the servers with the last test."""
    yield
    for each in SERVERS:
        each.communicate(timeout=10)


def probe(tree: Path, name: str, *, watched: bool) -> dict[str, object]:
    """Import one module where nothing of ours was imported; say what it read, opened and loaded."""
    hidden = () if "webauthn" in ALLOWED.get(name, {"webauthn"}) else OF_PASSKEYS
    asked = server(tree, hidden, watched)
    if asked not in SERVERS:
        SERVERS.append(asked)
    assert asked.stdin
    assert asked.stdout
    asked.stdin.write(name + "\n")
    asked.stdin.flush()
    for line in asked.stdout:
        if line.startswith('{"read"'):
            found: dict[str, object] = json.loads(line)
            return found
    raise AssertionError(f"no answer about {name}")


@cache
def modules(tree: Path) -> list[str]:
    """Every module of every context, as its import name."""
    return sorted(
        f"{context}.{path.stem}"
        for context in contexts(tree)
        for path in (tree / "functions" / context).glob("*.py")
        if path.stem != "__init__"
    )


def functions(tree: Path) -> list[str]:
    """Every Lambda function's module."""
    return [f"{context}.{feature}" for context in contexts(tree) for feature in features(tree, context)]


@pytest.mark.parametrize("name", modules(ROOT))
def test_importing_opens_nothing_and_reads_nothing(name: str) -> None:
    answer = probe(ROOT, name, watched=True)
    assert (answer["read"], answer["opened"], answer["error"]) == ([], [], "")


@pytest.mark.parametrize("name", functions(ROOT))
def test_function_loads_only_what_its_row_allows(name: str) -> None:
    assert name in ALLOWED, f"{name} needs a row in tests/architecture/heavy_modules.py"
    answer = probe(ROOT, name, watched=False)
    assert answer["error"] == ""
    assert set(answer["heavy"]) <= ALLOWED[name], "a heavier cold start than the row allows"  # type: ignore[call-overload]


def test_no_row_is_left_over() -> None:
    assert set(ALLOWED) <= set(functions(ROOT)), "a row without its function"


PLANTED = {
    "read": "import os\nX = os.environ.get('PREFIX', '')\napp = 1\n",
    "opened": "import botocore.session\nC = botocore.session.Session()\napp = 1\n",
    "heavy": "import pynamodb.models\napp = 1\n",
    "error": "import no_such_module\napp = 1\n",
}


@pytest.mark.parametrize("harm", PLANTED)
def test_the_probe_sees_what_it_looks_for(tmp_path: Path, harm: str) -> None:
    home = tmp_path / "functions" / "toy"
    home.mkdir(parents=True)
    (home / "__init__.py").touch()
    (home / "good.py").write_text("import os, json\n\ndef app(event, context):\n    return os.environ['PREFIX']\n")
    (home / "bad.py").write_text(PLANTED[harm])
    assert functions(tmp_path) == ["toy.bad", "toy.good"]
    clean = probe(tmp_path, "toy.good", watched=True)
    assert (clean["read"], clean["opened"], clean["error"]) == ([], [], "")
    assert probe(tmp_path, "toy.good", watched=False)["heavy"] == []
    assert probe(tmp_path, "toy.bad", watched=harm != "heavy")[harm]


def test_rows_and_heavy_set_speak_of_the_same_modules() -> None:
    assert frozenset().union(*ALLOWED.values()) <= HEAVY
