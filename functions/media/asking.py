"""What a client says of a file before it uploads it, and what of that can never be taken."""

from typing import Annotated

from msgspec import Meta

from kernel.errors import Invalid
from kernel.shapes import Body
from media.faults import SENTENCES
from media.model import CONTENT_TYPES, Purpose


class NewUpload(Body, frozen=True):
    """What is going to come.

    `contentType` is image/jpeg, png, webp, avif, heic, heif or gif; `bytes` at most 26,214,400, in parts
    62,914,560.
    """

    content_type: Annotated[str, Meta(max_length=100)]
    bytes: Annotated[int, Meta(ge=0)]
    purpose: Purpose = "post"


def check_type(body: NewUpload) -> None:
    """Invalid for a kind of file that is not taken."""
    if body.content_type not in CONTENT_TYPES:
        raise Invalid.field("/contentType", SENTENCES["format_not_supported"])


def check_size(body: NewUpload, most: int, reason: str) -> None:
    """Invalid for an empty file, and for one of more than `most` bytes."""
    if not body.bytes:
        raise Invalid.field("/bytes", SENTENCES["empty"])
    if body.bytes > most:
        raise Invalid.field("/bytes", SENTENCES[reason])
