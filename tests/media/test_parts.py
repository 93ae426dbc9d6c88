"""Uploads in parts: what storage takes of them, how they are taken up again, and how they end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config
from media import faults, model, parts, uploads
from media.model import PART_BYTES, PARTS_ARRIVE_WITHIN, State

from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import MediaId, new_id
from kit import objects
from kit import uploads as forms
from kit.settings import settings
from support import camera
from support.events import request
from support.uploads import ALICE, BOB, World, put

SMALL = camera.jpeg((64, 48))
LARGE = camera.jpeg((800, 600)) + bytes(2 * PART_BYTES)
"""A picture with something behind it: three parts."""


def state_of(media_id: MediaId) -> State:
    return uploads.read_media(ALICE, media_id).state


def begun() -> int:
    return len(list(objects.begun(settings().upload_bucket, "uploads/")))


def address(media_id: MediaId, number: int = 1) -> str:
    return parts.sign_parts(ALICE, media_id, parts.WantedParts(numbers=[number])).parts[0].url


def test_without_a_session_nothing_starts(world: World) -> None:
    for route in ("POST /v1/media/parts", "POST /v1/media/{media_id}/complete", "DELETE /v1/media/{media_id}"):
        event = request(route, body={"contentType": "image/jpeg", "bytes": 1}, path={"media_id": new_id()}, claims={})
        assert parts.app(event, None)["statusCode"] == 401


def test_a_stranger_sees_and_changes_nothing(world: World) -> None:
    media_id = world.start_parts(LARGE).media_id
    for person, asked in ((BOB, media_id), (ALICE, MediaId(new_id()))):
        for act in (parts.list_parts, parts.complete_parts, parts.cancel_upload):
            with pytest.raises(NotFound):
                act(person, asked)
        with pytest.raises(NotFound):
            parts.sign_parts(person, asked, parts.WantedParts(numbers=[1]))
    assert state_of(media_id) is State.WAITING
    by_form = world.start(SMALL).media_id
    with pytest.raises(NotFound):
        parts.sign_parts(ALICE, by_form, parts.WantedParts(numbers=[1]))


def test_a_large_photograph_comes_in_parts_and_is_taken_up_again(world: World) -> None:
    started = world.start_parts(LARGE)
    media_id = started.media_id
    assert (started.parts, started.part_bytes) == (3, PART_BYTES)
    world.send_parts(media_id, LARGE, 3, 1)
    with pytest.raises(Conflict) as missing:
        parts.complete_parts(ALICE, media_id)
    assert (missing.value.code, "2" in missing.value.sentence) == ("parts-missing", True)
    seen = parts.list_parts(ALICE, media_id)
    assert [(each.number, each.bytes) for each in seen.arrived] == [(1, PART_BYTES), (3, len(LARGE) - 2 * PART_BYTES)]
    world.send_parts(media_id, LARGE, 2, 2)
    parts.complete_parts(ALICE, media_id)
    parts.complete_parts(ALICE, media_id)
    assert world.waiting_objects() == {f"uploads/{ALICE}/{media_id}"}
    world.coming += 1
    world.settle()
    parts.complete_parts(ALICE, media_id)
    assert state_of(media_id) is State.READY
    assert (world.unfinished(ALICE), world.unfinished_rows(), begun()) == (0, set(), 0)


def test_an_address_takes_one_part_of_one_size_only(world: World) -> None:
    media_id = world.start_parts(SMALL).media_id
    good = address(media_id)
    assert put(good, SMALL + b"x")[0] == 403
    assert put(good, SMALL[:-1])[0] == 403
    assert put(good.replace("partNumber=1", "partNumber=2"), SMALL)[0] == 403
    assert put(good.replace(media_id, new_id()), SMALL)[0] == 403
    assert put(good.replace(ALICE, BOB), SMALL)[0] == 403
    assert put(good[:-1] + ("0" if good[-1] != "0" else "1"), SMALL)[0] == 403
    assert parts.list_parts(ALICE, media_id).arrived == []
    assert put(good, SMALL)[0] == 200


def test_an_address_ends_after_five_minutes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.start_parts(SMALL).media_id
    early = datetime.now(UTC) - timedelta(seconds=301)
    monkeypatch.setattr(clock, "now", lambda: early)
    assert put(address(media_id), SMALL)[0] == 403


def test_the_address_is_what_botocore_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    for name, value in {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a role's token")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: now.replace(tzinfo=None))
    ours = forms.part_address("bucket-1", "uploads/a/b", "name/1+x", 3, size=99, now=now, seconds=300)
    make: Any = boto3.client
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    by = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "aws_session_token": "a role's token"}
    client = make("s3", region_name="eu-central-1", config=config, **by)
    wanted = {"Bucket": "bucket-1", "Key": "uploads/a/b", "UploadId": "name/1+x", "PartNumber": 3, "ContentLength": 99}
    theirs = client.generate_presigned_url("upload_part", Params=wanted, ExpiresIn=300)
    assert urlsplit(ours).netloc == urlsplit(theirs).netloc
    assert parse_qs(urlsplit(ours).query) == parse_qs(urlsplit(theirs).query)
    assert urlsplit(ours).path == urlsplit(theirs).path


def test_what_is_larger_than_was_announced_is_refused_and_thrown_away(world: World) -> None:
    media_id = world.start_parts(SMALL).media_id
    world.s3.upload_part(  # past the address, as if storage had not looked
        Bucket=settings().upload_bucket,
        Key=f"uploads/{ALICE}/{media_id}",
        UploadId=world.item(media_id)["parts"],
        PartNumber=1,
        Body=SMALL + b"x",
    )
    with pytest.raises(Conflict) as refused:
        parts.complete_parts(ALICE, media_id)
    assert refused.value.code == "other-size"
    shown = uploads.read_media(ALICE, media_id)
    assert (shown.state, shown.reason) == (State.REJECTED, "other-size")
    assert (begun(), world.unfinished(ALICE), world.stored(ALICE)) == (0, 0, (0, 0))


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"bytes": faults.MAX_BYTES + 1}, "/bytes"), ({"bytes": 0}, "/bytes"), ({"content_type": "x/y"}, "/contentType")],
)
def test_what_can_never_be_taken_is_not_started(world: World, body: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        world.start_parts(SMALL, **body)
    assert caught.value.errors[0].pointer == pointer
    assert (world.unfinished(ALICE), begun()) == (0, 0)


def test_there_are_no_other_parts_than_the_file_has(world: World) -> None:
    media_id = world.start_parts(LARGE).media_id
    with pytest.raises(NotFound):
        parts.sign_parts(ALICE, media_id, parts.WantedParts(numbers=[4]))
    for numbers in ([], [0], [1] * 17, ["1"], [10_001]):
        event = request(
            "POST /v1/media/{media_id}/parts", body={"numbers": numbers}, path={"media_id": media_id}, me=ALICE
        )
        assert parts.app(event, None)["statusCode"] == 422


def test_taking_an_upload_back_leaves_nothing(world: World) -> None:
    in_parts, by_form = world.start_parts(LARGE).media_id, world.start(SMALL).media_id
    world.send_parts(in_parts, LARGE, 1)
    for media_id in (in_parts, by_form):
        parts.cancel_upload(ALICE, media_id)
        parts.cancel_upload(ALICE, media_id)
        assert uploads.read_media(ALICE, media_id).reason == "cancelled"
    assert (begun(), world.unfinished(ALICE), world.stored(ALICE)) == (0, 0, (0, 0))
    assert world.stored(ALICE, f"DAY#{clock.now():%Y-%m-%d}") == (0, 0)


def test_a_picture_that_was_not_published_can_be_taken_back(world: World) -> None:
    media_id = world.upload(SMALL)
    world.settle()
    parts.cancel_upload(ALICE, media_id)
    with pytest.raises(NotFound):
        uploads.read_media(ALICE, media_id)
    assert world.item(media_id)["state"] == "leaving"


def test_no_more_parts_than_quotas_allow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_FILES", "1")
    settings.cache_clear()
    world.start_parts(SMALL)
    with pytest.raises(Conflict) as full:
        world.start_parts(SMALL)
    assert (full.value.code, begun()) == ("storage-full", 1)


def test_parts_that_were_left_lying_are_swept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.start_parts(LARGE).media_id
    world.send_parts(media_id, LARGE, 1)
    bucket = settings().upload_bucket
    objects.begin_parts(bucket, f"uploads/{ALICE}/{new_id()}", "image/jpeg")  # its card was never written
    moment = datetime.now(UTC) + PARTS_ARRIVE_WITHIN - timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    world.sweep()
    assert (state_of(media_id), begun()) == (State.WAITING, 2)
    after = moment + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: after)
    world.sweep()
    assert uploads.read_media(ALICE, media_id).reason == model.NEVER_ARRIVED[0]
    assert (begun(), world.unfinished(ALICE), world.stored(ALICE)) == (0, 0, (0, 0))
