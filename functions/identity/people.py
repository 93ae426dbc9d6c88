"""Several persons of one account, each with a profile of its own, switched without signing in again."""

from typing import Annotated

from msgspec import Meta

from identity import callers, opening, people_store, reads
from identity.opening import Token
from kernel.errors import Conflict, NotFound, at
from kernel.ids import PersonId, new_id
from kernel.names import parse_username
from kernel.shapes import Answer, Body
from kit.endpoints import Caller
from kit.service import Service

app = Service("people")


class NewProfile(Body, frozen=True):
    """Under which name the further person is known."""

    username: Annotated[str, Meta(min_length=1, max_length=64)]


class OwnPerson(Answer, frozen=True):
    """A person of my account; `acting` is the one whom this session acts as."""

    id: PersonId
    username: str
    acting: bool


class OwnPeople(Answer, frozen=True):
    """All of them: there are at most 5."""

    items: list[OwnPerson]


class Switched(Answer, frozen=True):
    """An access token of this same session that acts as the other person. The refresh token stays what it is."""

    access_token: Token


@app.get("/v1/auth/people")
def my_people(me: PersonId, caller: Caller) -> OwnPeople:
    """The persons of my account, the first one first."""
    account, _ = callers.own(me, caller)
    found = [(account.person_id, account.username), *reads.people(account.person_id)]
    names = reads.usernames([person for person, _ in found])
    return OwnPeople(
        items=[OwnPerson(id=each, username=names.get(each, name), acting=each == me) for each, name in found]
    )


@app.post("/v1/auth/people", limit="sign")
def add_person(me: PersonId, body: NewProfile, caller: Caller) -> OwnPerson:
    """Add a person to my account. The same name again gives the same person."""
    account, _ = callers.own(me, caller)
    username = at("/username", parse_username, body.username)
    try:
        person = PersonId(new_id())
        people_store.add_person(account.person_id, person, username)
    except Conflict as refused:
        mine = reads.holder_of_username(username)
        if refused.code != "username-taken" or mine is None or mine[1] != account.person_id:
            raise
        person = mine[0]
    return OwnPerson(id=person, username=username, acting=person == me)


@app.post("/v1/auth/people/{person_id}/switch", status=200)
def switch_person(me: PersonId, person_id: PersonId, caller: Caller) -> Switched:
    """Act as another person of my account in this session, also after it was refreshed."""
    account, session = callers.own(me, caller)
    own = {account.person_id, *(person for person, _ in reads.people(account.person_id))}
    if person_id not in own:
        raise NotFound
    session = people_store.act_as(session, person_id)
    return Switched(access_token=opening.access_token(account, session, opening.challenges(account, session)))
