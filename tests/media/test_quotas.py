"""What one person may upload: no limit is passed by fifty at once, and what is not kept is given back."""

import concurrent.futures
from datetime import UTC, datetime, timedelta

import pytest
from media import model, quotas
from media.model import ARRIVES_WITHIN

from kernel import clock
from kernel.errors import Away, Conflict, Refusal, TooMany
from kit.settings import settings
from support import camera
from support.uploads import ALICE, BOB, World

SMALL = camera.jpeg((64, 48))


def limit(monkeypatch: pytest.MonkeyPatch, **values: int) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, str(value))
    settings.cache_clear()


def today() -> str:
    return f"DAY#{clock.now():%Y-%m-%d}"


@pytest.mark.parametrize(
    ("name", "place", "refusal"),
    [("UPLOAD_FILES_A_DAY", "", TooMany), ("STORAGE_FILES", "STORAGE", Conflict)],
)
def test_fifty_at_once_do_not_pass_a_limit(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, place: str, refusal: type[Refusal]
) -> None:
    limit(monkeypatch, **{name: 7})
    refused: list[Refusal] = []

    def start(number: int) -> bool:
        while True:
            try:
                world.start(SMALL)
            except Away:
                continue  # the store was busy: as the client does, try again
            except Refusal as error:
                refused.append(error)
                return False
            return True

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(start, range(50))) == 7
    assert {type(error) for error in refused} == {refusal}
    assert world.stored(ALICE, place or today()) == (7, 7 * len(SMALL))
    assert world.unfinished(ALICE) == 7
    world.start(SMALL, by=BOB)


def test_bytes_are_counted_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "MEGABYTE", len(SMALL))
    limit(monkeypatch, UPLOAD_MEGABYTES_A_DAY=2)
    world.start(SMALL)
    world.start(SMALL)
    with pytest.raises(TooMany) as enough:
        world.start(SMALL, bytes=1)
    assert 0 < enough.value.retry_after <= 24 * 3600
    limit(monkeypatch, UPLOAD_MEGABYTES_A_DAY=100, STORAGE_MEGABYTES=2)
    with pytest.raises(Conflict) as full:
        world.start(SMALL)
    assert (full.value.code, full.value.sentence[-1]) == ("storage-full", ".")


def test_a_new_day_begins_at_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, UPLOAD_FILES_A_DAY=1)
    world.start(SMALL)
    with pytest.raises(TooMany):
        world.start(SMALL)
    moment = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    world.start(SMALL)


def test_what_is_refused_gives_its_storage_back_but_not_the_day(world: World) -> None:
    world.upload(SMALL)
    world.upload(b"no picture")
    assert world.stored(ALICE) == (2, len(SMALL) + 10)
    world.settle()
    assert world.stored(ALICE) == (1, len(SMALL))
    assert world.stored(ALICE, today()) == (2, len(SMALL) + 10), "it was work"


def test_what_never_came_gives_both_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.start(SMALL)
    day, moment = today(), datetime.now(UTC) + ARRIVES_WITHIN + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    world.sweep()
    assert (world.stored(ALICE), world.stored(ALICE, day)) == ((0, 0), (0, 0))


def test_counts_of_a_day_expire(world: World) -> None:
    world.start(SMALL)
    item = world._get(f"PERSON#{ALICE}", today())
    assert item["expires_at"] > clock.now().timestamp() + 2 * 86400
    assert model.MAX_UNFINISHED == 60
