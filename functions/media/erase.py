"""Erasing a person's pictures: renditions, masters, uploads on their way, cards, and what is counted of them."""

from kernel.ids import MediaId
from kit import edge, objects
from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Index, Table
from media import keys, reads
from media.keys import UPLOADS, UploadKey
from views.addresses import folder

app = Steps("erase", "media")

OWNERS = Index("owners", "owner", "pk")
"""Whose uploads there are; only cards have an `owner`."""

PAGE = 10

_table = Table(lambda: settings().table("media"))


@app.of("pictures")
def pictures(work: Work) -> Part:
    """Everything that they uploaded. The card goes last, because only it says what there was."""
    start = {"owner": work.person, "pk": work.after, "sk": keys.CARD} if work.after else None
    page = _table.query(work.person, index=OWNERS, limit=PAGE, start=start, project=["pk", "sk"])
    for item in page:
        _remove(MediaId(item["pk"].partition("#")[2]))
    delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
    return Part(len(page), page.last_key["pk"] if page.last_key else None)


@app.of("uploads")
def uploads(work: Work) -> Part:
    """Files that arrived and wait."""
    prefix = f"{UPLOADS}{work.person}/"
    for begun in list(objects.begun(settings().upload_bucket, prefix)):
        objects.drop_parts(settings().upload_bucket, begun.key, begun.name)
    return Part(objects.remove_below(settings().upload_bucket, prefix))


@app.of("exports")
def exports(work: Work) -> Part:
    """Archives that they asked for, and what was written down for them."""
    return Part(objects.remove_below(settings().upload_bucket, f"exports/{work.person}/"))


@app.of("counts")
def counts(work: Work) -> Part:
    """How much they store and uploaded."""
    page = _table.query(keys.person(work.person), limit=500, consistent=True, project=["pk", "sk"])
    delete_all(_table.name, [(item["pk"], item["sk"]) for item in page])
    return Part(len(page), "more" if page.last_key else None)


def _remove(media_id: MediaId) -> None:
    bucket = settings().media_bucket
    upload = reads.upload(media_id)
    if upload is not None and upload.parts:
        objects.drop_parts(settings().upload_bucket, UploadKey(upload.owner, media_id).path, upload.parts)
    objects.remove_below(bucket, folder(media_id))
    objects.remove(bucket, keys.master(media_id))
    edge.forget(f"/{folder(media_id)}*")
