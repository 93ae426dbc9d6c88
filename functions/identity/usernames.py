"""Going by another name."""

from typing import Annotated

from msgspec import Meta

from identity import naming
from kernel import clock
from kernel.errors import Away, TooMany, at
from kernel.ids import PersonId
from kernel.names import parse_username
from kernel.shapes import Answer, Body
from kit import store
from kit.endpoints import Caller
from kit.service import Service

app = Service("usernames")

TRIES = 5


class NewUsername(Body, frozen=True):
    """2 to 30 of a-z, 0-9, `_` and `.`; upper case becomes lower."""

    username: Annotated[str, Meta(min_length=1, max_length=64)]


class UsernameAnswer(Answer, frozen=True):
    """What the person is called from now on."""

    username: str


@app.put("/v1/me/username")
def change_my_username(me: PersonId, body: NewUsername, caller: Caller) -> UsernameAnswer:
    """Go by another name; the present one again changes nothing.

    The old name leads to the same person for 14 days and can be taken back so long; nobody else gets it. Twice in 14
    days at most. Lists show the new name within some seconds.
    """
    username = at("/username", parse_username, body.username)
    account = caller.account or me
    for _ in range(TRIES):
        before = naming.names(me)
        if before is None:
            break
        if before.username == username:
            return UsernameAnswer(username=username)
        wait = before.seconds_to_wait(clock.seconds())
        if wait:
            sentence = f"A username can be changed {naming.CHANGES} times in 14 days."
            raise TooMany(sentence, retry_after=wait, code="username-changed-often")
        try:
            naming.rename(me, account, before, username)
        except store.ConditionFailed:
            continue
        return UsernameAnswer(username=username)
    raise Away("Your profile is being made. Try again in a moment.", retry_after=1)
