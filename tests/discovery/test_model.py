"""How texts are compared, what counts as a typing error, and that the index finds whom the rules let through."""

import pytest
from discovery.model import (
    MAX_QUERY,
    RECENT,
    Looked,
    called,
    distance,
    folded,
    keys,
    latest,
    parse_query,
    points,
    ranges,
    rank,
)
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Invalid

RANKS: list[tuple[str, str, str, int | None]] = [
    # typed, username, name, class
    ("ana", "ana", "", 0),
    ("ANA", "ana", "", 0),
    ("@ana", "ana", "", 0),
    ("  @ana ", "ana", "", 0),
    ("аnа", "ana", "", 0),  # Cyrillic
    ("ａｎａ", "ana", "", 0),  # full width
    ("ana.silva", "ana.silva", "", 0),
    ("a", "ana", "", 1),
    ("ana.s", "ana.silva", "", 1),
    ("anas", "ana.silva", "", 1),
    ("ana_s", "ana.silva", "", 1),
    ("silva", "ana.silva", "", 2),
    ("gar", "pepe", "José GARCÍA", 2),
    ("garcía", "pepe", "Jose Garcia", 2),
    ("jose garcia", "pepe", "José GARCÍA", 2),
    ("garcia jo", "pepe", "José GARCÍA", 2),
    ("STRASSE", "weg", "Straße", 2),
    ("straße", "weg", "Strasse", 2),
    ("soren", "kierkegaard", "Søren", 2),
    ("lodz", "weg", "Łódź", 2),
    ("mария", "masha", "Мария", 2),
    ("МАРИЯ", "masha", "Мария", 2),
    ("мария", "masha", "Mария", 2),  # a Latin M in the name
    ("νικος", "nikos", "Νίκος", 2),
    ("obrien", "x", "O’Brien", 2),
    ("o'brien", "x", "O’Brien", 2),
    ("🌸", "ana", "🌸 Ana", 2),
    ("🌸", "ana", "🌸️Ana", 2),
    ("👩‍👩‍👧", "ana", "👩‍👩‍👧 family", 2),
    ("東京", "tokyo", "東京 太郎", 2),
    ("علي", "ali", "علي حسن", 2),
    ("jhon", "john", "", 3),  # swapped
    ("jon", "john", "", None),  # too short for errors
    ("jphn", "john", "", 3),  # wrong
    ("joohn", "john", "", 3),  # doubled
    ("alcie", "alice", "", 3),
    ("cristina", "x", "Christina", 3),  # missing
    ("chrsti", "x", "Christina", 3),
    ("jonahtan smiht", "x", "Jonathan Smith", 3),
    ("alic", "alfred", "", None),
    ("bob", "alice", "Alice", None),
    ("jose bob", "pepe", "José García", None),
    ("...", "ana", "", None),
    ("_", "ana", "", None),
]


@pytest.mark.parametrize(("typed", "username", "name", "wanted"), RANKS)
def test_ranks(typed: str, username: str, name: str, wanted: int | None) -> None:
    found = rank(parse_query(typed), called(username, name))
    assert (found and found[0]) == wanted
    assert in_index(typed, username, name) or wanted is None, "the index must find whom the rules let through"


def in_index(typed: str, username: str, name: str) -> bool:
    """Whether a search of the index finds somebody, as MongoDB does it."""
    query, kept = parse_query(typed), keys(called(username, name))
    return bool(query.words) and all(
        any(key.startswith(begin) for key in kept for begin in begins) or any(whole in kept for whole in wholes)
        for begins, wholes in zip(ranges(query), points(query), strict=True)
    )


@pytest.mark.parametrize("typed", ["", " ", "@", " @ ", "x" * (MAX_QUERY + 1), "@" + "é" * (MAX_QUERY + 1)])
def test_what_cannot_be_looked_for(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_query(typed)


def test_what_just_can() -> None:
    assert parse_query("@" + "x" * MAX_QUERY).text == "x" * MAX_QUERY
    assert parse_query("e\u0301" * MAX_QUERY).text == "e" * MAX_QUERY, "counted after NFC"


@pytest.mark.parametrize(
    ("typed", "word", "errors"),
    [("abcd", "abcd", 0), ("abcd", "abcdef", 0), ("abdc", "abcdef", 1), ("abxcd", "abcdef", 1), ("acdb", "abcd", None)],
)
def test_distance(typed: str, word: str, errors: int | None) -> None:
    assert distance(typed, word) == errors


def test_latest_is_first_and_no_more_than_are_kept() -> None:
    known = [Looked("words", f"word {each}") for each in range(RECENT)]
    new = Looked("words", "WORD 5")
    assert latest(known, Looked("tag", "birds")) == [Looked("tag", "birds"), *known[:-1]]
    assert latest(known, new)[:2] == [new, known[0]]
    assert len(latest(known, new)) == RECENT


TEXTS = st.text(max_size=60)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(TEXTS, st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789._", min_size=2, max_size=30))
def test_everybody_is_found_by_their_username_and_whole_name(name: str, username: str) -> None:
    who = called(username, name)
    assert all(len(key) <= 90 for key in keys(who))
    for typed in (username, name):
        query = parse_query(typed) if 1 <= len(typed.strip().removeprefix("@").strip()) <= MAX_QUERY else None
        if query and query.words and len(query.words) < 8:
            assert rank(query, who) is not None
            assert in_index(typed, username, name)


@given(st.text(alphabet="abcde", min_size=4, max_size=12), st.data())
def test_the_index_finds_every_word_with_one_error_in_its_beginning(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, min(len(word), 6) - 1))
    kind = data.draw(st.sampled_from(["wrong", "missing", "doubled", "swapped"]))
    typed = {
        "wrong": word[:at] + "z" + word[at + 1 :],
        "missing": word[:at] + word[at + 1 :],
        "doubled": word[:at] + word[at] + word[at:],
        "swapped": word[: max(at - 1, 0)] + word[max(at - 1, 0) : at + 1][::-1] + word[at + 1 :],
    }[kind]
    if len(typed) >= 4:
        assert rank(parse_query(typed), called("x", word)) is not None
        assert in_index(typed, "x", word)
