"""Forms for uploads: what they take, what storage refuses, and who sees what became of them."""

import base64
import concurrent.futures
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from botocore.auth import S3SigV4PostAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from media import model, uploads

from kernel import clock
from kernel.errors import Invalid, NotFound, TooMany
from kernel.ids import MediaId, new_id
from kit import uploads as forms
from kit.settings import settings
from support import camera
from support.events import request
from support.uploads import ALICE, BOB, World, post

SMALL = camera.jpeg((64, 48))


def test_a_stranger_sees_nothing(world: World) -> None:
    media_id = world.upload(SMALL)
    for person, asked in ((BOB, media_id), (ALICE, MediaId(new_id()))):
        with pytest.raises(NotFound):
            uploads.read_media(person, asked)
    assert uploads.read_media(ALICE, media_id).state is model.State.WAITING


def test_without_a_session_there_is_no_form(world: World) -> None:
    body = {"contentType": "image/jpeg", "bytes": 1}
    answer = uploads.app(request("POST /v1/media", body=body, me=ALICE, claims={}), None)
    assert answer["statusCode"] == 401


def test_a_form_is_bound_to_person_upload_type_and_size(world: World) -> None:
    started = world.start(SMALL)
    key = f"uploads/{ALICE}/{started.media_id}"
    assert started.expires_in == 300
    assert post(started.upload.url, started.upload.fields, SMALL)[0] == 204
    assert world.waiting_objects() == {key}
    assert world.s3.head_object(Bucket=settings().upload_bucket, Key=key)["ContentType"] == "image/jpeg"


REFUSED: dict[str, tuple[dict[str, str], bytes, int, str]] = {
    "a byte too many": ({}, SMALL + b"x", 400, "EntityTooLarge"),
    "nothing": ({}, b"", 400, "EntityTooSmall"),
    "another type": ({"Content-Type": "image/svg+xml"}, SMALL, 403, "AccessDenied"),
    "another allowed type": ({"Content-Type": "image/png"}, SMALL, 403, "AccessDenied"),
    "another key": ({"key": f"uploads/{ALICE}/{new_id()}"}, SMALL, 403, "AccessDenied"),
    "another person's key": ({"key": f"uploads/{BOB}/{new_id()}"}, SMALL, 403, "AccessDenied"),
    "a rendition's key": ({"key": "renditions/x/320.webp"}, SMALL, 403, "AccessDenied"),
    "a field too many": ({"acl": "public-read"}, SMALL, 403, "AccessDenied"),
    "another signature": ({"x-amz-signature": "0" * 64}, SMALL, 403, "SignatureDoesNotMatch"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_storage_refuses_what_the_form_does_not_say(world: World, case: str) -> None:
    changed, data, status, code = REFUSED[case]
    started = world.start(SMALL)
    got, text = post(started.upload.url, {**started.upload.fields, **changed}, data)
    assert (got, code in text) == (status, True), text
    assert world.waiting_objects() == set()


def test_storage_refuses_a_policy_that_was_changed(world: World) -> None:
    started = world.start(SMALL)
    wider = forms.form("b", "k", content_type="image/jpeg", most=10**9, now=clock.now(), seconds=300).fields["policy"]
    assert post(started.upload.url, {**started.upload.fields, "policy": wider}, SMALL)[0] == 403


def test_a_form_ends_after_five_minutes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    early = datetime.now(UTC) - timedelta(seconds=301)
    monkeypatch.setattr(clock, "now", lambda: early)
    started = world.start(SMALL)
    status, text = post(started.upload.url, started.upload.fields, SMALL)
    assert (status, "expired" in text) == (403, True)


def test_the_form_is_what_botocore_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime.now(UTC)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a role's token")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    ours = forms.form("bucket-1", "uploads/a/b", content_type="image/webp", most=9, now=now, seconds=300)
    theirs_of = AWSRequest(url=ours.url)
    policy = msgspec.json.decode(base64.b64decode(ours.fields["policy"]))
    own = ("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token")
    theirs_of.context["s3-presign-post-fields"] = {"key": "uploads/a/b", "Content-Type": "image/webp"}
    theirs_of.context["s3-presign-post-policy"] = {
        "expiration": policy["expiration"],
        "conditions": [each for each in policy["conditions"] if not (isinstance(each, dict) and set(each) & set(own))],
    }
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: now.replace(tzinfo=None))
    S3SigV4PostAuth(Credentials("testing", "testing", "a role's token"), "s3", "eu-central-1").add_auth(theirs_of)
    theirs = theirs_of.context["s3-presign-post-fields"]
    assert {name: ours.fields[name] for name in own} == {name: theirs[name] for name in own}
    assert set(ours.fields) == set(theirs)
    assert ours.url == "https://bucket-1.s3.eu-central-1.amazonaws.com/"


@pytest.mark.parametrize(
    ("body", "pointer", "sentence"),
    [
        ({"content_type": "image/tiff"}, "/contentType", "Use JPEG, PNG, WebP, AVIF, HEIC or GIF"),
        ({"content_type": "image/svg+xml"}, "/contentType", "Use JPEG, PNG, WebP, AVIF, HEIC or GIF"),
        ({"content_type": "video/mp4"}, "/contentType", "Use JPEG, PNG, WebP, AVIF, HEIC or GIF"),
        ({"bytes": model.FORM_BYTES + 1}, "/bytes", "larger than 25 MB"),
        ({"bytes": 0}, "/bytes", "empty"),
    ],
)
def test_what_can_never_be_taken_gets_no_form(world: World, body: dict[str, Any], pointer: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        world.start(SMALL, **body)
    assert caught.value.errors[0].pointer == pointer
    assert sentence in caught.value.sentence
    assert world.unfinished(ALICE) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"contentType": "image/jpeg"},
        {"contentType": "image/jpeg", "bytes": 1, "purpose": "cover"},
        {"contentType": "image/jpeg", "bytes": 1, "owner": BOB},
        {"contentType": "image/jpeg", "bytes": -1},
        {"contentType": "image/jpeg", "bytes": 2**63},
        {"contentType": "image/jpeg", "bytes": "1"},
        {"contentType": ["image/jpeg"], "bytes": 1},
    ],
)
def test_a_wrong_body_is_refused(world: World, body: dict[str, Any]) -> None:
    answer = call("POST /v1/media", body)
    assert answer["statusCode"] == 422, answer["body"]
    assert answer["headers"]["content-type"] == "application/problem+json"


