"""scripts/staff as whoever owns a stage runs it: a command of its own, on real tables."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from identity import keys
from identity import reads as identity
from identity import store as identity_store
from identity.model import Session
from identity.store import AccountItem, Handle
from moderation import reads, rights
from moderation import store as moderation_store
from moderation.keys import audit

from desk import places
from desk.emulator import REGION
from kernel import clock
from kernel.errors import NotFound
from kernel.ids import PersonId, SessionId, new_id
from kit import store
from kit.endpoints import Caller
from kit.settings import settings
from kit.wire import Table
from support.tables import make_table, tables

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def stage(endpoint: str) -> Iterator[str]:
    """The name of a stage with the tables that the command needs."""
    name = f"staff{new_id()[-6:]}"
    with tables(endpoint, PREFIX=places.prefix_of(name), AWS_REGION=REGION, AWS_DEFAULT_REGION=REGION):
        for context in ("identity", "moderation"):
            make_table(endpoint, places.prefix_of(name), context, REGION)
        yield name


@pytest.fixture(scope="module")
def staff(endpoint: str, stage: str) -> Run:
    """Runs `scripts/staff …` for the stage: how it ended, and all that it said."""

    def run(*words: str) -> tuple[int, str]:
        command = [sys.executable, str(places.ROOT / "scripts/staff"), *words, "--stage", stage, "--endpoint", endpoint]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def join(username: str) -> PersonId:
    """An account with one session."""
    person = PersonId(new_id())
    account = AccountItem(keys.person(person), keys.ACCOUNT, person_id=person, username=username)
    account.contact, account.password_hash = f"{username}@example.com", "none"
    store.transact(
        [store.put(Handle(keys.handle(username), keys.CARD, person_id=person, username=username)), store.put(account)]
    )
    identity_store.open_session(Session(SessionId(new_id()), person, "current", "", clock.now(), "a test"))
    return person


def role_of(person: PersonId) -> str:
    found = identity.account(person)
    assert found is not None
    return found.roles


def test_staff_are_added_listed_and_removed(stage: str, staff: Run) -> None:
    mia, ada = join("mia"), join("ada")
    assert staff("add", "mia", "--role", "moderator") == (
        0,
        "mia is moderator, from the next sign-in with a second factor on.\n",
    )
    assert staff("add", "Ada", "--role", "admin")[0] == 0
    assert (role_of(mia), role_of(ada)) == ("moderator", "admin")
    by = Caller(mia, SessionId(new_id()), "198.51.100.7", "a test", account=mia, roles=("moderator",))
    assert rights.require(mia, by) == {"moderator"}
    assert sorted(staff("list")[1].splitlines()) == ["ada  admin", "mia  moderator"]

    ended, said = staff("add", "mia", "--role", "admin")
    assert (ended, "--second" in said) == (1, True), "a further admin needs somebody who agreed"
    assert staff("add", "mia", "--role", "admin", "--second", "mia")[0] == 1
    assert staff("add", "nobody", "--role", "moderator")[0] == 1
    assert (role_of(mia), reads.head()[0]) == ("moderator", 2), "what is refused leaves no trace"

    assert staff("remove", "mia") == (0, "mia is no staff any more.\n")
    assert (role_of(mia), identity.sessions(mia, limit=5)) == ("", [])
    with pytest.raises(NotFound):
        rights.require(mia, by)
    assert staff("list")[1] == "ada  admin\n"
    assert [entry.action for entry in reads.whole_log()] == ["set-roles"] * 3


def test_the_log_is_said_and_a_tampered_entry_is_found(stage: str, staff: Run) -> None:
    for n in range(3):
        moderation_store.note(PersonId(new_id()), PersonId(new_id()), f"note {n}")
    assert staff("audit", "--verify") == (0, "The log is whole.\n")
    n = reads.head()[0]
    ended, said = staff("audit")
    assert (ended, len(said.splitlines())) == (0, n)
    table = Table(settings().table("moderation"))
    entry = table.get(*audit(n - 1), consistent=True)
    assert entry is not None
    table.put({**entry, "subject": f"account~{new_id()}"})
    assert staff("audit", "--verify") == (1, f"Entry {n - 1} was changed.\nThe log is not what was written.\n")
    table.put(entry)
    assert staff("audit", "--verify")[0] == 0
