"""Several persons of one account: added, listed, switched; one session, and one end for all of them."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from identity import erase, people, sessions, signing_keys, tokens
from identity.people import NewProfile
from identity.people_store import MAX_PEOPLE

from kernel.errors import Conflict, Invalid, NotFound, Refusal, Unauthenticated
from kernel.ids import PersonId, new_id
from kit.steps import Work
from support.accounts import Device, join, sign_in
from support.emulator import emulator
from support.tables import tables
from views import identity


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for endpoint in emulator(tmp_path_factory):
        more = {"ISSUER": "https://issuer.example"}
        with tables(endpoint, "identity", "profiles", secrets=("refresh-key", "factor-key"), **more) as prefix:
            tokens._keyring.cache_clear()
            signing_keys.rotate()
            yield prefix


def name(word: str = "studio") -> str:
    return f"{word}.{new_id()[-8:]}"


def add(device: Device, username: str) -> PersonId:
    return people.add_person(device.me, NewProfile(username=username), device.caller).id


def switch(device: Device, person: PersonId) -> None:
    device.act(people.switch_person(device.me, person, device.caller).access_token.value)


def test_a_further_person_is_added_listed_and_told(prefix: str) -> None:
    alice, wanted = join(), name()
    studio = add(alice, wanted)
    found = people.my_people(alice.me, alice.caller).items
    assert [(each.id, each.acting) for each in found] == [(alice.me, True), (studio, False)]
    assert [each.username for each in found] == [alice.username, wanted]
    dynamodb: Any = boto3.resource("dynamodb", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    item = dynamodb.Table(f"{prefix}-identity").get_item(Key={"pk": f"PERSON#{alice.me}", "sk": f"PEOPLE#{studio}"})
    fact = json.loads(item["Item"]["fact"])
    assert fact["type"] == "PersonAdded.v1"
    another = add(alice, name())
    everybody = [alice.me, *sorted([studio, another])]
    assert [identity.account(each).everybody for each in everybody] == [everybody] * 3
    assert fact["fact"] == {"personId": studio, "account": alice.me, "username": wanted}


def test_adding_the_same_name_again_gives_the_same_person(prefix: str) -> None:
    alice, bob, wanted = join("alice"), join("bob"), name()
    assert add(alice, wanted) == add(alice, wanted.upper())
    with pytest.raises(Conflict) as refused:
        add(bob, wanted)
    assert refused.value.code == "username-taken"
    with pytest.raises(Invalid) as wrong:
        add(alice, "admin")
    assert wrong.value.errors[0].pointer == "/username"


def test_fifty_at_once_make_no_more_than_the_limit(prefix: str) -> None:
    alice = join()

    def attempt(number: int) -> str:
        try:
            add(alice, name(f"p{number}"))
        except Refusal as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(attempt, range(50)))
    assert told.count("done") == MAX_PEOPLE - 1
    assert set(told) <= {"done", "people-full", "away"}
    assert len(people.my_people(alice.me, alice.caller).items) == MAX_PEOPLE


def test_fifty_at_once_make_one_person_of_one_name(prefix: str) -> None:
    alice, wanted = join(), name()
    with ThreadPoolExecutor(10) as pool:
        made = set(pool.map(lambda _: add(alice, wanted), range(50)))
    assert len(made) == 1
    assert len(people.my_people(alice.me, alice.caller).items) == 2


def test_a_switch_acts_as_the_other_person_in_the_same_session_and_survives_a_refresh(prefix: str) -> None:
    alice = join()
    session = alice.claims["sid"]
    studio = add(alice, name())
    switch(alice, studio)
    assert (alice.claims["sub"], alice.claims["acc"], alice.claims["sid"]) == (studio, alice.caller.account, session)
    alice.refresh()
    assert (alice.me, alice.claims["sid"]) == (studio, session)
    assert [each.acting for each in people.my_people(alice.me, alice.caller).items] == [False, True]
    assert alice.caller.account is not None
    switch(alice, alice.caller.account)
    alice.refresh()
    assert alice.me == alice.caller.account


def test_nobody_acts_as_a_stranger(prefix: str) -> None:
    alice, bob = join("alice"), join("bob")
    studio = add(alice, name())
    for person in (alice.me, studio, PersonId(new_id())):
        with pytest.raises(NotFound):
            people.switch_person(bob.me, person, bob.caller)


def test_the_name_of_a_further_person_signs_in_as_that_person(prefix: str) -> None:
    alice, wanted = join(), name()
    studio = add(alice, wanted)
    found = Device(sign_in(wanted))
    assert (found.me, found.caller.account) == (studio, alice.me)


def test_signing_out_ends_the_session_whoever_it_acts_as(prefix: str) -> None:
    alice = join()
    switch(alice, add(alice, name()))
    sessions.sign_out(alice.me, alice.caller)
    with pytest.raises(Unauthenticated):
        alice.refresh()
    with pytest.raises(Unauthenticated):
        people.my_people(alice.me, alice.caller)
    with pytest.raises(Unauthenticated):
        people.switch_person(alice.me, alice.me, alice.caller)


def test_nothing_tells_of_the_persons_of_an_erased_account(prefix: str) -> None:
    alice = join("alice")
    studio, band = add(alice, name()), add(alice, name())
    everybody = {alice.me, studio, band}
    assert set(identity.account(band).everybody) == everybody
    for person in (alice.me, *sorted([studio, band])):
        erase.account(Work(alice.me, person, turn=2))
    assert [identity.account(each).everybody for each in everybody] == [[each] for each in everybody]
