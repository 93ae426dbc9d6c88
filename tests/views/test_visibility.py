"""The one home of visibility: every relation between a reader and an author, and what each may see."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from kernel.errors import NotFound
from kernel.ids import PersonId, PostId, new_id
from kit.wire import Table
from support.digests import stored
from support.emulator import emulator
from support.tables import tables
from views import visible
from views.graph import Digest, block_key, close_key, digest_key, follow_key
from views.posts import PostCard, post_key
from views.profiles import ProfileCard, profile_key
from views.visible import Sight

ANA, BEN, CEM = PersonId(new_id()), PersonId(new_id()), PersonId(new_id())

DIGESTS = {
    "nothing": Digest(),
    "blocked": Digest(blocked=[ANA]),
    "muted": Digest(muted=[ANA]),
    "severed": Digest(severed=[ANA]),
    "pulled": Digest(pulled=[ANA]),
    "blocked somebody else": Digest(blocked=[PersonId(new_id())]),
}
IN_FEED = {"nothing", "pulled", "blocked somebody else"}


def card(author: PersonId = ANA, **more: Any) -> PostCard:
    made: dict[str, Any] = {
        "post_id": PostId(new_id()),
        "author": author,
        "published_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return PostCard(**made, photos=[], **more)


def ana(**more: Any) -> dict[PersonId, ProfileCard]:
    return {ANA: ProfileCard(person_id=ANA, username="ana", **more)}


def everything() -> Iterator[tuple[str, bool, bool, bool, str, str, str, bool]]:
    """Every combination of relation and state: 6 x 2 x 2 x 2 x 4 x 2 x 3 x 2 = 2,304."""
    yield from product(
        DIGESTS,
        (False, True),
        (False, True),
        (False, True),
        ("active", "suspended", "leaving", "ended"),
        ("everyone", "close"),
        ("published", "archived", "hidden"),
        (False, True),
    )


def test_every_combination_of_relation_and_state() -> None:
    """The rule of the product, written a second time and as a sentence: both must agree everywhere."""
    seen = 0
    for relation, follows, close, private, account, audience, state, signed_in in everything():
        reader = BEN if signed_in else None
        sight = Sight(
            reader,
            DIGESTS[relation] if signed_in else Digest(),
            ana(private=private, state=account),
            frozenset([ANA] if follows and signed_in else []),
            frozenset([ANA] if close and signed_in else []),
        )
        told = sight.post(card(audience=audience, state=state))
        hidden = (
            (signed_in and relation == "blocked")
            or account != "active"
            or state != "published"
            or (private and not (follows and signed_in))
            or (audience == "close" and not (close and signed_in))
        )
        assert told is not hidden, (relation, follows, close, private, account, audience, state, signed_in)
        meets = not (signed_in and relation == "blocked") and account == "active"
        assert sight.person(ANA) is meets
        assert sight.posts_of(ANA) is (meets and (not private or (follows and signed_in)))
        seen += told
    assert seen == 69


def test_authors_always_see_their_own() -> None:
    for relation, _, _, private, account, audience, state, _ in everything():
        mine = Sight(ANA, DIGESTS[relation], ana(private=private, state=account))
        assert mine.post(card(audience=audience, state=state))
        assert mine.person(ANA)
        assert mine.posts_of(ANA)
        both = Sight(BEN, DIGESTS[relation], ana(private=private, state=account))
        assert both.post(card(audience=audience, state=state, coauthors=[BEN]))


@pytest.mark.parametrize("state", ["suspended", "leaving", "ended"])
def test_a_post_of_two_goes_with_either(state: str) -> None:
    people = ana() | {CEM: ProfileCard(person_id=CEM, username="cem", state=state)}
    assert not Sight(BEN, Digest(), people).post(card(coauthors=[CEM]))
    assert not Sight(BEN, Digest(blocked=[CEM]), ana()).post(card(coauthors=[CEM]))
    assert Sight(BEN, Digest(), ana()).post(card(coauthors=[CEM]))


@pytest.mark.parametrize("relation", DIGESTS)
def test_whose_posts_are_in_a_feed(relation: str) -> None:
    assert visible.in_feed(ANA, DIGESTS[relation]) == (relation in IN_FEED)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from emulator(tmp_path_factory)


def test_what_may_not_be_seen_is_as_if_it_did_not_exist(endpoint: str) -> None:
    with tables(endpoint, "posts", "graph", "profiles"):
        made = card()
        table, pk, sk = post_key(made.post_id)
        row = {"post_id": made.post_id, "author": ANA, "published_at": "2026-01-01T00:00:00.000Z", "photos": "[]"}
        Table(table).put({"pk": pk, "sk": sk, **row})
        table, pk, sk = digest_key(BEN)
        Table(table).put({"pk": pk, "sk": sk, **stored(DIGESTS["blocked"])})
        told = []
        for post_id, reader in product((made.post_id, PostId(new_id())), (BEN,)):
            with pytest.raises(NotFound) as refused:
                visible.post(post_id, reader)
            told.append((refused.value.code, refused.value.sentence, refused.value.facts))
        assert told[0] == told[1]
        assert visible.post(made.post_id, None).post_id == made.post_id
        assert visible.post(made.post_id, ANA).post_id == made.post_id


def test_privacy_is_read_strongly_with_the_post(endpoint: str) -> None:
    with tables(endpoint, "posts", "graph", "profiles"):
        made, select = card(), card(audience="close")
        for each in (made, select):
            table, pk, sk = post_key(each.post_id)
            row = {"post_id": each.post_id, "author": ANA, "published_at": "2026-01-01T00:00:00.000Z", "photos": "[]"}
            Table(table).put({"pk": pk, "sk": sk, "audience": each.audience, **row})
        table, pk, sk = profile_key(ANA)
        Table(table).put({"pk": pk, "sk": sk, "person_id": ANA, "username": "ana", "private": True})
        for reader in (None, BEN):
            with pytest.raises(NotFound):
                visible.post(made.post_id, reader)
        table, pk, sk = follow_key(BEN, ANA)
        Table(table).put({"pk": pk, "sk": sk, "followee": ANA, "follow_id": new_id()})
        assert visible.post(made.post_id, BEN).post_id == made.post_id
        with pytest.raises(NotFound):
            visible.post(select.post_id, BEN)
        table, pk, sk = close_key(ANA, BEN)
        Table(table).put({"pk": pk, "sk": sk})
        assert visible.post(select.post_id, BEN).post_id == select.post_id
        lists = visible.sight(BEN, [ANA], of=[made, select])
        assert lists.post(made)
        assert lists.post(select)
        assert not visible.sight(None, [ANA], of=[made]).post(made)


def test_no_feature_decides_it_again() -> None:
    """Only this home and the digest itself look at who is blocked, muted or severed."""
    words = ("digest.blocked", "digest.muted", "digest.severed")
    root = Path(visible.__file__).parents[4]
    found = {
        str(path.relative_to(root))
        for path in [*root.glob("functions/**/*.py"), *root.glob("layers/shared/python/**/*.py")]
        if any(word in path.read_text() for word in words)
    }
    allowed = {
        "layers/shared/python/views/visible.py",
        "layers/shared/python/views/graph.py",
        "functions/graph/store.py",  # write the digest
        "functions/graph/relation_store.py",
        "functions/graph/model.py",
        "functions/graph/reads.py",  # tell one's own blocks and mutes
        "functions/graph/blocks.py",
        "functions/graph/mutes.py",
        "functions/feed/home.py",  # mutes are for feeds, notifications and discovery only
        "functions/discovery/reads.py",  # whom a query leaves out, so that lists and counts are as if they were not
        "functions/discovery/suggesting.py",  # the same of proposals; who is shown is for Sight to say
        "functions/notifications/sights.py",
        "functions/notifications/reads.py",
        "functions/notifications/overview.py",
        "layers/shared/python/views/people.py",  # reads the block with the page, in one request
    }
    assert found <= allowed


def test_a_block_that_the_digest_does_not_name_hides_as_well(endpoint: str) -> None:
    """Whoever is blocked by very many has a digest that says only so; the block itself is looked for."""
    with tables(endpoint, "posts", "graph", "profiles"):
        made = card()
        table, pk, sk = post_key(made.post_id)
        row = {"post_id": made.post_id, "author": ANA, "published_at": "2026-01-01T00:00:00.000Z", "photos": "[]"}
        Table(table).put({"pk": pk, "sk": sk, **row})
        more = Digest(blocked_more=True)
        table, pk, sk = digest_key(BEN)
        Table(table).put({"pk": pk, "sk": sk, **stored(more)})
        assert visible.post(made.post_id, BEN).post_id == made.post_id
        assert visible.person(ANA, BEN, more)
        table, pk, sk = block_key(ANA, BEN)
        Table(table).put({"pk": pk, "sk": sk})
        with pytest.raises(NotFound):
            visible.post(made.post_id, BEN)
        assert not visible.person(ANA, BEN, more)
        assert not visible.meeting(ANA, BEN, more).person(ANA)
        for sight in (
            visible.sight(BEN, [ANA, CEM], of=[made]),
            visible.sight(BEN, [ANA, CEM], digest=more, of=[made]),
        ):
            assert not sight.person(ANA)
            assert not sight.post(made)
            assert sight.person(CEM)
        assert visible.post(made.post_id, CEM).post_id == made.post_id
        assert visible.person(ANA, CEM, Digest())
