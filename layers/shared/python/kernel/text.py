"""What a text points at: mentions, hashtags and links, and the cleaning of what members write.

`start` and `end` are offsets in Unicode code points, end exclusive, into the text as stored: `text[start:end]` in
Python. JavaScript counts UTF-16 units, where characters above U+FFFF (most emoji) take two. A client cuts by code
points, `[...text].slice(start, end).join("")`, or turns one offset into its own unit,
`[...text].slice(0, start).join("").length`.
"""

import re
import unicodedata
from typing import TypeAlias

from msgspec import Struct

from kernel import names
from kernel.segments import TextRefused, blank, boundary, clean, in_word, is_mark

__all__ = [
    "Entity",
    "Hashtag",
    "Link",
    "Mention",
    "TextRefused",
    "blank",
    "boundary",
    "clean",
    "entities",
    "hashtags",
    "mentions",
    "normal_tag",
]

MAX_HASHTAGS = 30
MAX_HASHTAG = 100
MAX_LINK = 2048


class Mention(Struct, frozen=True, tag="mention", tag_field="kind"):
    """`@username`, in lower case and without the @. Nobody has checked that such a person exists."""

    start: int
    end: int
    username: str


class Hashtag(Struct, frozen=True, tag="hashtag", tag_field="kind"):
    """`#tag`. `tag` is the form that is compared and looked up (see `normal_tag`), without the #."""

    start: int
    end: int
    tag: str


class Link(Struct, frozen=True, tag="link", tag_field="kind"):
    """An http or https address, exactly as written."""

    start: int
    end: int
    url: str


Entity: TypeAlias = Mention | Hashtag | Link

# Patterns are compiled when first used, see segments.py.
_TRIGGER = "(?ai)[@#\uff03]|https?://"
_JOINERS = "-+/%='&~^$"
# Marks that hold a word together: Catalan, Hebrew, Tibetan, Japanese. Joiners are for Persian and Indic scripts.
_CONNECTORS = "\u00b7\u05be\u05f3\u05f4\u0f0b\u0f0c\u200c\u200d\u301c\u30a0\u30fb\uff5e"
_TAG_CATEGORIES = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "Pc"))
# Joiners and variation selectors: nobody sees them, so they do not make another tag (NFKC_Casefold does alike).
_UNSEEN = "[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_KEYCAP = "\ufe0f?\u20e3"

# What ends an address: white space, controls, quotation marks, angle brackets, backslash, CJK punctuation.
_STOP = (
    '\\s\\x00-\\x20\\x7f-\\x9f"<>\\\\`|\u00ab\u00bb\u061c\u200b-\u200f\u2018-\u201f\u2028-\u202e\u2039\u203a\u2060-\u206f'
    "\u3000-\u3003\u3008-\u3011\u3014-\u301b\ufeff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\ud800-\udfff"
)
_TAIL = f"(?::[0-9]{{1,5}}+(?![0-9]))?+(?:[/?#][^{_STOP}]*+)?+"
_USERINFO = f"[^{_STOP}/?#@]*+@"
_BRACKETS = r"[()\[\]{}]"
_CLOSES = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,:;!?'*~([{\u2026"


def entities(text: str, most: int | None = None) -> tuple[Entity, ...]:
    """Mentions, hashtags and links in the order of the text; they never overlap. Takes any string, never raises.

    After the first `most` it looks no further. One pass from left to right, in time linear to the length: what was
    looked at and refused is not looked at again.
    """
    found: list[Entity] = []
    place = 0
    search = re.compile(_TRIGGER).search
    while trigger := search(text, place):
        start, place = trigger.span()
        touching = bool(found) and found[-1].end == start
        joined = bool(found) and found[-1].end == start - 1
        if not touching and _continues(text, start, joined=joined):
            continue
        entity: Entity | None
        match trigger.group():
            case "@":
                entity, place = _mention(text, start)
            case "#" | "\uff03":
                entity, place = _hashtag(text, start)
            case _:
                entity, place = _link(text, start, place)
        if entity:
            found.append(entity)
            if len(found) == most:
                break
    return tuple(found)


def mentions(text: str) -> tuple[str, ...]:
    """Usernames that are mentioned, each once, in the order of their first mention."""
    return tuple(dict.fromkeys(entity.username for entity in entities(text) if isinstance(entity, Mention)))


def hashtags(text: str) -> tuple[str, ...]:
    """Tags, each once, in the order of their first use: the first 30 count, later ones are only shown."""
    tags = dict.fromkeys(entity.tag for entity in entities(text) if isinstance(entity, Hashtag))
    return tuple(tags)[:MAX_HASHTAGS]


