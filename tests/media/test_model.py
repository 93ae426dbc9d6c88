"""The stages of an upload, without a store."""

from datetime import UTC, datetime, timedelta

import pytest
from media import keys
from media.model import ARRIVES_WITHIN, ARROWS, LEASE, MAX_ATTEMPTS, State, Upload

from kernel.ids import MediaId, PersonId, new_id

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OWNER = PersonId(new_id())


def upload(state: State = State.WAITING, *, age: timedelta = timedelta(), **more: int) -> Upload:
    media_id = MediaId(new_id(int((NOON - age).timestamp() * 1000)))
    return Upload(media_id=media_id, owner=OWNER, purpose="post", state=state, max_bytes=1, **more)  # type: ignore[arg-type]


def test_every_stage_has_its_arrows_and_the_last_have_none() -> None:
    assert set(ARROWS) == set(State)
    assert {state for state in State if not ARROWS[state]} == {State.REJECTED, State.DELETED}


def test_what_waits_is_processed() -> None:
    assert upload().step(NOON) == "process"


@pytest.mark.parametrize("state", [State.READY, State.REJECTED, State.LEAVING, State.DELETED])
def test_what_is_finished_is_only_cleaned_up(state: State) -> None:
    assert upload(state).step(NOON) == "clean up"
    assert not upload(state, age=timedelta(days=1)).is_overdue(NOON)


def test_what_is_in_other_hands_is_left_alone_until_the_claim_runs_out() -> None:
    claimed = upload(State.PROCESSING, attempts=1, claimed_until=int((NOON + LEASE).timestamp()))
    assert claimed.step(NOON) == "leave alone"
    assert claimed.step(NOON + LEASE) == "process"


def test_what_ended_three_attempts_gets_no_fourth() -> None:
    assert upload(State.PROCESSING, attempts=MAX_ATTEMPTS - 1).step(NOON) == "process"
    assert upload(State.PROCESSING, attempts=MAX_ATTEMPTS).step(NOON) == "give up"


def test_overdue_is_after_an_hour_and_never_while_somebody_works_on_it() -> None:
    assert not upload(age=ARRIVES_WITHIN - timedelta(seconds=1)).is_overdue(NOON)
    assert upload(age=ARRIVES_WITHIN).is_overdue(NOON)
    held = int((NOON + LEASE).timestamp())
    assert not upload(State.PROCESSING, age=ARRIVES_WITHIN, claimed_until=held).is_overdue(NOON)


def test_the_key_of_an_upload_says_whose_it_is() -> None:
    key = keys.UploadKey(OWNER, MediaId(new_id()))
    assert keys.UploadKey.read(key.path) == key


@pytest.mark.parametrize(
    "path",
    [
        "",
        "uploads/",
        "uploads/a/b",
        f"uploads/{OWNER}",
        f"uploads/{OWNER}/{OWNER}.jpg",
        f"masters/{OWNER}/{OWNER}",
        f"uploads/{OWNER}/{OWNER}\n",
        f"uploads/{OWNER.upper()}/{OWNER}",
        f"uploads/{OWNER}/../{OWNER}",
    ],
)
def test_other_keys_are_no_uploads(path: str) -> None:
    assert keys.UploadKey.read(path) is None


def test_the_index_has_a_key_behind_everything_older() -> None:
    older, younger = (upload(age=timedelta(seconds=s)).media_id for s in (61, 59))
    line = keys.media_before(NOON - timedelta(seconds=60))
    assert keys.media(older) < line < keys.media(younger)
    assert {keys.shard("UNUSED", MediaId(new_id())) for _ in range(200)} == set(keys.shards("UNUSED"))
