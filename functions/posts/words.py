"""Hidden words: whether a text holds one of them, however it is written. Pure functions.

Words are compared as people read them: without case, accents and what cannot be seen, with letters and digits that
look alike taken for one (`1d10t`), letters drawn out (`spaaam`), and spaces or dots between the letters
of one word (`s p a m`, `s.p.a.m`). A word is found as a whole word only, so that `ass` is not found in `class`; words
of scripts without spaces are found anywhere.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kernel import text
from kernel.errors import FieldError, Invalid

MAX_WORDS = 200
MAX_WORD = 60

USUAL = (
    "kill yourself",
    "kys",
    "go die",
    "nobody likes you",
    "shut up",
    "stupid",
    "idiot",
    "moron",
    "loser",
    "ugly",
    "disgusting",
    "pathetic",
    "trash",
    "free followers",
    "buy followers",
    "get followers",
    "follow for follow",
    "f4f",
    "check my bio",
    "link in my bio",
    "dm me for promo",
    "promote it on",
    "make money fast",
    "earn money from home",
    "crypto giveaway",
    "double your bitcoin",
    "investment manager",
    "whatsapp me",
    "text me on telegram",
    "sugar daddy",
)
"""The usual words of insults and of selling, for those who switch them on."""

_LOOKS = str.maketrans(
    "0134578@$!|l"
    "\u0456\u043e\u0430\u0435\u0440\u0443\u043a\u0441\u0445\u0501\u0455\u0458\u04bb"
    "\u0454\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9\u03b6",
    "oieastbasiiiioaepykcxdsjheabeiknoptuxwz",
)
"""Digits, signs, Cyrillic and Greek letters for the Latin ones that they look like; `l` and `1` become `i`."""


def parse(written: Iterable[str]) -> list[str]:
    """The list as it is kept: each once, in the order given. Invalid, with a pointer for each that is wrong."""
    kept: dict[str, str] = {}
    wrong = []
    for place, each in enumerate(written):
        try:
            word = _word(each)
        except Invalid as error:
            wrong.append(FieldError(f"/words/{place}", error.sentence))
        else:
            kept.setdefault(word.casefold(), word)
    if wrong:
        raise Invalid("Some words cannot be kept.", errors=tuple(wrong))
    return list(kept.values())


def found_in(written: str, words: Iterable[str]) -> bool:
    """Whether `written` holds one of `words`. Linear in the length of the text, for each length of phrase."""
    wanted: set[str] = set()
    anywhere: set[str] = set()
    longest = 1
    for word in words:
        forms = [form for form in _forms(word) if form]
        if any(_without_spaces(letter) for letter in word):
            anywhere.update("".join(form) for form in forms)
        else:
            wanted.update("".join(form) for form in forms)
            longest = max(longest, *(len(form) for form in forms), 1)
    return any(_holds(form, wanted, anywhere, longest) for form in _forms(written))


def _word(written: str) -> str:
    word = text.clean(written, max_length=MAX_WORD).strip()
    if "\n" in word or not any(_forms(word)):
        raise Invalid("A hidden word has a letter or a digit, on one line.")
    return word


def _holds(pieces: list[str], wanted: set[str], anywhere: set[str], longest: int) -> bool:
    whole = "".join(pieces)
    if any(each in whole for each in anywhere):
        return True
    for start in range(len(pieces)):
        joined = ""
        for piece in pieces[start : start + longest]:
            joined += piece
            if joined in wanted:
                return True
    spaced = " ".join(_spaced(pieces)).split()
    return any(each in run for run in spaced for each in wanted if len(each) > 1)


def _spaced(pieces: list[str]) -> Iterator[str]:
    """Letters that stand alone, joined with their neighbours: `s p a m`; other words part them."""
    run = ""
    for piece in pieces:
        if len(piece) == 1:
            run += piece
        elif run:
            yield run
            run = ""
    yield run


def _forms(written: str) -> list[list[str]]:
    """The words of a text in all ways in which they are compared.

    Signs inside of a word are letters, nothing, or part two words; letters drawn out count once, or twice.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", written).casefold())
    seen = "".join(letter for letter in folded if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    chunks = [_trimmed(chunk) for chunk in seen.split()]
    parted = "".join(letter if letter.isalnum() else " " for letter in seen).split()
    ways = ((each.translate(_LOOKS) for each in chunks), chunks, parted)
    readings = [[_letters(piece) for piece in way] for way in ways]
    return [
        [re.sub(r"(.)\1{2,}", kept, piece) for piece in pieces if piece]
        for pieces in readings
        for kept in (r"\1", r"\1\1")
    ]


def _letters(piece: str) -> str:
    return "".join(letter for letter in piece if letter.isalnum()).translate(_LOOKS)


def _trimmed(chunk: str) -> str:
    """Without the punctuation around a word: what it ends with is no letter, though it may look like one."""
    start, end = 0, len(chunk)
    while start < end and not (chunk[start].isalnum() or chunk[start] in "@$"):
        start += 1
    while end > start and not chunk[end - 1].isalnum():
        end -= 1
    return chunk[start:end]


def _without_spaces(letter: str) -> bool:
    """Whether this is a letter of a script that does not part words."""
    return letter.isalpha() and unicodedata.category(letter) == "Lo" and not "\u0590" <= letter <= "\u08ff"
