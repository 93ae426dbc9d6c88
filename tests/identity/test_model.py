"""Refresh tokens rotate, repeat within the grace, and betray a thief."""

from datetime import UTC, datetime, timedelta

import pytest
from identity.model import GRACE, RefreshToken, Session, read_login, rotation

from kernel.errors import Invalid
from kernel.ids import PersonId, SessionId, new_id

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
KEY = b"k" * 32


def first() -> RefreshToken:
    return RefreshToken.first(PersonId(new_id()), SessionId(new_id()))


def session(current: RefreshToken, previous: RefreshToken | None = None) -> Session:
    return Session(
        session_id=current.session_id,
        person_id=current.person_id,
        current=current.hash,
        previous=previous.hash if previous else "",
        rotated_at=NOON,
    )


def test_a_token_survives_being_written_and_read() -> None:
    token = first()
    assert RefreshToken.read(token.text) == token


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "." * 60, f"{new_id()}.{new_id()}", f"{new_id()}.{new_id()}.x.y"])
def test_what_is_no_token_is_none(text: str) -> None:
    assert RefreshToken.read(text) is None


def test_the_child_is_always_the_same_and_needs_the_key() -> None:
    token = first()
    assert token.child(KEY) == token.child(KEY)
    assert token.child(KEY) != token.child(b"other" * 8)
    assert token.child(KEY).secret != token.secret


def test_the_current_token_rotates() -> None:
    token = first()
    assert rotation(session(token), token, NOON + timedelta(days=3)) == "rotate"


def test_a_spent_token_repeats_within_the_grace_only() -> None:
    token = first()
    now = session(token.child(KEY), previous=token)
    assert rotation(now, token, NOON + GRACE) == "repeat"
    assert rotation(now, token, NOON + GRACE + timedelta(seconds=1)) == "reuse"


def test_a_grandparent_is_reuse_even_within_the_grace() -> None:
    token = first()
    child = token.child(KEY)
    assert rotation(session(child.child(KEY), previous=child), token, NOON) == "reuse"


def test_no_token_matches_an_empty_previous() -> None:
    token = first()
    stranger = RefreshToken(token.person_id, token.session_id, "")
    assert rotation(session(token), stranger, NOON) == "reuse"


@pytest.mark.parametrize(
    ("text", "login"),
    [(" Ana@Example.COM ", "ana@example.com"), ("+49 170 1234567", "+491701234567"), ("Ana.B", "ana.b")],
)
def test_logins_have_one_form(text: str, login: str) -> None:
    assert read_login(text) == login


@pytest.mark.parametrize("text", ["", " ", "@", "x" * 31, "+1", "a@b"])
def test_what_can_be_no_login_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_login(text)
