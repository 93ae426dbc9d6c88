"""Getting everything that the platform keeps of an account: asked for, watched, fetched."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from identity import callers, export_store, reads
from identity.model import EXPORT_LINK_SECONDS, EXPORT_STEPS, Export
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.ids import PersonId, new_id
from kernel.shapes import Answer
from kit import exporting, uploads
from kit.endpoints import Caller
from kit.service import Service
from kit.settings import settings
from kit.wire import client

app = Service("exports")


class ExportState(Answer, frozen=True):
    """`percent` of the steps are done. A link, which lives 15 minutes, is there when it is `ready`.

    `failed`: ask for it anew. `expired`: it was deleted, 7 days after it was made.
    """

    state: Literal["working", "ready", "failed", "expired"]
    percent: int
    asked_at: datetime
    expires_at: datetime | None = None
    url: str | None = None
    url_expires_at: datetime | None = None


@app.post("/v1/me/export", status=202)
def export(me: PersonId, caller: Caller) -> ExportState:
    """Have all that is kept of me put into one archive. Asks for a proof within the last 5 minutes.

    Conflict while one is being made, and within a day of the last one.
    """
    account, _ = callers.fresh(me, caller)
    export_id, now = new_id(), clock.seconds()
    if not export_store.ask(account.person_id, export_id, now):
        found = reads.export(account.person_id)
        if found is not None and found.state(now) == "working":
            raise Conflict("Your export is being made. Look again in a while.", code="export-in-work")
        raise Conflict("You can ask for one export a day. Use the last one, or wait.", code="export-once-a-day")
    request = {
        "stateMachineArn": settings().exporting,
        "name": export_id,
        "input": msgspec.json.encode({"account": account.person_id, "job": export_id}).decode(),
    }
    try:
        client("states").call("StartExecution", request)
    except Exception:
        export_store.take_back(account.person_id, export_id)
        raise
    return _answer(account.person_id, Export(export_id, now), now)


@app.get("/v1/me/export")
def export_state(me: PersonId, caller: Caller) -> ExportState:
    """How far my export is, and the link to it when it is ready."""
    account, _ = callers.own(me, caller)
    found = reads.export(account.person_id)
    if found is None:
        raise NotFound("You have not asked for an export.", code="no-export")
    return _answer(account.person_id, found, clock.seconds())


def _answer(account: PersonId, export: Export, now: int) -> ExportState:
    state = export.state(now)
    answer = ExportState(
        state=state,
        percent=100 * export.done // len(EXPORT_STEPS),
        asked_at=_moment(export.asked_at),
        expires_at=_moment(export.ends_at) if export.ready_at else None,
    )
    if state != "ready":
        return answer
    moment = clock.now()
    seconds = min(EXPORT_LINK_SECONDS, export.ends_at - now)
    link = uploads.download_address(
        settings().upload_bucket,
        exporting.archive(account, export.export_id),
        file_name="lambdagram-export.zip",
        now=moment,
        seconds=seconds,
        origin=settings().upload_origin,
    )
    return msgspec.structs.replace(answer, url=link, url_expires_at=moment + timedelta(seconds=seconds))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
