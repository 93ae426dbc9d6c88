"""Rules about the text of the project: no scans, small files, no host or machine named, every context introduced."""

import ast
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.bootstrap import ROOT

LONGEST = 400
MAY_BE_LONGER: dict[str, str] = {  # path: reason
    "tests/desk/test_origin.py": "one stub upstream serves all cases of one server",
    "tests/identity/test_contacts.py": "one postbox serves every letter there is",
    "tests/kernel/test_text.py": "tables of texts in many scripts",
    "tests/kit/test_transport.py": "one server of scripted faults serves all cases of one client",
    "tests/media/test_imaging.py": "every kind of photograph that is taken or refused",
}
MAY_NAME_SCAN = {"layers/shared/python/kit/meter.py"}  # it counts every operation there is
CODE = {".py", ".js", ".mjs", ".ts", ".tsx", ".css", ".html", ".sh"}
GENERATED = ("docs/map.md", "web/client/", "scripts/lambdagram_client/", "events/", "infra/routes/")
SCAN = re.compile(r"\.scan\(|[\"']Scan[\"']|dynamodb:Scan|DynamoDB_20120810\.Scan|\.paginate\([\"']scan", re.IGNORECASE)
HOST_OF_A_REGISTRY = re.compile(
    r"(?:py(?:)pi\.org|files\.python(?:)hosted|registry\.npm(?:)js|registry\.yarn(?:)pkg|npm\.pkg\.git(?:)hub)"
)
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:root|work|farm|Users/\w+|home/\w+)/(?=\w)")
REQUIREMENT_HOST = re.compile(r"://|--(?:extra-)?index|--find-links|--trusted-host|^-[if] |@ file|^\s*/", re.MULTILINE)


def tracked() -> list[str]:
    """The project's text files as git knows them, those not yet added included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in names if (ROOT / name).is_file() and _is_text(ROOT / name)]


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        return b"\0" not in file.read(2048)


def scans(name: str, text: str) -> bool:
    shipped = name.startswith(("functions/", "layers/", "infra/", "template.yaml"))
    return shipped and name not in MAY_NAME_SCAN and SCAN.search(text) is not None


def too_long(name: str, text: str) -> bool:
    ours = Path(name).suffix in CODE and not name.startswith(GENERATED) and name not in MAY_BE_LONGER
    return ours and text.count("\n") > LONGEST


def names_a_registry(name: str, text: str) -> bool:
    return HOST_OF_A_REGISTRY.search(text) is not None


def names_a_machine_path(name: str, text: str) -> bool:
    return MACHINE_PATH.search(text) is not None


def requirement_names_a_host(name: str, text: str) -> bool:
    lock = name.endswith((".in", ".txt")) and "requirements" in name
    return lock and REQUIREMENT_HOST.search(text) is not None


def lock_pins_without_hash(name: str, text: str) -> bool:
    pins = re.findall(r"^[A-Za-z0-9][^\n]*$", text, re.MULTILINE)
    return (
        name.endswith(".txt")
        and "requirements" in name
        and (not pins or not all("==" in pin and pin.endswith("\\") for pin in pins))
    )


def noqa_without_reason(name: str, text: str) -> bool:
    return name.endswith(".py") and re.search(r"#\s*(?:noqa|type:\s*ignore)\s*$", text, re.MULTILINE) is not None


RULES: dict[Callable[[str, str], bool], tuple[str, str]] = {
    scans: ("functions/posts/reads.py", "table.scan()"),
    too_long: ("scripts/desk/long.py", "x = 1\n" * (LONGEST + 1)),
    names_a_registry: ("docs/x.md", "see pypi." + "org"),
    names_a_machine_path: ("docs/x.md", "cd " + "/root" + "/app"),
    requirement_names_a_host: ("layers/x/requirements.txt", "--index-url https" + "://mirror.example/simple"),
    lock_pins_without_hash: ("layers/x/requirements.txt", "boto3>=1.0\n"),
    noqa_without_reason: ("kit/x.py", "import x  # " + "noqa" + "\n"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_project_keeps_the_rule(rule: Callable[[str, str], bool]) -> None:
    assert [name for name in tracked() if rule(name, (ROOT / name).read_text(errors="replace"))] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_refuses_what_is_planted(rule: Callable[[str, str], bool]) -> None:
    assert rule(*RULES[rule])


@pytest.mark.parametrize("line", ["client.Scan", "'Scan'", "- dynamodb:Scan", 'call("DynamoDB_20120810.Scan")'])
def test_scans_are_seen_in_every_spelling(line: str) -> None:
    assert scans("infra/posts.yaml", line) is not line.startswith("client.")


def test_long_files_are_listed_only_while_they_are_long() -> None:
    assert [name for name in MAY_BE_LONGER if (ROOT / name).read_text().count("\n") <= LONGEST] == []


def test_every_context_introduces_itself() -> None:
    folders = [path.parent for path in (ROOT / "functions").glob("*/*.py") if path.name != "__init__.py"]
    silent = {folder.name for folder in folders if not _docstring(folder / "__init__.py")}
    assert silent == set(), "functions/<context>/__init__.py says what the context owns, publishes and reacts to"


def _docstring(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text())) or "") if path.exists() else ""


# Named by docs/decisions, written when what they test lands; a row goes when its test comes.
PROMISED: set[str] = set()


def test_every_decision_names_what_enforces_it() -> None:
    pages = {page.name: page.read_text() for page in (ROOT / "docs/decisions").glob("*.md") if page.name != "README.md"}
    index = (ROOT / "docs/decisions/README.md").read_text()
    assert [name for name in pages if f"({name})" not in index] == []
    named = {
        name: set(re.findall(r"tests/[\w/.]*\w", text.rpartition("**Enforced by**")[2])) for name, text in pages.items()
    }
    assert [name for name, paths in named.items() if not paths] == []
    missing = {path for paths in named.values() for path in paths if not (ROOT / path).exists()}
    assert missing == {path for path in PROMISED if not (ROOT / path).exists()}
    assert [path for path in PROMISED if (ROOT / path).exists()] == [], "landed: take it off the list"
