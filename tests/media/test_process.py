"""From an upload to renditions or a refusal: whatever is delivered twice, late, mixed up, killed or broken."""

import io
import itertools
import json
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from media import imaging, model, reads, store, uploads
from media.model import State
from PIL import Image

import contracts
from contracts.media import MediaReady, MediaRejected
from kernel import clock
from kernel.errors import Away
from kernel.ids import MediaId, new_id
from kit import objects
from kit.arrivals import announcement
from kit.settings import settings
from support import camera
from support.uploads import ALICE, BOB, World
from views.addresses import rendition_path
from views.media import MediaCard
from views.profiles import AVATAR_SIZES

Kill = Callable[[object, str, str], AbstractContextManager[None]]

PHOTO = camera.jpeg((1200, 900), orientation=6)
SMALL = camera.jpeg((64, 48))


def state_of(media_id: MediaId) -> State:
    return uploads.read_media(ALICE, media_id).state


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (lambda: PHOTO, "image/jpeg"),
        (camera.heic, "image/heic"),
        (camera.png, "image/png"),
        (camera.webp, "image/webp"),
        (camera.png, "image/jpeg"),  # the bytes decide, not what was declared
    ],
    ids=["jpeg", "heic", "png", "webp", "png as jpeg"],
)
def test_a_photograph_becomes_renditions_without_a_trace_of_where_it_was_taken(
    world: World, data: Callable[[], bytes], content_type: str
) -> None:
    media_id = world.upload(data(), content_type=content_type)
    world.settle()
    shown = uploads.read_media(ALICE, media_id)
    assert shown.state is State.READY
    assert shown.photo is not None
    assert (shown.photo.width, shown.photo.height) == (1200, 900)
    assert [source.width for source in shown.photo.sources] == [320, 640, 1080]
    assert shown.photo.thumbhash
    paths = [urlsplit(address).path[1:] for source in shown.photo.sources for address in (source.webp, source.jpeg)]
    assert world.objects() == {*paths, f"masters/{media_id}.jpg"}
    for path in world.objects():
        got = world.s3.get_object(Bucket=settings().media_bucket, Key=path)
        kept = got["Body"].read()
        picture = Image.open(io.BytesIO(kept))
        assert got["ContentType"] == picture.get_format_mimetype()
        assert got["CacheControl"] == "public, max-age=31536000, immutable"
        assert not picture.getexif()
        assert camera.PLACE.encode() not in kept
        assert not {"exif", "xmp", "photoshop", "comment", "icc_profile", "gps"} & set(picture.info)
    assert world.waiting_objects() == set(), "the upload is gone"
    assert (world.unfinished(ALICE), world.unfinished_rows()) == (0, set())


def test_an_avatar_has_every_size_that_profiles_show(world: World) -> None:
    assert imaging.AVATAR_SIDES == AVATAR_SIZES
    media_id = world.upload(camera.jpeg((300, 400)), purpose="avatar")
    world.settle()
    shown = uploads.read_media(ALICE, media_id)
    assert shown.photo is not None
    assert (shown.photo.width, shown.photo.height) == (300, 300)
    assert {rendition_path(media_id, size, "webp") for size in AVATAR_SIZES} <= world.objects()
    sizes = [Image.open(io.BytesIO(body_of(world, media_id, size))).size for size in AVATAR_SIZES]
    assert sizes == [(96, 96), (192, 192), (300, 300)], "never enlarged"


