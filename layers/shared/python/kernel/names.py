"""What people are called and reached by: usernames, display names, e-mail addresses, telephone numbers.

Every `parse_…` returns the one form that is stored and compared, or raises NameRefused.
"""

import re
import unicodedata
from typing import NewType

from kernel.errors import FieldError, Invalid
from kernel.segments import TextRefused, blank, clean

Username = NewType("Username", str)
DisplayName = NewType("DisplayName", str)
Email = NewType("Email", str)
Phone = NewType("Phone", str)

MIN_USERNAME, MAX_USERNAME = 2, 30
MAX_DISPLAY_NAME = 50
MAX_EMAIL, MAX_LOCAL_PART = 254, 64

# Patterns are compiled when first used, see segments.py.
USERNAME = r"[A-Za-z0-9_]++(?:\.[A-Za-z0-9_]++)*+"
"""A pattern: the letters of a username, in any case and of any length; `text.entities` finds mentions with it."""

_LOCAL_PART = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]++)*+"
_HOST = r"(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)(?![0-9]+$)[a-z0-9-]{2,63}(?<!-)"
_PHONE = r"\+[1-9][0-9]{7,14}"
_BIDI_CONTROLS = "[\u202a-\u202e\u2066-\u2069]"
_PHONE_SEPARATORS = "[\\s()./\u2010-\u2015\u2212\u200e\u200f\u202a-\u202e\u2066-\u2069-]+"
# IDNA 2003 (Python's) and IDNA 2008 (browsers, mail) map these to different hosts: a letter might reach a stranger.
_DEVIATIONS = "[ßẞς\u200c\u200d]"

# Words of addresses and of the product's own pages.
_ROUTES = """about account accounts activity admin api app apps archive assets auth backoffice blog careers challenge
chat cdn comment comments contact create dashboard delete developer developers direct docs download edit email everyone
explore export favicon favicon.ico feed follow followers following graphql guidelines hashtag hashtags health help
home index index.html inbox legal live local localhost login logout manifest media me message messages moderation
new notifications null oauth p passkey password people photo photos places post posts press privacy profile profiles
public reels register report reset robots.txt s save saved search session sessions settings share signin
signout signup sitemap.xml socket static status stories story support tag tags terms test trending u undefined
upload uploads user username users v1 v2 verify web webhook webhooks ws www you"""
# Words that would speak for the platform; names that only look like them are refused too.
_VOICES = (
    "abuse admin administrator billing contact help helpdesk hostmaster lambdagram moderator moderators moderation "
    "noreply notifications official owner postmaster privacy root security staff superuser support sysadmin system "
    "team trust verified webmaster"
)
_LOOKS = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", ".": "", "_": ""}
)

_SENTENCES = {
    "username-short": f"A username has at least {MIN_USERNAME} characters.",
    "username-long": f"A username has at most {MAX_USERNAME} characters.",
    "username-characters": "A username is made of the letters a to z, digits, underscores and dots.",
    "username-dots": "A username does not start or end with a dot and has no two dots in a row.",
    "username-digits": "A username is not a number only.",
    "username-reserved": "This username is reserved.",
    "display-name-empty": "A name needs at least one visible character.",
    "display-name-long": f"A name has at most {MAX_DISPLAY_NAME} characters.",
    "display-name-characters": "This name holds characters that cannot be stored.",
    "email-long": f"An e-mail address has at most {MAX_EMAIL} characters, {MAX_LOCAL_PART} of them before the @.",
    "email-form": "This is not an e-mail address.",
    "email-local": "The part before the @ holds characters that are not taken.",
    "email-host": "The part after the @ is not the name of a host.",
    "phone-form": "A telephone number starts with + and the country code and has 8 to 15 digits.",
    "phone-zero": "Leave out the (0): write the number as it is dialled from abroad.",
}


