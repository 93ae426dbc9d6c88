"""Letters that other contexts want: to verified addresses only, once each, with a way out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from identity import keys, mailer

from contracts.notifications import MailWanted
from kernel.errors import Away
from kernel.ids import PersonId, new_id
from kit import mail
from kit.wire import Table
from support.emulator import emulator
from support.tables import tables


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        mail_url = "smtp://127.0.0.1:9"
        with tables(endpoint, "identity", "profiles", APP_ORIGIN="https://a.example", MAIL_URL=mail_url) as prefix:
            yield prefix


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(mail, "send", lambda to, *words, **more: found.append((to, more)))
    return found


def account(prefix: str, contact: str, *, verified: bool = True) -> PersonId:
    person = PersonId(new_id())
    item = {"person_id": person, "username": "alice", "password_hash": "x", "contact": contact}
    if verified:
        item["contact_verified_at"] = "2026-11-22T12:00:00.000Z"
    Table(f"{prefix}-identity").put({"pk": keys.person(person), "sk": keys.ACCOUNT, **item})
    return person


def wanted(person: PersonId) -> MailWanted:
    return MailWanted(
        mail_id=new_id(),
        person=person,
        kind="comment_like",
        subject="bob likes your comment",
        lines=["bob likes your comment."],
        path="/p/x",
        leave="/v1/public/mail/unsubscribe?token=t",
    )


def test_a_letter_goes_to_the_verified_address_once(prefix: str, sent: list[Any]) -> None:
    fact = wanted(account(prefix, "alice@example.com"))
    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(lambda _: mailer.send_wanted(fact), range(50))) == 1
    ((to, more),) = sent
    assert (to, more["kind"], more["letter"]) == ("alice@example.com", "comment-like", fact.mail_id)
    assert more["list_unsubscribe"] == "https://a.example/v1/public/mail/unsubscribe?token=t"


def test_no_letter_goes_to_an_address_that_is_not_verified(prefix: str, sent: list[Any]) -> None:
    for person in (
        account(prefix, "alice@example.com", verified=False),
        account(prefix, "+491701234567"),
        PersonId(new_id()),
    ):
        assert not mailer.send_wanted(wanted(person))
    assert sent == []


def test_a_further_person_of_an_account_is_written_to_at_its_address(prefix: str, sent: list[Any]) -> None:
    owner, second = account(prefix, "alice@example.com"), PersonId(new_id())
    handle = {"pk": keys.handle("second"), "sk": keys.CARD, "person_id": second, "username": "second", "account": owner}
    Table(f"{prefix}-identity").put(handle)
    card = {"pk": f"PERSON#{second}", "sk": "CARD", "person_id": second, "username": "second"}
    Table(f"{prefix}-profiles").put(card)
    assert mailer.send_wanted(wanted(second))
    assert [to for to, _ in sent] == ["alice@example.com"]


def test_what_the_server_refuses_for_now_is_sent_later_and_for_ever_is_dropped(
    prefix: str, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    fact, works = wanted(account(prefix, "alice@example.com")), mail.send

    def away(*_: Any, **__: Any) -> None:
        raise Away

    def refused(*_: Any, **__: Any) -> None:
        raise mail.MailRefused("550")

    monkeypatch.setattr(mail, "send", away)
    with pytest.raises(Away):
        mailer.send_wanted(fact)
    monkeypatch.setattr(mail, "send", works)
    assert mailer.send_wanted(fact)
    other = wanted(fact.person)
    monkeypatch.setattr(mail, "send", refused)
    assert not mailer.send_wanted(other)
    monkeypatch.setattr(mail, "send", works)
    assert not mailer.send_wanted(other)
