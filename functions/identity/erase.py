"""Erasing an account: the beginning of the work, which nothing takes back, and its last part.

It ends with the account item, in one transaction with the report: until then everything can be found again.
"""

import hashlib
from typing import Any

from msgspec.structs import replace

from identity import keys, leaving_store, mailer, mails, reads, store
from identity.model import is_email
from identity.naming import NAMES
from kernel import clock
from kernel.ids import PersonId
from kit import mail, mail_layout, telemetry
from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Progress, Steps, Work
from kit.wire import Table

app = Steps("erase", "identity")

_table = Table(lambda: settings().table("identity"))


@app.first
def begin(progress: Progress) -> Progress:
    """Name the people of an account that is due. None, when it is not (any more)."""
    account = reads.account(progress.account)
    due = account is not None and account.erase_at and account.erase_at <= clock.stamp(clock.now())
    if account is None or not due or not leaving_store.begin(account.person_id, account.erase_at):
        return replace(progress, people=[], turn=0)
    people = [account.person_id, *(person for person, _ in reads.people(account.person_id))]
    return replace(progress, people=people, turn=1, done=False, rest=2 * settings().settle_seconds)


@app.of("sessions")
def sessions(work: Work) -> Part:
    """Sessions that were opened during the grace."""
    if work.person != work.account:
        return Part(0)
    found = reads.sessions(work.account, limit=50)
    for session in found:
        store.end_session(work.account, session.session_id)
    return Part(len(found), "more" if len(found) == 50 else None)


@app.of("usernames")
def usernames(work: Work) -> Part:
    """The username leads to nobody from now on."""
    names = _table.get(keys.person(work.person), NAMES, consistent=True)
    card = _table.get(keys.person(work.account), _card_of(work), consistent=True)
    username = (names or card or {}).get("username")
    return Part(int(leaving_store.hold_username(work.person, username)) if username else 0)


@app.of("letter")
def letter(work: Work) -> Part:
    """Tell them that it is done, as far as it can be told before their address is gone. It is tried once."""
    account = reads.account(work.account) if work.person == work.account else None
    if account is None or not account.contact_verified or not is_email(account.contact) or not mail.is_on():
        return Part(0)
    cause = hashlib.sha256(f"erased {work.account}".encode()).hexdigest()[:26]
    if mailer.claim(cause):
        words = mails.erased(account.username, sum(work.report.values()))
        try:
            mail.send(
                account.contact,
                words.subject,
                mail_layout.text(words),
                mail_layout.html(words),
                kind="erased",
                letter=cause,
            )
        except Exception as error:  # noqa: BLE001 - an erasure does not wait for a mail server
            telemetry.logger().warning("letter not sent", extra={"kind": "erased", "reason": type(error).__name__})
    return Part(0)


@app.of("contacts")
def contacts(work: Work) -> Part:
    """Their address, and those to which they wanted to change."""
    if work.person != work.account:
        return Part(0)
    account = reads.account(work.account)
    letters = _table.query(keys.person(work.account), sk_prefix=keys.LETTER, consistent=True)
    known = {item["contact"] for item in letters} | ({account.contact} if account else set())
    return Part(sum(leaving_store.release_contact(work.account, contact) for contact in sorted(known)))


@app.of("passkeys")
def passkeys(work: Work) -> Part:
    """What tells whose a passkey is."""
    page = _table.query(keys.person(work.person), sk_prefix=keys.PASSKEY, consistent=True)
    delete_all(_table.name, [(keys.credential(item["passkey_id"]), keys.CARD) for item in page])
    return Part(len(page))


@app.of("account")
def account(work: Work) -> Part:
    """The rest, and at the very end, with the last person, the account itself."""
    people = reads.people(work.account)
    if work.person == work.account and people:
        return Part(0)  # its turn comes with the last of its further persons
    if people and work.person != people[-1][0]:
        return Part(0)
    everybody = [work.account, *(person for person, _ in people)]
    found = reads.account(work.account)
    removed = 0
    for person in everybody:
        kept = {keys.ACCOUNT, *(keys.people(each) for each in everybody)}
        places = [item for item in _below(person) if item["sk"] not in kept]
        delete_all(_table.name, [(item["pk"], item["sk"]) for item in places])
        removed += len(places)
    if found is not None and leaving_store.end(work.account, everybody, found.erase_at, work.report):
        removed += 1
    # these are needed to find the others until the account is gone; without them nothing leads anywhere
    delete_all(_table.name, [(item["pk"], item["sk"]) for person in everybody for item in _below(person)])
    delete_all(_table.name, [(keys.account(person), keys.CARD) for person in everybody if people])
    return Part(removed)


def _below(person: PersonId) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    start = None
    while True:
        page = _table.query(keys.person(person), consistent=True, start=start, project=["pk", "sk"])
        found += page.items
        start = page.last_key
        if start is None:
            return found


def _card_of(work: Work) -> str:
    return keys.ACCOUNT if work.person == work.account else keys.people(work.person)
