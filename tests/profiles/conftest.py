"""Alice and Bob have profiles."""

from collections.abc import Iterator

import pytest
from profiles import inbox, reads

from support.emulator import emulator
from support.profiles_world import NAMES, put, signed_up
from support.tables import client, tables
from views.identity import handle_key


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


@pytest.fixture
def prefix(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(reads, "PATIENCE", (0.0,))
    with tables(endpoint, "profiles", secrets=("media-key",)) as prefix:
        for context in ("graph", "identity", "media", "posts"):
            client(endpoint, "dynamodb").create_table(
                TableName=f"{prefix}-{context}",
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
            )
        for person, username in NAMES.items():
            put(handle_key(username), person_id=person, username=username)
            assert inbox.app(signed_up(person), None) == {"batchItemFailures": []}
        yield prefix