def normal_tag(text: str) -> str:
    """The form in which hashtags are compared: NFKC, case folded, without what cannot be seen (joiners, selectors).

    May return "". Normalising twice changes nothing. For at most `MAX_HASHTAG` characters: NFKC takes quadratic time.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = re.sub(_UNSEEN, "", folded)
    return unicodedata.normalize("NFKC", "".join(character for character in seen if _of_tag(character)))


def _continues(text: str, start: int, *, joined: bool) -> bool:
    """True when what starts here only goes on with a word, an e-mail address or an address without a scheme.

    `joined` says that one character parts it from the entity before, as in `@ana/@bob`.
    """
    before = start - 1
    while before >= 0 and is_mark(text[before]):
        if text[before] == "\u20e3":
            return False
        before -= 1
    if before < 0:
        return False
    if in_word(text[before]):
        return True
    return text[before] in _JOINERS and not joined and before > 0 and in_word(text[before - 1])


def _mention(text: str, start: int) -> tuple[Mention | None, int]:
    name = re.compile(names.USERNAME).match(text, start + 1)
    if not name:
        return None, start + 1
    end = name.end()
    after = text[end : end + 1]
    if after and (after == "@" or in_word(after) or is_mark(after)):
        return None, end
    if not names.MIN_USERNAME <= end - start - 1 <= names.MAX_USERNAME or names.is_number(name.group()):
        return None, end
    return Mention(start, end, names.canonical(name.group())), end


def _hashtag(text: str, start: int) -> tuple[Hashtag | None, int]:
    first = start + 1
    if text[start - 1 : start] == "&":
        return None, first  # `&#39;` and its like: markup that was not decoded
    end = first
    while end < len(text) and _of_tag(text[end]):
        end += 1
    # The # of a keycap emoji carries its marks directly; the digit of one belongs to the emoji, not to the tag.
    if end == first or is_mark(text[first]):
        return None, end
    last = end - 1 if re.compile(_KEYCAP).match(text, end) else end
    while last > first and text[last - 1] in _CONNECTORS:
        last -= 1
    if not 0 < last - first <= MAX_HASHTAG:
        return None, end
    tag = normal_tag(text[first:last])
    if len(tag) > MAX_HASHTAG or not any(character.isalpha() for character in tag):
        return None, end
    return Hashtag(start, last, tag), last


def _of_tag(character: str) -> bool:
    if character in _CONNECTORS:
        return True
    return character not in "\ufe0e\ufe0f" and unicodedata.category(character) in _TAG_CATEGORIES


def _link(text: str, start: int, host: int) -> tuple[Link | None, int]:
    """`host` is where the host starts, after `://`."""
    if re.compile(_USERINFO).match(text, host):
        return None, host
    end = _host_end(text, host)
    if end == host:
        return None, host
    tail = re.compile(_TAIL).match(text, end)
    stop = tail.end() if tail else end
    if stop - start > MAX_LINK:
        return None, stop
    stop = _without_punctuation(text, end, stop)
    return Link(start, stop, text[start:stop]), stop


def _host_end(text: str, start: int) -> int:
    """Where a host with at least one dot and a top-level domain of letters ends; `start` when there is none.

    Internationalised hosts are taken as letters of any script; that they exist, or look like another, is not judged.
    """
    end = start
    while end < len(text) and _of_host(text[end]):
        end += 1
    labels = text[start:end].partition("..")[0].rstrip(".").split(".")
    *others, top = labels
    if not others or not all(1 <= len(label) <= 63 and label[0] != "-" != label[-1] for label in labels):
        return start
    if top[:4].lower() != "xn--":
        # No top-level domain mixes ASCII with another script: in `https://a.example是` the last letter is prose.
        ascii_part = len(top) if top.isascii() else next(i for i, letter in enumerate(top) if not letter.isascii())
        top = top[:ascii_part] or top
        if (top.isascii() and len(top) < 2) or not all(letter.isalpha() or is_mark(letter) for letter in top):
            return start
    size = sum(map(len, others)) + len(others) + len(top)
    return start + size if size <= 253 else start


def _of_host(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in "-._"
    return (
        unicodedata.category(character) in ("Lu", "Ll", "Lm", "Lo", "Mn", "Mc", "Nd")
        and character not in "\ufe0e\ufe0f"
    )


def _without_punctuation(text: str, least: int, end: int) -> int:
    """The end of an address without the sentence around it: `(see https://a.example/b_(c)).` ends after `b_(c)`."""
    open_: dict[str, int] = {"(": 0, "[": 0, "{": 0}
    for bracket in re.compile(_BRACKETS).finditer(text, least, end):
        opener = _CLOSES.get(bracket.group())
        if opener is None:
            open_[bracket.group()] += 1
        elif open_[opener]:
            open_[opener] -= 1
        else:
            end = bracket.start()
            break
    while end > least and text[end - 1] in _TRAILING:
        end -= 1
    return end
