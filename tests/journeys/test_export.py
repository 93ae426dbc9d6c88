"""Taking everything along: one archive that holds what the platform keeps of a member, for nobody but them."""

import io
import json
import tomllib
import zipfile
from collections.abc import Callable
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest
from PIL import Image

from desk.platform import Platform
from kernel import clock
from kit import uploads
from support import erasure, plain
from support.emulator import ROOT
from support.people import Member, eventually, through
from support.rich import rich

Join = Callable[[str], Member]


def test_everything_of_a_member_is_in_their_export(
    platform: Platform, member: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve, bob, carol = member("eve"), member("bob"), member("carol")
    assert plain.post(f"{platform.url}/v1/me/export").status_code == 401
    assert plain.get(f"{platform.url}/v1/me/export").status_code == 401
    eve.ask("GET", "/v1/me/export", status=404)
    made = rich(eve, bob, carol)
    bob.ask("PUT", f"/v1/people/{carol.username}/follow")
    carol.ask("PUT", f"/v1/people/{eve.username}/block")

    asked = eve.ask("POST", "/v1/me/export", status=202)
    assert asked["state"] == "working"
    assert asked["url"] is None
    eve.ask("POST", "/v1/me/export", status=409)
    found = eventually(lambda: eve.ask("GET", "/v1/me/export"), lambda seen: seen["state"] != "working", seconds=40)
    assert (found["state"], found["percent"]) == ("ready", 100), found
    assert "export-once-a-day" in json.dumps(eve.ask("POST", "/v1/me/export", status=409))
    bob.ask("GET", "/v1/me/export", status=404)

    address, headers = through(found["url"])
    got = plain.get(address, headers=headers)
    assert got.status_code == 200, got.text
    assert "attachment" in got.headers["content-disposition"]
    for name, value in platform.environ().items():
        monkeypatch.setenv(name, value)
    for ago, status in ((0, 200), (16 * 60, 403)):
        link = uploads.download_address(
            f"{platform.prefix}-uploads-000000000000",
            address.path.removeprefix("/upload/"),
            file_name="x.zip",
            now=clock.now() - timedelta(seconds=ago),
            seconds=15 * 60,
            origin=found["url"].partition("exports/")[0],
        )
        again, headers = through(link)
        assert plain.get(again, headers=headers).status_code == status
    archive = zipfile.ZipFile(io.BytesIO(got.content))
    assert archive.testzip() is None
    written: dict[str, list[dict[str, Any]]] = {
        name.removesuffix(".json"): json.loads(archive.read(name))
        for name in archive.namelist()
        if name.endswith(".json")
    }
    pictures = [name for name in archive.namelist() if name.startswith("photos/")]
    assert {name[7:33] for name in pictures} == set(made["media"].values())
    assert {Image.open(io.BytesIO(archive.read(name))).format for name in pictures} <= {"JPEG", "WEBP"}
    assert f"with @{bob.username}" in {each.get("caption") for each in written["posts"]}
    assert '"soon"' in json.dumps(written["posts"]), "drafts too"
    assert f"hello @{bob.username}" in {each.get("text") for each in written["comments"]}
    assert written["profile"][0]["username"] == eve.username
    assert len(written["searches"][0]["looked"]) == 1, "whom she opened from a search"
    assert [each["dismissed"] for each in written["suggestions"]] == [made["bob"]], "whom she did not want suggested"
    assert f"{eve.username}@example.com" in {each.get("contact") for each in written["account"]}
    for secret in ("password_hash", "argon2", "current", "sealed", "p256dh", "blocked_by"):
        assert secret not in json.dumps([written["account"], written["sessions"], written["follows"]])
    assert "hello you" not in json.dumps(written["comments"]), "others' words are theirs"

    assert unexplained(platform, made["id"], written) == []
    table = platform.clients()("dynamodb")
    key = {"pk": {"S": "PLANTED#1"}, "sk": {"S": "CARD"}}
    table.put_item(TableName=f"{platform.prefix}-posts", Item=key | {"whose": {"S": made["id"]}})
    assert unexplained(platform, made["id"], written) == ["posts: PLANTED#1 / CARD"]
    table.delete_item(TableName=f"{platform.prefix}-posts", Key=key)


def unexplained(platform: Platform, person: str, written: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The items with a person's id that are neither in their export nor listed with a reason."""
    rows = tomllib.loads((ROOT / "tests" / "account_end" / "not_exported.toml").read_text())["row"]
    exported = {each["key"] for records in written.values() for each in records}
    found: dict[tuple[str, str], set[str]] = {}
    for hit in erasure.scan(platform.clients(), platform.prefix, {"person": person}):
        if hit.store == "dynamodb":
            found.setdefault((hit.place, hit.where), set()).add(hit.attribute)
    return sorted(
        f"{place}: {where}"
        for (place, where), attributes in found.items()
        if f"{place}: {where}" not in exported
        and not any(explains(row, place, where, attributes, person) for row in rows)
    )


def explains(row: dict[str, Any], place: str, where: str, attributes: set[str], person: str) -> bool:
    return (
        fnmatchcase(place, row["table"])
        and fnmatchcase(where, row["where"].replace("{person}", person))
        and not (row.get("others") and person in where.partition(" / ")[0])
        and row.get("but") not in attributes
    )
