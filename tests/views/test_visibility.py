"""The one home of visibility: every relation between a reader and an author, and what each may see."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import msgspec
import pytest

from kernel.errors import NotFound
from kernel.ids import FactId, PersonId, PostId, new_id
from kit.wire import Table
from support.emulator import emulator
from support.tables import tables
from views import visible
from views.graph import Digest, Severed, digest_key
from views.posts import PostCard, post_key

ANA, BEN = PersonId(new_id()), PersonId(new_id())

RELATIONS = {
    "strangers": Digest(),
    "blocked": Digest(blocked=[ANA]),
    "muted": Digest(muted=[ANA]),
    "severed": Digest(severed=[Severed(ANA, FactId(new_id()))]),
    "pulled": Digest(pulled=[ANA]),
    "blocked somebody else": Digest(blocked=[PersonId(new_id())]),
}
MAY_SEE = {"strangers", "muted", "severed", "pulled", "blocked somebody else"}
IN_FEED = {"strangers", "pulled", "blocked somebody else"}


def card(author: PersonId = ANA) -> PostCard:
    return PostCard(post_id=PostId(new_id()), author=author, published_at=datetime(2026, 1, 1, tzinfo=UTC), photos=[])


@pytest.mark.parametrize("relation", RELATIONS)
def test_who_may_see_a_post(relation: str) -> None:
    assert visible.may_see(card(), BEN, RELATIONS[relation]) == (relation in MAY_SEE)


@pytest.mark.parametrize("relation", RELATIONS)
def test_whose_posts_are_in_a_feed(relation: str) -> None:
    assert visible.in_feed(ANA, RELATIONS[relation]) == (relation in IN_FEED)


@pytest.mark.parametrize("relation", RELATIONS)
def test_who_may_be_met_in_a_list(relation: str) -> None:
    assert visible.person(ANA, BEN, RELATIONS[relation]) == (relation in MAY_SEE)


@pytest.mark.parametrize("relation", RELATIONS)
def test_one_always_sees_oneself_and_ones_own(relation: str) -> None:
    assert visible.may_see(card(), ANA, RELATIONS[relation])
    assert visible.person(ANA, ANA, RELATIONS[relation])


def test_nobody_signed_in_sees_what_is_public() -> None:
    assert visible.may_see(card(), None, Digest())


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


def test_what_may_not_be_seen_is_as_if_it_did_not_exist(endpoint: str) -> None:
    with tables(endpoint, "posts", "graph"):
        made = card()
        table, pk, sk = post_key(made.post_id)
        row = {"post_id": made.post_id, "author": ANA, "published_at": "2026-01-01T00:00:00.000Z", "photos": "[]"}
        Table(table).put({"pk": pk, "sk": sk, **row})
        table, pk, sk = digest_key(BEN)
        Table(table).put({"pk": pk, "sk": sk, "digest": msgspec.json.encode(RELATIONS["blocked"]).decode()})
        told = []
        for post_id, reader in product((made.post_id, PostId(new_id())), (BEN,)):
            with pytest.raises(NotFound) as refused:
                visible.post(post_id, reader)
            told.append((refused.value.code, refused.value.sentence, refused.value.facts))
        assert told[0] == told[1]
        assert visible.post(made.post_id, None).post_id == made.post_id
        assert visible.post(made.post_id, ANA).post_id == made.post_id


def test_no_feature_decides_it_again() -> None:
    """Only this home and the digest itself look at who is blocked, muted or severed."""
    words = (".blocked", ".muted", ".severed")
    root = Path(visible.__file__).parents[4]
    found = {
        str(path.relative_to(root))
        for path in [*root.glob("functions/**/*.py"), *root.glob("layers/shared/python/**/*.py")]
        if any(word in path.read_text() for word in words)
    }
    allowed = {
        "layers/shared/python/views/visible.py",
        "layers/shared/python/views/graph.py",
        "functions/graph/store.py",  # writes the digest
        "functions/graph/model.py",
    }
    assert found <= allowed
