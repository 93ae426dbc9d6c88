"""How people are found by what they are called: rules without a store.

A text is compared without case, without marks on letters, and with letters of other scripts that look like Latin ones
taken for these. The index has one list of keys for each person; the first character of a key says of what kind it is:

    1  the username, and the username without dots and underscores
    2  a word of the name, or a piece of the username
    3  the beginning of one of these, whole and with each letter left out once: what is typed with one letter wrong,
       missing, doubled or swapped has such a key in common with what was meant

So a search looks up a few ranges and points of one index, in the order of the ranks.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from kernel.errors import Conflict, Invalid

MAX_QUERY = 60
"""Code points of what may be looked for."""

MAX_WORDS = 8
"""Words of a name, and of a search, that count."""

MAX_WORD = 30
LEAST_TYPO = 4
"""Letters from which a word may hold a typing error; from twice as many on it may hold two."""

STEMS = (5, 6)
"""Letters of the beginnings that are kept with each letter left out; shorter words are kept whole."""

POOL = 50
"""People that one search finds at most: who wants others types more."""

RECENT = 20
"""Things that one opened from a search, or looked for, that are kept."""

MAX_TAGS = 100
"""Hashtags that one may follow."""

_LIKE = str.maketrans(
    "авекмнорстухіїјѕԁһӏԛԝґ" + "αβεικνορτυχ" + "łøđıħŧ",
    "abekmhopctyxiijsdhlqwr" + "abeikvoptux" + "lodiht",
    "'`\u2019\u02bc\u00b4",
)
"""Letters of Cyrillic, then of Greek, that look like Latin ones; Latin ones that do not come apart. Apostrophes go."""

_SEVERAL = (("æ", "ae"), ("œ", "oe"), ("þ", "th"), ("ð", "d"))
_UNSEEN = ("M", "C")
"""Categories of what is dropped: marks, controls, joiners, halves of characters."""


LookedKind = Literal["person", "tag", "place", "words"]


class Looked(Struct, frozen=True, array_like=True):
    """What somebody opened from a search: a person's id, a hashtag, a place's name; or the words of a search."""

    kind: LookedKind
    what: str

    @property
    def id(self) -> str:
        """The same for what is the same to who looks, for words whatever their case: 16 hexadecimal digits."""
        same = folded(self.what) or self.what if self.kind == "words" else self.what
        return hashlib.sha256(f"{self.kind} {same}".encode()).hexdigest()[:16]


class Query(Struct, frozen=True):
    """What is looked for: the text as it is compared, and its words. Nobody is found by no words."""

    text: str
    words: tuple[str, ...]


class Called(Struct, frozen=True):
    """What somebody is called, as it is compared."""

    username: str
    plain: str
    words: tuple[str, ...]


def parse_query(text: str) -> Query:
    """A search as somebody typed it, a leading @ taken off. Invalid when it is empty or longer than 60 code points."""
    text = unicodedata.normalize("NFC", text).strip().removeprefix("@").strip()
    if not 1 <= len(text) <= MAX_QUERY:
        raise Invalid(f"Type 1 to {MAX_QUERY} characters of a name.")
    plain = folded(text)
    return Query(plain, tuple(dict.fromkeys(words_of(plain)))[:MAX_WORDS])


def called(username: str, name: str) -> Called:
    """What somebody with this username and name is found by."""
    own = folded(username)
    pieces = [*words_of(folded(name)), *words_of(own), _plain(own)]
    return Called(own, _plain(own), tuple(dict.fromkeys(filter(None, pieces)))[: 2 * MAX_WORDS])


def keys(who: Called) -> list[str]:
    """The keys of somebody in the index: about 13 for each of their words."""
    first = (f"1{text}" for text in (who.username, who.plain))
    second = (f"2{word}" for word in who.words)
    third = (f"3{stem}" for word in who.words for stem in near(word, *STEMS))
    return list(dict.fromkeys([*first, *second, *third]))


def ranges(query: Query) -> list[list[str]]:
    """For each word that is looked for the beginnings of keys, one of which somebody must have."""
    if len(query.words) == 1:
        return [[f"1{query.text}", f"1{query.words[0]}", f"2{query.words[0]}"]]
    return [[f"1{word}", f"2{word}"] for word in query.words]


def points(query: Query) -> list[list[str]]:
    """For each word whole keys that serve as well: those of a typing error."""
    return [[f"3{stem}" for stem in near(word, STEMS[-1])] if len(word) >= LEAST_TYPO else [] for word in query.words]


def rank(query: Query, who: Called) -> tuple[int, int] | None:
    """How well somebody fits, the best first: (class, typing errors). None: they do not.

    0 is called exactly so, 1 a username that begins so, 2 a word of the name that begins so, 3 with typing errors.
    """
    if not query.words:
        return None
    if query.text == who.username:
        return 0, 0
    if who.username.startswith(query.text) or (" " not in query.text and who.plain.startswith(_plain(query.text))):
        return 1, 0
    errors = 0
    for word in query.words:
        best = min((found for each in who.words if (found := distance(word, each)) is not None), default=None)
        if best is None:
            return None
        errors += best
    return (3, errors) if errors else (2, 0)


def distance(typed: str, word: str) -> int | None:
    """Typing errors between what was typed and the beginning of a word. None when there are more than may be.

    An error is a letter that is wrong, missing, too many, or swapped with its neighbour.
    """
    if word.startswith(typed):
        return 0
    most = len(typed) // LEAST_TYPO if len(typed) < 2 * LEAST_TYPO else 2
    if not most or len(word) < len(typed) - most:
        return None
    least = min(_errors(typed, word[: len(typed) + most]))
    return least if least <= most else None


def latest(known: Sequence[Looked], looked: Looked) -> list[Looked]:
    """What one opened or looked for lately, this first, no more than is kept."""
    return [looked, *(each for each in known if each.id != looked.id)][:RECENT]


def with_tag(tags: Sequence[str], tag: str) -> list[str]:
    """The hashtags that one follows, this one among them. Conflict when there are as many already as one may follow."""
    found = sorted({*tags, tag})
    if len(found) > max(MAX_TAGS, len(tags)):
        raise Conflict(f"One follows {MAX_TAGS} hashtags at most.", code="too-many-tags")
    return found


def folded(text: str) -> str:
    """Text as it is compared. Folding twice changes nothing."""
    if text.isascii():
        text = text.lower().translate(_LIKE)
        return " ".join(text.split()) if text.isprintable() else _seen(text)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for letter, several in _SEVERAL:
        text = text.replace(letter, several)
    return _seen(text.translate(_LIKE))


def words_of(text: str) -> list[str]:
    """Its words: parted by spaces and punctuation; an emoji is a word, too."""
    return [word[:MAX_WORD] for word in _parting().split(text) if word][:MAX_WORDS]


def near(word: str, *lengths: int) -> Iterator[str]:
    """The first letters of a word, of each length, whole and with each letter left out once."""
    for stem in dict.fromkeys(word[:length] for length in lengths):
        yield stem
        yield from _without_one(stem) if len(stem) >= LEAST_TYPO - 1 else ()


def _seen(text: str) -> str:
    spaced = " ".join(text.split())
    kept = "".join(each for each in spaced if unicodedata.category(each)[0] not in _UNSEEN)
    return " ".join(kept.split())


@cache
def _parting() -> re.Pattern[str]:
    return re.compile(
        r"[\s_!-/:-@\[-`{-~\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010-\u205e\u3000-\u303f\uff01-\uff0f]+"
    )


def _plain(text: str) -> str:
    return text.replace(".", "").replace("_", "")


def _without_one(stem: str) -> Iterable[str]:
    return dict.fromkeys(stem[:at] + stem[at + 1 :] for at in range(len(stem)))


def _errors(typed: str, word: str) -> list[int]:
    """The errors between `typed` and each beginning of `word` (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(typed, 1):
        older, before, row = before, row, [at]
        for place, other in enumerate(word, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == word[place - 2] and typed[at - 2] == other:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
    return row
