"""Bios and pictures: rules without a store."""

from kernel.errors import FieldError, Invalid
from kernel.ids import PersonId
from kernel.text import TextRefused, clean
from views.media import MediaCard

MAX_BIO = 500


def parse_bio(text: str) -> str:
    """A bio as it is stored: cleaned, at most 500 code points; may be empty. Raises Invalid."""
    try:
        return clean(text, max_length=MAX_BIO)
    except TextRefused as refused:
        raise Invalid(str(refused)) from None


def check_picture(card: MediaCard | None, owner: PersonId) -> MediaCard:
    """The card of an upload that can be its owner's picture. Invalid at `/mediaId` with the reason when it cannot."""
    if card is None or card.owner != owner:
        raise _refused("There is no such upload of yours.")
    if card.purpose != "avatar":
        raise _refused("This upload was made for a post. Upload a picture for the profile.")
    if card.state == "rejected":
        raise _refused(card.sentence or "This upload could not be read as a photograph.")
    if card.state != "ready":
        raise _refused("This picture is still being prepared. Try again soon.")
    return card


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, errors=(FieldError("/mediaId", sentence),))
