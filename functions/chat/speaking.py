"""Who speaks: over HTTP the gateway has said it, over a socket the connection does. Every frame is checked anew."""

from collections.abc import Sequence

from chat import reads
from chat.model import not_found
from chat.reads import Found, Place
from kernel.ids import ConversationId, PersonId
from kit import limits, revocation, telemetry
from kit.endpoints import Caller, LimitClass
from kit.wire import Key
from views.realtime import Connection


def person(connection_id: str, limit: LimitClass) -> PersonId:
    """Whose frame this is. Unauthenticated when the session has ended, TooMany when it is one too many. One request."""
    return _checked(reads.connection(connection_id), limit)


def place(connection_id: str, conversation_id: ConversationId, limit: LimitClass) -> tuple[PersonId, Place]:
    """Whose frame this is, and the conversation that it names, of which they must be a member. One request."""
    me, found, _ = place_and(connection_id, conversation_id, limit)
    return me, found


def place_and(
    connection_id: str, conversation_id: ConversationId, limit: LimitClass, also: Sequence[Key] = ()
) -> tuple[PersonId, Place, Found]:
    """The same as `place`, and what was found of `also`."""
    connection, there, found = reads.connected_place(connection_id, conversation_id, also)
    me = _checked(connection, limit)
    if there is None:
        raise not_found()
    there.conversation.member(me)
    return me, there, found


def _checked(connection: Connection, limit: LimitClass) -> PersonId:
    telemetry.logger().append_keys(person=connection.person)
    revocation.check(connection.session)
    limits.check(limit, Caller(connection.person, connection.session, "", ""))
    return connection.person