class NameRefused(Invalid, ValueError):
    """A name that is not taken. `reason` is a key of `_SENTENCES` and never changes its meaning.

    It is a ValueError too, so that msgspec names the field when it is raised while a body is decoded.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(_SENTENCES[reason], reason=reason)
        self.reason = reason

    def at(self, pointer: str) -> Invalid:
        """The same refusal, pointing at a field of the body such as `/username`."""
        return Invalid(self.sentence, errors=(FieldError(pointer, self.sentence),), reason=self.reason)


def parse_username(text: str) -> Username:
    """2 to 30 of a-z, 0-9, `_` and `.`, in lower case; spaces around it are dropped, upper case becomes lower.

    Refused: a dot first, last or doubled; numbers only; words of our own addresses; words that speak for the platform
    and what looks like them (`adm1n`, `supp0rt`, `ad.min`, `staff_`).
    """
    name = canonical(text)
    if len(name) < MIN_USERNAME:
        raise NameRefused("username-short")
    if len(name) > MAX_USERNAME:
        raise NameRefused("username-long")
    if not all(part == "" or re.fullmatch(USERNAME, part) for part in name.split(".")):
        raise NameRefused("username-characters")
    if not re.fullmatch(USERNAME, name):
        raise NameRefused("username-dots")
    if is_number(name):
        raise NameRefused("username-digits")
    if name in _TAKEN or _look(name) in _FORBIDDEN_LOOKS:
        raise NameRefused("username-reserved")
    return Username(name)


def canonical(username: str) -> str:
    """The form in which usernames are compared and looked up; never raises.

    Only ASCII is folded: `str.lower` would turn the Kelvin sign into a k and let it pass for one.
    """
    name = username.strip()
    return name.lower() if name.isascii() else name


def is_number(username: str) -> bool:
    """True for digits, with or without dots: no username, and no mention."""
    return username.replace(".", "").isdecimal()


def parse_display_name(text: str) -> DisplayName:
    """1 to 50 characters (code points, after `clean`) on one line, at least one of them visible.

    Embeddings, overrides and isolates are dropped: telephones' address books copy names with them around. The direction
    of the script itself, joiners and emoji stay. Runs of spaces become one.
    """
    try:
        # NFC makes at most 3 code points of one; the limit is applied when the spaces are counted right.
        name = " ".join(clean(re.sub(_BIDI_CONTROLS, "", text), max_length=3 * len(text)).split())
    except TextRefused:
        raise NameRefused("display-name-characters") from None
    if len(name) > MAX_DISPLAY_NAME:
        raise NameRefused("display-name-long")
    if blank(name):
        raise NameRefused("display-name-empty")
    return DisplayName(name)


def parse_email(text: str) -> Email:
    """An address in lower case with an ASCII host (IDNA); it is both where letters go and what is unique.

    The local part is ASCII without quotes. No address literals, no hosts without a dot. RFC 5321 sets the limits
    (254 and 64); RFC 5322 dot-atom sets the letters.
    """
    address = text.strip()
    if len(address) > MAX_EMAIL:
        raise NameRefused("email-long")
    local, at, host = address.rpartition("@")
    if not (local and at and host):
        raise NameRefused("email-form")
    if not local.isascii() or not re.fullmatch(_LOCAL_PART, local.lower()):
        raise NameRefused("email-local")
    if not host.isascii():
        host = _ascii_host(host)
    host = host.lower()
    if len(local) > MAX_LOCAL_PART or len(local) + 1 + len(host) > MAX_EMAIL:
        raise NameRefused("email-long")
    if not re.fullmatch(_HOST, host):
        raise NameRefused("email-host")
    return Email(f"{local.lower()}@{host}")


def parse_phone(text: str) -> Phone:
    """An E.164 number: `+`, country code, 8 to 15 digits in all. Separators are dropped, digits of any script taken."""
    if len(text) > 64:
        raise NameRefused("phone-form")
    if "(0)" in text:
        raise NameRefused("phone-zero")
    number = "".join(_digit(character) for character in re.sub(_PHONE_SEPARATORS, "", text))
    if not re.fullmatch(_PHONE, number):
        raise NameRefused("phone-form")
    return Phone(number)


def _ascii_host(host: str) -> str:
    if re.search(_DEVIATIONS, host):
        raise NameRefused("email-host")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise NameRefused("email-host") from None


def _digit(character: str) -> str:
    if character == "\uff0b":
        return "+"
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _look(username: str) -> str:
    return username.translate(_LOOKS).replace("rn", "m").replace("vv", "w")


_TAKEN = frozenset(_ROUTES.split())
_FORBIDDEN_LOOKS = frozenset(map(_look, _VOICES.split()))
