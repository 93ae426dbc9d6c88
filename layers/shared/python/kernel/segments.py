"""Characters as people see them: cleaning what members write, and cutting it without parting one visible character.

Features import `clean`, `blank` and `TextRefused` from `kernel.text`.
"""

import re
import unicodedata

from kernel.errors import FieldError, Invalid

MAX_MARKS = 8
"""Marks that one base letter keeps. Hebrew with vowels and cantillation needs 5, the tallest Tibetan stack 8."""

# Patterns are compiled when first used (and kept by `re`): at import they would cost every cold start 2 ms.
_FORBIDDEN = "[\0\ud800-\udfff]"
_BREAKS = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"
_CONTROLS = "[\x01-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff]"
_TAGS = "(\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f)|[\U000e0000-\U000e007f]"
_BIDI = "[\n\u202a-\u202e\u2066-\u2069]"
_EMPTY_LINES = "\n{4,}"
_SPACES = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000"
)
_ISOLATES = "\u2066\u2067\u2068"
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
_ZWJ = "\u200d"

_SENTENCES = {
    "null": "This text holds a NUL character.",
    "surrogate": "This text holds half of a character (a lone surrogate).",
    "too-long": "This text is too long.",
}


class TextRefused(Invalid, ValueError):
    """A text that is not taken. `reason` is `null`, `surrogate` or `too-long`.

    `position` counts code points: in the text as sent for the first two; for `too-long` it is the last place in the
    cleaned text where it may be cut to fit. It is a ValueError too, so that msgspec names the field when it is raised
    while a body is decoded.
    """

    def __init__(self, reason: str, position: int, sentence: str | None = None) -> None:
        super().__init__(sentence or _SENTENCES[reason], reason=reason, position=position)
        self.reason = reason
        self.position = position

    def at(self, pointer: str) -> Invalid:
        """The same refusal, pointing at a field of the body such as `/caption`."""
        return Invalid(
            self.sentence,
            errors=(FieldError(pointer, self.sentence),),
            reason=self.reason,
            position=self.position,
        )


def clean(text: str, *, max_length: int) -> str:
    """What the door does to captions, comments and bios; cleaning twice changes nothing. May return "".

    Composes to NFC; makes every line break `\\n`, tabs spaces; drops other controls, hidden tag characters (flags
    stay), unpaired bidirectional embeddings, overrides and isolates (pairs within one line stay), spaces at the ends of
    lines and of the text, marks with no letter before them, marks above `MAX_MARKS` per letter; keeps at most 2
    empty lines in a row. Joiners, variation selectors and direction marks stay.

    `max_length` counts code points of the cleaned text: the unit of entity offsets, which any client can count without
    tables (`[...text].length`) and which bounds the bytes stored (4 each). Nothing is ever cut.
    Raises TextRefused. Linear in the length of the text.
    """
    if found := re.search(_FORBIDDEN, text):
        raise TextRefused("null" if found.group() == "\0" else "surrogate", found.start())
    text = re.sub(_CONTROLS, "", re.sub(_BREAKS, "\n", text).replace("\t", " "))
    if not text.isascii():
        text = _limit_marks(_pair_bidi(re.sub(_TAGS, r"\1", text)))
        # NFC sorts runs of marks in quadratic time, so it comes after the limit; it may split one mark into two.
        text = _limit_marks(unicodedata.normalize("NFC", text))
    text = re.sub(_EMPTY_LINES, "\n\n\n", "\n".join(line.rstrip(_SPACES) for line in text.split("\n")))
    text = _without_orphans(text).rstrip(_SPACES + "\n")
    if len(text) > max_length:
        sentence = f"This text has {len(text):,} characters; {max_length:,} is the limit."
        raise TextRefused("too-long", boundary(text, max_length), sentence)
    return text


def blank(text: str) -> bool:
    """True when nothing of `text` can be seen: spaces, controls, joiners, fillers, marks without letters."""
    return all(
        character in _FILLERS
        or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me")
        for character in text
    )


def boundary(text: str, position: int) -> int:
    """The last place at or before `position` where a cut does not part what people see as one character.

    Covers marks, emoji sequences, flags, Hangul and Indic conjuncts; near to UAX #29, without its tables.
    """
    place = max(0, min(position, len(text)))
    while 0 < place < len(text) and _joined(text, place):
        place -= 1
    return place


def is_mark(character: str) -> bool:
    """True for combining marks of any kind, variation selectors among them."""
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


def in_word(character: str) -> bool:
    """True for what goes on with a word of a script that puts spaces between words: digits, `_`, letters with case.

    Scripts without case (さん, 님, ครับ) follow names without a space, so their letters do not.
    """
    if character == "_" or character.isdecimal():
        return True
    return character.isalpha() and character.lower() != character.upper()


def _joined(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if is_mark(after) or after == _ZWJ or before == _ZWJ:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    if _regional(after) and _regional(before):
        start = place
        while start and _regional(text[start - 1]):
            start -= 1
        return (place - start) % 2 == 1
    if "\u1160" <= after <= "\u11ff":
        return "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return unicodedata.combining(before) == 9 and after.isalpha()


def _regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _limit_marks(text: str) -> str:
    """At most `MAX_MARKS` marks per base. Invisible format characters do not start the count again."""
    kept: list[str] = []
    marks = 0
    for character in text:
        if character > "\u02ff":
            category = unicodedata.category(character)
            if category[0] == "M":
                marks += 1
                if marks > MAX_MARKS:
                    continue
            elif category != "Cf":
                marks = 0
        elif character != "\u00ad":
            marks = 0
        kept.append(character)
    return "".join(kept) if len(kept) < len(text) else text


def _pair_bidi(text: str) -> str:
    """Drops openers that their line does not close and closers that close nothing (rules of UAX #9, BD9 and BD11)."""
    waiting: list[int] = []
    isolates = 0
    dropped: list[int] = []
    for found in re.finditer(_BIDI, text):
        place, character = found.start(), found.group()
        if character == "\n":
            dropped += waiting
            waiting.clear()
            isolates = 0
        elif character == "\u202c":
            if waiting and text[waiting[-1]] not in _ISOLATES:
                waiting.pop()
            else:
                dropped.append(place)
        elif character == "\u2069":
            if not isolates:
                dropped.append(place)
                continue
            while text[waiting[-1]] not in _ISOLATES:
                dropped.append(waiting.pop())
            waiting.pop()
            isolates -= 1
        else:
            waiting.append(place)
            isolates += character in _ISOLATES
    dropped += waiting
    if not dropped:
        return text
    start = 0
    kept: list[str] = []
    for place in sorted(dropped):
        kept.append(text[start:place])
        start = place + 1
    return "".join([*kept, text[start:]])


def _without_orphans(text: str) -> str:
    """Without spaces and marks at the start; a mark there would sit on whatever a page prints before the text."""
    start = 0
    while start < len(text) and (text[start] in _SPACES or text[start] == "\n" or is_mark(text[start])):
        start += 1
    return text[start:]
