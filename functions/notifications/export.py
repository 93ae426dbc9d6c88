"""Writing down for a person what they were told, and how they want to be told."""

from kit.exporting import Exports, Source
from kit.steps import Work
from notifications import keys
from views.notifications import settings_key

app = Exports("notifications")


@app.things("notifications", "notifications")
def notifications(work: Work) -> list[Source]:
    """Their list, and how far they have read it."""
    return [Source(keys.person(work.person)), Source(keys.read(work.person))]


@app.things("preferences", "notifications")
def preferences(work: Work) -> list[Source]:
    """How they want to be told of what, and when the next summary is due."""
    return [Source(settings_key(work.person)[1]), Source(keys.digest(work.person)), Source(keys.held(work.person))]


@app.things("devices", "sessions", only=["endpoint", "device", "made_at", "session"])
def devices(work: Work) -> list[Source]:
    """Where notifications are pushed to, without the keys."""
    return [Source(keys.devices(work.person))]
