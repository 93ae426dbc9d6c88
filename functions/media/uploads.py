"""Uploading: a form that puts one photograph straight into storage, and what has become of it."""

from kernel import clock
from kernel.errors import NotFound
from kernel.ids import MediaId, PersonId, new_id
from kernel.shapes import Answer
from kit import uploads
from kit.service import Service
from kit.settings import settings
from media import keys, reads, store
from media.asking import NewUpload, check_size, check_type
from media.model import FORM_BYTES, FORM_SECONDS, Purpose, State, Upload
from views.media import PhotoAnswer, present

app = Service("uploads")


class UploadForm(Answer, frozen=True):
    """Post to `url` as multipart/form-data: all `fields` as they are, and after them the file as the field `file`."""

    url: str
    fields: dict[str, str]


class UploadAnswer(Answer, frozen=True):
    """`expiresIn` are the seconds for which the form can be used."""

    media_id: MediaId
    upload: UploadForm
    expires_in: int


class MediaAnswer(Answer, frozen=True):
    """`state` is waiting, processing, ready (then with the photo) or rejected (then with a reason and a sentence)."""

    media_id: MediaId
    purpose: Purpose
    state: State
    photo: PhotoAnswer | None = None
    reason: str | None = None
    sentence: str | None = None


@app.post("/v1/media", limit="upload")
def start_upload(me: PersonId, body: NewUpload) -> UploadAnswer:
    """Get a form with which one photograph can be uploaded."""
    check_type(body)
    check_size(body, FORM_BYTES, "too_large_for_form")
    now = clock.now()
    key = keys.UploadKey(me, MediaId(new_id()))
    store.add_upload(Upload(key.media_id, me, body.purpose, State.WAITING, body.bytes), now)
    form = uploads.form(
        settings().upload_bucket,
        key.path,
        content_type=body.content_type,
        most=body.bytes,
        now=now,
        seconds=FORM_SECONDS,
        origin=settings().upload_origin,
    )
    return UploadAnswer(
        media_id=key.media_id, upload=UploadForm(url=form.url, fields=form.fields), expires_in=FORM_SECONDS
    )


@app.get("/v1/media/{media_id}")
def read_media(me: PersonId, media_id: MediaId) -> MediaAnswer:
    """What has become of an upload of one's own."""
    card = reads.card(media_id)
    if card is None or card.owner != me or card.state in (State.LEAVING, State.DELETED):
        raise NotFound
    state = State(card.state)
    return MediaAnswer(
        media_id=media_id,
        purpose="avatar" if card.purpose == "avatar" else "post",
        state=state,
        photo=present(card.photo("")) if state is State.READY else None,
        reason=card.reason,
        sentence=card.sentence,
    )
