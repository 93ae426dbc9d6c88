"""What travels over an open socket, both ways: tagged unions, by `action` (from a device) and by `type` (to it)."""

from msgspec import Struct

from kernel.ids import MediaId, NotificationId, PersonId, PostId


class Frame(Struct, frozen=True, kw_only=True, rename="camel", tag_field="type"):
    """Base of what a device is sent."""


class NewPost(Frame, frozen=True, tag="post"):
    """A followed person published: show "new posts", then read the feed."""

    post_id: PostId
    author: PersonId


class NewNotification(Frame, frozen=True, tag="notification"):
    """There is a new notification of this kind: read the list, whose entry (it may have been there before) it names."""

    notification_id: NotificationId
    kind: str


class MediaDone(Frame, frozen=True, tag="media"):
    """An upload of one's own was processed: `state` is `ready` or `rejected`, then with a sentence."""

    media_id: MediaId
    state: str
    sentence: str | None = None


class Pong(Frame, frozen=True, tag="pong"):
    """The answer to a ping."""

    client_id: str | None = None


class FrameRefused(Frame, frozen=True, tag="error"):
    """The answer to a frame that is wrong; the connection stays. `client_id` echoes the frame's own."""

    code: str
    detail: str
    client_id: str | None = None


ToDevice = NewPost | NewNotification | MediaDone | Pong | FrameRefused


class Ping(
    Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    tag_field="action",
    tag="ping",
    forbid_unknown_fields=True,
):
    """Keeps the connection from idling out; send one at least every 9 minutes."""

    client_id: str | None = None


FromDevice = Ping