def test_the_fact_is_said_once_and_is_in_the_card_s_own_write(world: World) -> None:
    good, bad = world.upload(SMALL), world.upload(b"no picture at all")
    world.settle()
    ready = contracts.decode(world.item(good)["fact"], MediaReady)
    assert (ready.fact, ready.actor, ready.key) == (MediaReady(media_id=good, owner=ALICE), ALICE, good)
    rejected = contracts.decode(world.item(bad)["fact"], MediaRejected).fact
    assert (rejected.media_id, rejected.reason) == (bad, "not-media")
    before = world.item(good)
    world.deliver(told(good), told(bad), told(good))
    assert world.item(good) == before


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "not a picture": (lambda: b"MZ" + bytes(200), "not-media"),
    "a drawing": (lambda: camera.SVG, "format-not-supported"),
    "a page": (lambda: camera.HTML, "not-media"),
    "cut short": (lambda: camera.truncated(PHOTO), "truncated"),
    "a bomb": (lambda: camera.png_declaring(30_000, 30_000), "too-many-pixels"),
    "a moving picture of another kind": (lambda: camera.animated("PNG"), "animated-not-supported"),
    "another kind": (lambda: camera.saved(camera.scene(64, 64), "TIFF"), "format-not-supported"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_taken_is_rejected_with_its_reason(world: World, case: str) -> None:
    data, reason = BAD[case]
    media_id = world.upload(data())
    world.settle()
    shown = uploads.read_media(ALICE, media_id)
    assert (shown.state, shown.reason, shown.photo) == (State.REJECTED, reason, None)
    assert shown.sentence
    assert shown.sentence.endswith(".")
    assert world.objects() == world.waiting_objects() == set(), "nothing half-published, nothing kept"
    assert (world.unfinished(ALICE), world.unfinished_rows()) == (0, set())
    assert "expires_at" in world.item(media_id)


def test_an_object_larger_than_was_announced_is_not_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    started = world.start(SMALL)
    world.put(started.media_id, SMALL + bytes(1))
    with monkeypatch.context() as patch:
        patch.setattr(objects, "read", raising(AssertionError("a byte was read")))
        world.settle()
    assert uploads.read_media(ALICE, started.media_id).reason == "too-large"
    monkeypatch.setattr(objects, "size", lambda *_: 1)  # and when the size changes after it was looked at
    again = world.start(SMALL).media_id
    world.put(again, SMALL + bytes(9))
    world.settle()
    assert uploads.read_media(ALICE, again).reason == "too-large"


# R7: duplicates, disorder, loss


@pytest.mark.parametrize("times", [2, 5])
def test_a_message_that_comes_again_changes_nothing(world: World, times: int) -> None:
    media_id = world.upload(SMALL)
    bodies = world.messages()
    assert len(bodies) == 1
    assert world.deliver(*bodies * times) == 0
    assert state_of(media_id) is State.READY
    assert len(world.objects()) == 3


def test_duplicates_in_any_order_leave_one_of_everything_and_states_only_move_forward(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, list[str]] = {}
    real = store._update

    def watched(media_id: MediaId, *args: Any) -> Any:
        seen.setdefault(media_id, []).append(str(uploads.read_media(ALICE, media_id).state))
        return real(media_id, *args)

    monkeypatch.setattr(store, "_update", watched)
    wanted = [world.upload(camera.jpeg((64 + n, 48))) for n in range(8)] + [
        world.upload(bytes(50 + n)) for n in range(4)
    ]
    bodies = world.messages() * 5
    random.Random(7).shuffle(bodies)
    for start in range(0, len(bodies), 7):
        assert world.deliver(*bodies[start : start + 7]) == 0
    assert [state_of(media_id) for media_id in wanted] == [State.READY] * 8 + [State.REJECTED] * 4
    assert len(world.objects()) == 8 * 3
    assert world.waiting_objects() == set()
    assert (world.unfinished(ALICE), world.unfinished_rows()) == (0, set())
    assert all(states == ["waiting", "processing"] for states in seen.values()), "one attempt each"


def test_two_attempts_at_once_are_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.upload(SMALL)
    (body,) = world.messages()
    real = imaging.render
    renders = itertools.count()

    def render(data: bytes) -> imaging.Rendered:
        if next(renders) == 0:
            assert world.deliver(body) == 0  # the same message again, while this one is being processed
        return real(data)

    monkeypatch.setattr(imaging, "render", render)
    assert world.deliver(body) == 0
    assert (state_of(media_id), next(renders)) == (State.READY, 1)


def test_an_attempt_that_was_taken_over_has_no_say_any_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.upload(SMALL)
    (body,) = world.messages()
    real = imaging.render
    renders = itertools.count()
    after: list[dict[str, Any]] = []

    def render(data: bytes) -> imaging.Rendered:
        if next(renders) == 0:
            later(monkeypatch)  # this attempt slept longer than its claim, and another one did the work
            assert world.deliver(body) == 0
            after.append(world.item(media_id))
        return real(data)

    monkeypatch.setattr(imaging, "render", render)
    assert world.deliver(body) == 0
    assert (state_of(media_id), next(renders)) == (State.READY, 2)
    assert [world.item(media_id)] == after, "said once"
    assert world.unfinished(ALICE) == 0


STEPS: list[tuple[object, str]] = [
    (store, "claim"),
    (objects, "size"),
    (objects, "read"),
    (imaging, "render"),
    (objects, "write"),
    (store, "finish"),
    (objects, "remove"),
]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _, name in STEPS])
def test_killed_anywhere_the_next_delivery_finishes(
    world: World, kill: Kill, monkeypatch: pytest.MonkeyPatch, module: object, name: str, moment: str
) -> None:
    media_id = world.upload(SMALL)
    (body,) = world.messages()
    with kill(module, name, moment):
        world.deliver(body)
    later(monkeypatch)
    assert world.deliver(body) == 0
    assert state_of(media_id) is State.READY
    assert len(world.objects()) == 3
    assert world.waiting_objects() == set()
    assert (world.unfinished(ALICE), world.unfinished_rows()) == (0, set())


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("name", ["reject", "remove"])
def test_killed_while_rejecting_the_next_delivery_finishes(
    world: World, kill: Kill, monkeypatch: pytest.MonkeyPatch, name: str, moment: str
) -> None:
    media_id = world.upload(b"not a picture")
    (body,) = world.messages()
    with kill(store if name == "reject" else objects, name, moment):
        world.deliver(body)
    later(monkeypatch)
    assert world.deliver(body) == 0
    assert state_of(media_id) is State.REJECTED
    assert world.waiting_objects() == set()
    assert world.unfinished(ALICE) == 0


