"""From facts to open screens.

Each fact is told at least once to every device that is connected meanwhile; a second delivery tells it again, under the
same id, so that devices can leave out what they know.
"""

import time
from collections.abc import Iterable

from contracts import Envelope
from contracts.feed import TimelinesGrew
from contracts.frames import MediaDone, NewNotification, NewPost, ToDevice
from contracts.identity import SessionEnded
from contracts.media import MediaReady, MediaRejected
from contracts.notifications import PersonNotified
from kernel.ids import PersonId
from kit import connections, telemetry
from kit.consumers import Inbox
from realtime import store
from views import identity, notifications
from views.realtime import connections_of

app = Inbox("inbox", queue="realtime-inbox")


class NotOpenYet(Exception):
    """A connection is written down, but the gateway does not know it."""


@app.on(TimelinesGrew)
def on_timelines_grew(envelope: Envelope[TimelinesGrew]) -> None:
    """Tell those who are online that there is a new post."""
    fact = envelope.fact
    _tell(fact.people, NewPost(post_id=fact.post_id, author=fact.author))


@app.on(PersonNotified)
def on_person_notified(envelope: Envelope[PersonNotified]) -> None:
    """Tell a person that there is a new notification, if they want to hear of such at once."""
    fact = envelope.fact
    if not notifications.wants(fact.person, envelope.actor, fact.kind, "live"):
        return
    _tell([fact.person], NewNotification(notification_id=fact.group or fact.notification_id, kind=fact.kind))


@app.on(MediaReady)
def on_media_ready(envelope: Envelope[MediaReady]) -> None:
    """Tell the owner that an upload can be published."""
    fact = envelope.fact
    _tell([fact.owner], MediaDone(media_id=fact.media_id, state="ready"))


@app.on(MediaRejected)
def on_media_rejected(envelope: Envelope[MediaRejected]) -> None:
    """Tell the owner why an upload was refused."""
    fact = envelope.fact
    _tell([fact.owner], MediaDone(media_id=fact.media_id, state="rejected", sentence=fact.sentence))


@app.on(SessionEnded)
def on_session_ended(envelope: Envelope[SessionEnded]) -> None:
    """Close the sockets of a session, whichever person of its account they are of, and let none be opened any more.

    First the mark, then the reading: a socket that opens meanwhile is either read here or refused by the mark. One that
    the gateway does not know yet cannot be closed yet: the message fails then and comes again.
    """
    fact, now = envelope.fact, time.time()
    store.end_session(fact.session_id, now)
    opening = []
    for connection in connections_of(identity.account(fact.person_id).everybody, int(now), consistent=True):
        if connection.session == fact.session_id:
            if connections.close(connection.connection_id) or connection.settled(int(now)):
                store.remove_socket(connection)
            else:
                opening.append(connection.connection_id)
    if opening:
        raise NotOpenYet(f"{len(opening)} sockets of an ended session are just being opened")


def _tell(people: Iterable[PersonId], frame: ToDevice) -> None:
    now = int(time.time())
    found = {each.connection_id: each for each in connections_of(people, now)}
    gone = [found[each] for each in connections.post_all(found, frame)]
    for connection in gone:
        if connection.settled(now):
            store.remove_socket(connection)
    telemetry.count("FramesSent", len(found) - len(gone))
    telemetry.logger().info("told", extra={"devices": len(found), "gone": len(gone)})
