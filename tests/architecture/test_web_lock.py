"""The web app's lock fits every platform and names no host.

npm writes an incomplete lock without a word when the registry lacks a binary for another platform; there `npm ci`
would then install an app that cannot be built. `docs/decisions/locks-without-hosts.md` says the rest.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from desk import places

LOCK = places.ROOT / "web" / "package-lock.json"
_HOST = re.compile(r"[a-z+]+://|^git@", re.IGNORECASE)


def wrong(lock: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a lock, one sentence each."""
    packages: dict[str, dict[str, Any]] = lock["packages"]
    for place, package in packages.items():
        name = place or "the app"
        if _HOST.search(str(package.get("resolved", ""))):
            yield f"{name} names the host that it came from"
        if place and not package.get("link") and "integrity" not in package and not package.get("inBundle"):
            yield f"{name} has no hash"
        for wanted in package.get("optionalDependencies", {}):
            if not is_there(packages, place, wanted):
                yield f"{wanted}, which {name} needs on some platform, is not in the lock"


def is_there(packages: dict[str, Any], place: str, wanted: str) -> bool:
    """Whether `wanted` is found from `place` as Node looks for it: in its own folder, then in those above."""
    while True:
        if f"{place}/node_modules/{wanted}".lstrip("/") in packages:
            return True
        if not place:
            return False
        place = place.rpartition("node_modules/")[0].rstrip("/")


def test_the_lock_fits_every_platform_and_names_no_host() -> None:
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    assert list(wrong(lock)) == []
    assert lock["lockfileVersion"] == 3


def test_the_machine_that_writes_the_lock_is_told_to_leave_hosts_out() -> None:
    assert "omit-lockfile-registry-resolved=true" in (LOCK.parent / ".npmrc").read_text().split()


# The rules biting

FITS: dict[str, Any] = {
    "": {"name": "app", "dependencies": {"builder": "1"}, "optionalDependencies": {"tool-linux": "1"}},
    "node_modules/tool-linux": {"version": "1", "integrity": "sha512-x", "os": ["linux"], "optional": True},
    "node_modules/builder": {
        "version": "1",
        "integrity": "sha512-x",
        "optionalDependencies": {"@builder/linux": "1", "@builder/mac": "1"},
    },
    "node_modules/@builder/linux": {"version": "1", "integrity": "sha512-x", "optional": True},
    "node_modules/builder/node_modules/@builder/mac": {"version": "1", "integrity": "sha512-x", "optional": True},
    "node_modules/near": {"resolved": "packages/near", "link": True},
}


def test_a_lock_that_fits_is_passed() -> None:
    assert list(wrong({"packages": FITS})) == []


@pytest.mark.parametrize(
    "place", ["https://registry.example/b.tgz", "git+ssh://git@example/b.git", "git@example:b.git"]
)
def test_a_host_is_refused(place: str) -> None:
    planted = {**FITS, "node_modules/builder": {**FITS["node_modules/builder"], "resolved": place}}
    assert list(wrong({"packages": planted})) == ["node_modules/builder names the host that it came from"]


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ("node_modules/tool-linux", "tool-linux, which the app needs on some platform, is not in the lock"),
        ("node_modules/@builder/linux", "@builder/linux, which node_modules/builder needs on some platform"),
        ("node_modules/builder/node_modules/@builder/mac", "@builder/mac, which node_modules/builder needs"),
    ],
)
def test_a_platform_that_was_left_out_is_named(gone: str, sentence: str) -> None:
    (found,) = wrong({"packages": {place: package for place, package in FITS.items() if place != gone}})
    assert found.startswith(sentence)


def test_what_only_another_package_has_does_not_count() -> None:
    moved = {
        ("node_modules/near/" if place == "node_modules/@builder/linux" else "") + place: package
        for place, package in FITS.items()
    }
    (found,) = wrong({"packages": moved})
    assert "@builder/linux" in found


def test_a_package_without_a_hash_is_refused() -> None:
    planted = {**FITS, "node_modules/builder": {"version": "1"}}
    assert "node_modules/builder has no hash" in list(wrong({"packages": planted}))