def test_poison_that_ends_every_attempt_is_rejected_and_not_stuck(
    world: World, kill: Kill, monkeypatch: pytest.MonkeyPatch
) -> None:
    media_id = world.upload(SMALL)
    (body,) = world.messages()
    for attempt in range(model.MAX_ATTEMPTS):
        later(monkeypatch, attempt)
        with kill(imaging, "render", "before"):
            world.deliver(body)
    later(monkeypatch, model.MAX_ATTEMPTS)
    assert world.deliver(body) == 0
    assert uploads.read_media(ALICE, media_id).reason == "gave-up"
    assert (world.unfinished(ALICE), world.waiting_objects()) == (0, set())


def test_a_fault_of_ours_is_tried_again_and_then_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.upload(SMALL)
    (body,) = world.messages()
    with monkeypatch.context() as patch:
        patch.setattr(imaging, "render", raising(ZeroDivisionError("a bug")))
        assert world.deliver(body) == 1
    later(monkeypatch)
    assert world.deliver(body) == 0
    assert state_of(media_id) is State.READY


def test_a_store_that_is_away_costs_no_attempt(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    media_id = world.upload(SMALL)
    (body,) = world.messages()
    for _ in range(model.MAX_ATTEMPTS + 3):
        with monkeypatch.context() as patch:
            patch.setattr(objects, "write", raising(Away()))
            assert world.deliver(body) == 1
        assert state_of(media_id) is State.WAITING
    assert world.deliver(body) == 0
    assert state_of(media_id) is State.READY


def test_one_bad_message_holds_no_other_up(world: World) -> None:
    good = world.upload(SMALL)
    assert world.deliver("not json", *world.messages(), "{}") == 1
    assert state_of(good) is State.READY


def test_messages_that_mean_nothing_here_are_dropped(world: World) -> None:
    media_id = world.upload(SMALL)
    world.messages()
    test_of_storage = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": settings().upload_bucket}
    foreign = [
        json.dumps(test_of_storage),
        announcement("another-bucket", [f"uploads/{ALICE}/{media_id}"]),
        announcement(settings().upload_bucket, ["uploads/readme.txt", f"renditions/{media_id}/320.webp", ""]),
        announcement(settings().upload_bucket, [f"uploads/{BOB}/{media_id}"]),
        announcement(settings().upload_bucket, [f"uploads/{ALICE}/{new_id()}"]),
    ]
    assert world.deliver(*foreign) == 0
    assert state_of(media_id) is State.WAITING
    assert world.waiting_objects() == {f"uploads/{ALICE}/{media_id}"}


def test_an_upload_below_another_person_s_name_is_none(world: World) -> None:
    media_id = world.start(SMALL).media_id
    world.put(media_id, SMALL, by=BOB)
    world.settle()
    assert state_of(media_id) is State.WAITING


def test_an_event_before_its_object_is_no_refusal(world: World) -> None:
    media_id = world.start(SMALL).media_id
    assert world.deliver(told(media_id)) == 0
    assert state_of(media_id) is State.WAITING
    world.put(media_id, SMALL)
    world.settle()
    assert state_of(media_id) is State.READY


def test_a_form_that_is_used_again_after_processing_changes_nothing(world: World) -> None:
    media_id = world.upload(SMALL)
    world.settle()
    before = world.item(media_id)
    world.put(media_id, PHOTO)
    world.settle()
    assert world.item(media_id) == before
    assert world.waiting_objects() == set()


def test_a_card_is_what_other_contexts_read(world: World) -> None:
    media_id = world.upload(SMALL)
    world.settle()
    card = reads.card(media_id)
    assert isinstance(card, MediaCard)
    assert (card.owner, card.purpose, card.state, card.widths) == (ALICE, "post", "ready", [64])
    assert card.photo("a field").alt == "a field"


def told(media_id: MediaId) -> str:
    """The message that storage sends for an upload of Alice's."""
    return announcement(settings().upload_bucket, [f"uploads/{ALICE}/{media_id}"])


def later(monkeypatch: pytest.MonkeyPatch, attempts: int = 0) -> None:
    """The claim of an attempt that was killed has run out."""
    moment: datetime = datetime.now().astimezone() + (attempts + 1) * 2 * model.LEASE
    monkeypatch.setattr(clock, "now", lambda: moment)


def raising(error: Exception) -> Callable[..., Any]:
    def fails(*_args: Any, **_named: Any) -> Any:
        raise error

    return fails


def body_of(world: World, media_id: MediaId, size: int) -> bytes:
    answer = world.s3.get_object(Bucket=settings().media_bucket, Key=rendition_path(media_id, size, "webp"))
    return bytes(answer["Body"].read())
