"""Bios, links and pictures: rules without a store."""

from urllib.parse import quote, urlsplit, urlunsplit

from kernel.errors import FieldError, Invalid
from kernel.ids import PersonId
from kernel.segments import blank
from kernel.text import TextRefused, clean
from views.media import MediaCard

MAX_BIO = 500
MAX_PRONOUNS = 30
MAX_LINKS = 5
MAX_TITLE = 50
MAX_URL = 500


def parse_bio(text: str) -> str:
    """A bio as it is stored: cleaned, at most 500 code points; may be empty. Raises Invalid."""
    try:
        return clean(text, max_length=MAX_BIO)
    except TextRefused as refused:
        raise Invalid(str(refused)) from None


def parse_pronouns(text: str) -> str:
    """Pronouns as they are stored: one line of at most 30 code points; may be empty. Raises Invalid."""
    try:
        cleaned = " ".join(clean(text, max_length=MAX_PRONOUNS).split())
    except TextRefused as refused:
        raise Invalid(str(refused)) from None
    return "" if blank(cleaned) else cleaned


def parse_url(text: str) -> str:
    """An address that a link may lead to: http or https, a host with a dot, no name or password in it, in ASCII.

    Raises Invalid. What looks like another host is shown as what it is: the host is written in Punycode.
    """
    text = text.strip()
    if len(text) > MAX_URL or any(character <= " " or character == "\x7f" for character in text):
        raise Invalid(f"An address has at most {MAX_URL} characters and no spaces.")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        raise Invalid("This is not an address of the web.") from None
    if parts.scheme not in ("http", "https") or parts.username or parts.password or "\\" in text:
        raise Invalid("Give an address that starts with https:// or http://, without a name or password in it.")
    if "." not in host.strip(".") or host.replace(".", "").isdecimal() or "[" in parts.netloc:
        raise Invalid("Give an address with the name of a host.")
    place = host + (f":{port}" if port else "")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=-._~")
    fragment = quote(parts.fragment, safe="/?%:@!$&'()*+,;=-._~")
    return urlunsplit((parts.scheme, place, path, query, fragment))


def parse_title(text: str, url: str) -> str:
    """The words of a link: one line of at most 50 code points; the host where nothing is said. Raises Invalid."""
    try:
        title = " ".join(clean(text, max_length=MAX_TITLE).split())
    except TextRefused as refused:
        raise Invalid(str(refused)) from None
    return (urlsplit(url).hostname or url)[:MAX_TITLE] if blank(title) else title


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
