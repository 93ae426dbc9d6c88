"""Profiles' reads."""

import time
from collections.abc import Callable

import msgspec
from msgspec import Struct

from kernel.errors import Away
from kernel.ids import MediaId, PersonId
from kit.wire import batch_get
from views import media, profiles
from views.media import MediaCard

PATIENCE = (0.1, 0.2, 0.4, 0.8)
"""Seconds to wait for a profile that is still being made: facts take about half a second."""


class Own(Struct, frozen=True):
    """What one's own profile says before it is changed."""

    username: str
    picture: MediaId | None


def own_name(me: PersonId, sleep: Callable[[float], None] = time.sleep) -> Own:
    """One's own username and picture. Waits a little for a profile that is still being made, then Away."""
    for pause in (*PATIENCE, None):
        item = batch_get([profiles.profile_key(me)], consistent=True).get(profiles.profile_key(me))
        if item is not None:
            return Own(username=item["username"], picture=item.get("avatar"))
        if pause is not None:
            sleep(pause)
    raise Away("Your profile is being made. Try again in a moment.", retry_after=1)


def picture(media_id: MediaId) -> MediaCard | None:
    """The card of an upload, read strongly."""
    item = batch_get([media.media_key(media_id)], consistent=True).get(media.media_key(media_id))
    return msgspec.convert(item, MediaCard) if item else None
