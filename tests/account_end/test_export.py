"""Exports: who may ask, that fifty at once are one, how they fail and end, and that memory stays small."""

import io
import json
import resource
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from identity import export, export_store, exports, reads, store
from identity.model import EXPORT_AGAIN_SECONDS, EXPORT_KEPT_SECONDS, EXPORT_PATIENCE_SECONDS, EXPORT_STEPS, Export
from identity.opening import new_session
from media import export_archive

from kernel import clock
from kernel.errors import Conflict, Forbidden
from kernel.ids import PersonId, new_id
from kit import exporting, objects
from kit.endpoints import Caller
from kit.settings import settings
from kit.wire import Table
from support.emulator import emulator
from support.tables import tables


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture(scope="module")
def world(endpoint: str) -> Iterator[str]:
    with tables(endpoint, "identity", "profiles") as prefix:
        yield prefix


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []

    class States:
        def call(self, action: str, request: dict[str, str]) -> dict[str, str]:
            names.append(request["name"])
            return {}

    monkeypatch.setattr(exports, "client", lambda service: States())
    return names


def signed_in(*, ago: int = 0) -> tuple[PersonId, Caller]:
    me = PersonId(new_id())
    store.add_person(me, f"{me}@example.com", me[-20:], "hash")
    session, _ = new_session(me, Caller(None, None, "10.0.0.1", "device"))
    store.open_session(session)
    if ago:
        item = Table(settings().table("identity")).get(f"PERSON#{me}", f"SESSION#{session.session_id}")
        assert item is not None
        Table(settings().table("identity")).put(item | {"fresh_at": clock.seconds() - ago})
    return me, Caller(me, session.session_id, "10.0.0.1", "device", account=me)


def test_who_has_not_just_proven_themselves_is_refused(world: str, started: list[str]) -> None:
    me, caller = signed_in(ago=301)
    with pytest.raises(Forbidden) as refused:
        exports.export(me, caller)
    assert refused.value.code == "confirm-first"
    assert started == []


def test_fifty_at_once_are_one(world: str, started: list[str]) -> None:
    me, caller = signed_in()

    def ask(_: int) -> str:
        try:
            return exports.export(me, caller).state
        except Conflict as refused:
            return str(refused.code)

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(ask, range(50)))
    assert sorted(set(told)) == ["export-in-work", "working"]
    assert told.count("working") == len(started) == 1


def test_one_a_day_and_a_failed_one_can_be_repeated(world: str) -> None:
    me, now = PersonId(new_id()), 1_000_000
    assert export_store.ask(me, "a", now)
    assert not export_store.ask(me, "b", now + EXPORT_PATIENCE_SECONDS - 1)
    assert export_store.ask(me, "b", now + EXPORT_PATIENCE_SECONDS)
    assert not export_store.advance(me, "a", 3)
    assert export_store.advance(me, "b", 7, ready_at=now)
    later = now + EXPORT_PATIENCE_SECONDS + EXPORT_AGAIN_SECONDS
    assert not export_store.ask(me, "c", later - 1)
    assert export_store.ask(me, "c", later)


def test_what_could_not_be_started_does_not_count(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    me, caller = signed_in()

    def away(service: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(exports, "client", away)
    with pytest.raises(ConnectionError):
        exports.export(me, caller)
    assert reads.export(me) is None


def test_states() -> None:
    made = Export("e", asked_at=1000, ready_at=2000)
    assert made.state(2000 + EXPORT_KEPT_SECONDS - 1) == "ready"
    assert made.state(2000 + EXPORT_KEPT_SECONDS) == "expired"
    assert Export("e", asked_at=1000).state(1001) == "working"
    assert Export("e", asked_at=1000).state(1000 + EXPORT_PATIENCE_SECONDS) == "failed"


def test_a_link_is_given_only_while_there_is_something(world: str) -> None:
    me, caller = signed_in()
    now = clock.seconds()
    assert export_store.ask(me, "x" * 26, now)
    assert exports.export_state(me, caller).url is None
    export_store.advance(me, "x" * 26, len(EXPORT_STEPS), ready_at=now)
    assert f"/exports/{me}/{'x' * 26}/archive.zip?" in str(exports.export_state(me, caller).url)
    export_store.advance(me, "x" * 26, len(EXPORT_STEPS), ready_at=now - EXPORT_KEPT_SECONDS)
    found = exports.export_state(me, caller)
    assert (found.state, found.url) == ("expired", None)


def test_identity_leads_through_all_steps(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    me, _ = signed_in()
    written: dict[str, bytes] = {}
    monkeypatch.setattr(objects, "write", lambda bucket, key, data, kind: written.update({key: data}))
    assert export_store.ask(me, "x" * 26, clock.seconds())
    progress = export.app({"account": me, "job": "x" * 26}, None)
    turns = []
    while progress["step"]:
        turns.append(progress["step"])
        if progress["step"] != "identity":
            progress["done"] = True
        progress = export.app(progress, None)
    assert tuple(turns) == EXPORT_STEPS
    found = reads.export(me)
    assert found is not None
    assert found.state(clock.seconds()) == "ready"
    text = b"".join(written.values()).decode()
    assert f"{me}@example.com" in text
    assert "hash" not in text
    assert export.app({"account": str(new_id()), "job": "y" * 26}, None)["step"] == ""


def test_an_archive_of_any_size_takes_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    picture, sent = bytes(4 * 1024 * 1024), io.BytesIO()
    page = json.dumps([{"media_id": f"{number:026d}"} for number in range(40)]).encode()
    monkeypatch.setattr(objects, "read", lambda bucket, key, most: page if key.endswith(".json") else picture)
    monkeypatch.setattr(objects, "begin_parts", lambda *_: "name")
    monkeypatch.setattr(
        objects, "send_part", lambda b, k, n, number, data: sent.write(data[:1]) and objects.Part(number, len(data), "")
    )
    sizes: list[int] = []
    monkeypatch.setattr(objects, "join_parts", lambda b, k, n, given: sizes.extend(each.size for each in given))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sending = export_archive.Sending("key")
    with zipfile.ZipFile(sending, "w", zipfile.ZIP_DEFLATED) as archive:
        assert export_archive.fill(archive, [("photos", "a.json")]) == 40 + len(export_archive.FILES)
    sending.done()
    assert sum(sizes) > 160 * 1024 * 1024
    assert set(sizes[:-1]) == {export_archive.PART_BYTES}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_folders_are_of_one_account_and_export() -> None:
    assert exporting.archive(PersonId("a"), "b") == "exports/a/b/archive.zip"
