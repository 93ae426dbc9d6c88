"""Lighthouse's marks for accessibility and best practices. A long gate: it brings a hundred packages of its own."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from desk.children import free_port
from desk.screens import ENTER
from support.browser import ARGUMENTS, CHROMIUM, At
from support.browser_world import World
from support.people import PASSWORD

HERE = Path(__file__).parent / "lighthouse"
EXPLAINED: dict[str, str] = {}
"""Audits that may miss points, and why. None does."""


@pytest.fixture(scope="module")
def runner() -> Path:
    if not shutil.which("npm"):
        pytest.skip("no npm")
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=HERE, check=True, timeout=280)
    return HERE / "run.mjs"


def marks(runner: Path, port: int, urls: list[str]) -> Iterator[dict[str, Any]]:
    done = subprocess.run(
        ["node", str(runner), str(port), *urls], cwd=HERE, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for line in done.stdout.splitlines():
        yield json.loads(line)


@pytest.mark.full
@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["nobody", "member"])
def test_every_mark_is_a_hundred_or_explained(
    browser: Browser, platform: At, world: World, runner: Path, tmp_path: Path, who: str
) -> None:
    paths = ["/", f"/u/{world.bob.username}", f"/p/{world.post['id']}"]
    port = free_port()
    window = browser.browser_type.launch_persistent_context(
        str(tmp_path), executable_path=CHROMIUM, args=[*ARGUMENTS, f"--remote-debugging-port={port}"]
    )
    try:
        if who == "member":
            page = window.new_page()
            page.goto(f"{platform.url}/mark.svg")
            page.evaluate(ENTER, [world.alice.username, PASSWORD])
            page.close()
        found = list(marks(runner, port, [platform.url + path for path in paths]))
    finally:
        window.close()
    assert [each["shown"] for each in found] == [platform.url + path for path in paths]
    missing = [
        f"{each['url']} {each['scores']}: {audit['id']} {audit['items']}"
        for each in found
        for audit in each["missing"]
        if audit["id"] not in EXPLAINED
    ]
    assert not missing, "\n".join(missing)
