"""MongoDB is there, is away, and comes back; its address and password are told to nobody."""

import io
import logging
import time
from collections.abc import Iterator

import pytest

from kernel.errors import Away
from kit import meter, mongo, telemetry
from kit.settings import settings
from support.emulator import free_port
from support.mongod import Server, mongod


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from mongod(tmp_path_factory)


@pytest.fixture(autouse=True)
def own_client(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.cache_clear()
    yield
    mongo.forget()
    settings.cache_clear()


def ask() -> int:
    with mongo.answering():
        return int(mongo.database()["things"].count_documents({}))


def test_commands_are_counted(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGODB_URI", server.uri)
    monkeypatch.setenv("PREFIX", "counting")
    with meter.metered() as seen, mongo.answering():
        mongo.database()["things"].insert_one({"_id": 1})
        mongo.database()["things"].find_one({"_id": 1})
    assert seen.requests == {"mongo:insert": 1, "mongo:find": 1}


def test_a_killed_one_is_away_and_found_again_without_help(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGODB_URI", server.uri)
    monkeypatch.setenv("PREFIX", "killing")
    assert ask() == 0
    server.kill()
    started = time.monotonic()
    with pytest.raises(Away) as away:
        ask()
    assert away.value.retry_after > 0
    assert time.monotonic() - started < 3
    server.start()
    assert ask() == 0


def test_no_address_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONGODB_URI", raising=False)
    with pytest.raises(Away):
        ask()


SECRETS = ("hunter2", "sesame")


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://sesame:hunter2@127.0.0.1:{port}/",
        "mongodb://sesame:hunter2@/",
        "mongodb://sesame:hunter2@127.0.0.1:hunter2/",
        "mongodb://sesame:hunt@er2@127.0.0.1:1/",
        "sesame:hunter2",
        "mongodb://127.0.0.1:1/?hunter2=sesame&serverSelectionTimeoutMS=sesame",
    ],
)
def test_neither_address_nor_password_is_told(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGODB_URI", uri.format(port=free_port()))
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(telemetry.logger().registered_formatter)
    logging.getLogger().addHandler(handler)
    telemetry.logger().addHandler(handler)
    try:
        with pytest.raises(Away) as away:
            ask()
        telemetry.logger().exception("refused", exc_info=away.value, extra=away.value.facts)
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger("lambdagram").removeHandler(handler)
    said = log.getvalue() + str(away.value) + repr(away.value.facts)
    assert "Away" in said
    assert [secret for secret in SECRETS if secret in said] == []
