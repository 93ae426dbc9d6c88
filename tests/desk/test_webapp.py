"""The web app's build: done when something has changed, exchanged whole, and plain about what is missing."""

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desk import webapp
from desk.terminal import DeskError
from desk.watch import changed_folders
from desk.webapp import Ahead, Rebuilder, ensure_packages, ensure_web

BUILD = """
import fs from "node:fs";
const out = process.env.WEB_DIST;
const word = fs.readFileSync("src/word.txt", "utf8");
fs.appendFileSync("../builds", word + "\\n");
if (word === "broken") { console.error("the word is broken"); process.exit(3); }
fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(`${out}/index.html`, `<p>${word}</p>`);
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with a small app that really goes through npm, and needs no package."""
    web = tmp_path / "web"
    (web / "src").mkdir(parents=True)
    package = {"name": "small", "version": "1.0.0", "private": True, "scripts": {"build": "node build.mjs"}}
    lock = {"name": "small", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "small"}}}
    (web / "package.json").write_text(json.dumps(package))
    (web / "package-lock.json").write_text(json.dumps(lock))
    (web / "build.mjs").write_text(BUILD)
    (web / "node_modules").mkdir()
    (web / "src" / "word.txt").write_text("one")
    return tmp_path


@pytest.fixture(autouse=True)
def new_enough(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small app brings no Node of its own; the machine's may be an older one."""
    if "old_node" not in request.fixturenames:
        monkeypatch.setattr(webapp, "NODE_OLDEST", (webapp.NPM_OLDEST,))


def page(tree: Path) -> str:
    return (tree / "web/dist/index.html").read_text()


def builds(tree: Path) -> list[str]:
    return (tree / "builds").read_text().split()


def test_it_is_built_once_and_again_when_a_source_has_changed(tree: Path) -> None:
    said: list[str] = []
    assert ensure_web(tree, said.append) == tree / "web/dist"
    ensure_web(tree, said.append)
    assert (page(tree), builds(tree)) == ("<p>one</p>", ["one"])
    assert [line.split("  ")[1] for line in said] == [
        "web: installing packages from web/package-lock.json; the first time takes a while",
        "web: packages installed",
        "web: built",
    ]
    (tree / "web/src/word.txt").write_text("two")
    ensure_web(tree, said.append)
    assert (page(tree), builds(tree)) == ("<p>two</p>", ["one", "two"])
    assert len(said) == 4  # packages are installed when the lock has changed, not before


@pytest.mark.parametrize("name", ["public/robots.txt", "client/index.ts", "src/deep/er.ts", "astro.config.mjs"])
def test_whatever_the_app_is_made_of_counts(tree: Path, name: str) -> None:
    ensure_web(tree, lambda _line: None)
    (tree / "web" / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / "web" / name).write_text("new")
    ensure_web(tree, lambda _line: None)
    assert len(builds(tree)) == 2


def test_a_changed_lock_installs_again(tree: Path) -> None:
    ensure_packages(tree, lambda _line: None)
    lock = tree / "web/package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    said: list[str] = []
    ensure_packages(tree, said.append)
    ensure_packages(tree, said.append)
    assert [line for line in said if "packages installed" in line] == said[1:]


def test_a_failed_build_leaves_the_old_one_and_shows_why(tree: Path) -> None:
    ensure_web(tree, lambda _line: None)
    (tree / "web/src/word.txt").write_text("broken")
    with pytest.raises(DeskError, match=r"could not be built \(npm run build, exit 3\)[\s\S]*the word is broken"):
        ensure_web(tree, lambda _line: None)
    assert page(tree) == "<p>one</p>"
    assert sorted(path.name for path in (tree / "web").glob(".dist*")) == []
    (tree / "web/src/word.txt").write_text("mended")
    ensure_web(tree, lambda _line: None)
    assert page(tree) == "<p>mended</p>"


def test_two_at_once_take_turns_and_build_once(tree: Path) -> None:
    said: list[str] = []
    both = [threading.Thread(target=ensure_web, args=(tree, said.append)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert builds(tree) == ["one"]
    assert any("waiting for it" in line for line in said)


@pytest.mark.parametrize("exchange", [webapp._exchange, lambda _one, _other: False], ids=["exchange", "rename"])
def test_the_folder_is_replaced_whole(
    tree: Path, monkeypatch: pytest.MonkeyPatch, exchange: Callable[[Path, Path], bool]
) -> None:
    monkeypatch.setattr(webapp, "_exchange", exchange)
    ensure_web(tree, lambda _line: None)
    (tree / "web/dist/old.txt").write_text("of the first build")
    (tree / "web/src/word.txt").write_text("two")
    ensure_web(tree, lambda _line: None)
    assert sorted(path.name for path in (tree / "web/dist").iterdir()) == [".built-from", "index.html"]
    assert sorted(path.name for path in (tree / "web").glob(".dist*")) == []


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="folders are exchanged in one step on Linux only")
def test_nobody_who_serves_it_sees_a_moment_without(tmp_path: Path) -> None:
    dist, new = tmp_path / "dist", tmp_path / "new"
    for folder in (dist, new):
        folder.mkdir()
        (folder / "index.html").write_text("here")
    missed, stop = [0], threading.Event()

    def look() -> None:
        while not stop.is_set():
            missed[0] += not (dist / "index.html").exists()

    looker = threading.Thread(target=look)
    looker.start()
    for _ in range(2_000):
        webapp._swap(new, dist)
    stop.set()
    looker.join()
    assert missed == [0]


def test_without_npm_a_sentence_says_what_to_install(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeskError, match=r"node and npm is not on PATH. .*(nodejs npm|Node.js 22\.12)"):
        ensure_web(tree, lambda _line: None)


@pytest.fixture
def old_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a node of that version, with an npm that does nothing, first on PATH."""

    def put(version: str) -> None:
        folder = tmp_path / "old"
        folder.mkdir()
        for name, line in {"node": f"echo v{version}", "npm": "exit 0"}.items():
            (folder / name).write_text(f"#!/bin/sh\n{line}\n")
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return put


def test_a_node_that_is_too_old_is_named(tree: Path, old_node: Callable[[str], None]) -> None:
    old_node("18.20.1")
    with pytest.raises(DeskError, match=r"Node.js 18\.20\.1 is too old"):
        ensure_web(tree, lambda _line: None)


def test_where_npm_brings_no_node_the_machine_s_must_do(tree: Path, old_node: Callable[[str], None]) -> None:
    old_node("20.9.0")
    with pytest.raises(DeskError, match=r"needs Node.js 22\.12 or newer; this one is 20\.9\.0"):
        ensure_packages(tree, lambda _line: None)


def test_a_tree_without_an_app_is_left_alone(tmp_path: Path) -> None:
    assert ensure_web(tmp_path, lambda _line: None) == tmp_path / "web/dist"
    assert list(tmp_path.iterdir()) == []


def test_changes_are_built_as_they_come_and_a_bad_one_is_told(tree: Path) -> None:
    said: list[str] = []
    after: list[str] = []
    rebuilder = Rebuilder(tree, said.append, lambda: after.append(page(tree)))
    try:
        for word, sign in (("two", "built"), ("broken", "still served"), ("three", "built")):
            said.clear()
            (tree / "web/src/word.txt").write_text(word)
            rebuilder.change()
            deadline = time.monotonic() + 30
            while not any(sign in line for line in said):
                assert time.monotonic() < deadline, said
                time.sleep(0.02)
    finally:
        rebuilder.stop()
    assert after == ["<p>two</p>", "<p>three</p>"]


def test_a_build_ahead_fails_only_where_there_is_nothing_to_serve(tree: Path) -> None:
    (tree / "web/src/word.txt").write_text("broken")
    first = Ahead(tree, lambda _line: None)
    with pytest.raises(DeskError, match="the word is broken"):
        first.wait()
    (tree / "web/src/word.txt").write_text("one")
    Ahead(tree, lambda _line: None).wait()
    (tree / "web/src/word.txt").write_text("broken")
    said: list[str] = []
    Ahead(tree, said.append).wait()
    assert "still served" in said[-1]
    assert page(tree) == "<p>one</p>"


def test_changed_sources_are_seen(tree: Path) -> None:
    (tree / "template.yaml").write_text("")
    stop = threading.Event()
    writer = threading.Timer(1.0, (tree / "web/src/word.txt").write_text, ["two"])
    writer.start()
    try:
        assert next(iter(changed_folders(stop, tree))) == {"web"}
    finally:
        stop.set()
        writer.join()
