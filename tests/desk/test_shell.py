"""The app's shell goes where functions look for it, as it was built, as often as it is built."""

from pathlib import Path
from typing import Any

import pytest

from desk import shell
from desk.emulator import Access
from kit import shell as reader

HERE = Access("http://127.0.0.1:9", key="test", secret="test")


class Storage:
    """Takes what is put."""

    def __init__(self) -> None:
        self.put: list[dict[str, Any]] = []

    def put_object(self, **given: Any) -> None:
        self.put.append(given)


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Storage:
    made = Storage()
    monkeypatch.setattr(shell, "client", lambda *_: made)
    return made


def test_what_was_built_is_put_where_functions_look(storage: Storage, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    for text in ("<!--page--> ü", "another build"):
        page.write_text(text, encoding="utf-8")
        assert shell.upload(HERE, "the-bucket", page)
        sent = storage.put[-1]
        assert (sent["Bucket"], sent["Key"], sent["Body"].decode()) == ("the-bucket", reader.KEY, text)


def test_an_app_that_was_not_built_is_no_failure(storage: Storage, tmp_path: Path) -> None:
    assert not shell.upload(HERE, "the-bucket", tmp_path / "index.html")
    assert storage.put == []
