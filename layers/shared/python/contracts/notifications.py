"""What notifications say."""

from typing import ClassVar

from contracts import Fact
from kernel.ids import NotificationId, PersonId


class PersonNotified(Fact, frozen=True):
    """A notification was stored for a person. Said once per notification, not when one is withdrawn or read."""

    key_field: ClassVar[str] = "person"
    notification_id: NotificationId
    person: PersonId
    kind: str