def test_no_more_than_sixty_uploads_are_unfinished(world: World) -> None:
    def start(number: int) -> bool:
        try:
            world.start(SMALL)
        except TooMany:
            return False
        return True

    for number in range(57):
        assert start(number)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(start, range(6))) == 3
    assert world.unfinished(ALICE) == 60
    answer = call("POST /v1/media", {"contentType": "image/jpeg", "bytes": 1})
    assert (answer["statusCode"], int(answer["headers"]["retry-after"]) > 0) == (429, True)
    world.start(SMALL, by=BOB)


def test_the_whole_way_through_the_door(world: World) -> None:
    answer = call("POST /v1/media", {"contentType": "image/jpeg", "bytes": len(SMALL), "purpose": "post"})
    assert answer["statusCode"] == 201
    body = json.loads(answer["body"])
    assert set(body) == {"mediaId", "upload", "expiresIn"}
    assert post(body["upload"]["url"], body["upload"]["fields"], SMALL)[0] == 204
    world.settle()
    shown = json.loads(call("GET /v1/media/{media_id}", path={"media_id": body["mediaId"]})["body"])
    assert (shown["state"], shown["photo"]["width"], shown["photo"]["height"]) == ("ready", 64, 48)
    assert call("GET /v1/media/{media_id}", path={"media_id": "nonsense"})["statusCode"] == 404


def call(route: str, body: Any = None, *, path: dict[str, str] | None = None) -> dict[str, Any]:
    """One request of Alice's, as the gateway hands it over."""
    return dict(uploads.app(request(route, body=body, path=path, me=ALICE), None))
