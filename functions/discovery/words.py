"""How hashtags, places and captions are found: rules without a store.

Hashtags and places are labels of posts: `#birds`, `@<place id>`. A label is found by how it begins, also with a typing
error; a caption by the stems of its words. Stems are made by Snowball (https://snowballstem.org) for the languages of
`LANGUAGES`; of a caption the languages whose commonest words it has, of a search all of its script.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from discovery.model import LEAST_TYPO, STEMS, distance, folded, near, words_of
from kernel.errors import Invalid
from kernel.text import MAX_HASHTAG, normal_tag

TAG, PLACE = "#", "@"

BEGINNING = 12
"""Letters of a beginning that the index knows; who types more is answered from what begins so."""

MAX_KEYS = 400
"""Words of a caption that count, with their stems."""

MAX_ASKED = 8
"""Words of a search that count."""

LANGUAGES = {
    "latin": [
        "english",
        "german",
        "french",
        "spanish",
        "italian",
        "portuguese",
        "dutch",
        "swedish",
        "danish",
        "norwegian",
        "finnish",
        "turkish",
    ],
    "cyrillic": ["russian"],
    "greek": ["greek"],
    "arabic": ["arabic"],
    "devanagari": ["hindi"],
}

COMMON = {
    "english": "the and of to in is it for on with at this that from my was are",
    "german": "der die das und ist ein eine im mit auf den von zu nicht ich am",
    "french": "le la les des et est un une du en dans pour sur avec au je",
    "spanish": "el la los las y es un una de en con por para del mi que",
    "italian": "il lo la gli e un una di in con per del della che mi sono",
    "portuguese": "o a os as e um uma de em com por para do da no na que",
    "dutch": "de het een en van in is op met voor dat niet ik aan te",
    "swedish": "och en ett i att det som på är för med av den jag",
    "danish": "og en et i at det som på er for med af den jeg",
    "norwegian": "og en et i å det som på er for med av den jeg",
    "finnish": "ja on ei se että oli kun niin mutta tämä minun ovat",
    "turkish": "ve bir bu için ile çok da de en gibi ne var",
}
"""The commonest words of each language that is written in Latin letters."""

_SCRIPTS = {
    "cyrillic": "\u0400-\u052f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "arabic": "\u0600-\u06ff\u0750-\u077f",
    "devanagari": "\u0900-\u097f",
}
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
"""Scripts whose words no spaces part (Thai, Lao, Burmese, Khmer, kana, Han), and Hangul: found by pairs of letters."""


def tag_label(tag: str) -> str:
    """The label of a hashtag in its normal form."""
    return TAG + tag


def place_label(place_id: str) -> str:
    """The label of a place."""
    return PLACE + place_id


def starts(kind: str, name: str) -> list[str]:
    """The keys of a label in the index: about 18 for each word of its name."""
    found: dict[str, None] = {}
    for word in _names(kind, name):
        found.update((kind + word[:length], None) for length in range(1, min(len(word), BEGINNING) + 1))
        if len(word) >= LEAST_TYPO:
            found.update((f"{kind}~{stem}", None) for stem in near(word, *STEMS))
    return list(found)


def asked(kind: str, text: str) -> list[str]:
    """The keys one of which a label must have that is looked for by `text`; none: nothing can be found."""
    word = max(_names(kind, text), key=len, default="")
    if not word:
        return []
    errors = [f"{kind}~{stem}" for stem in near(word, STEMS[-1])] if len(word) >= LEAST_TYPO else []
    return [kind + word[:BEGINNING], *errors]


def fits(kind: str, text: str, name: str) -> tuple[int, int] | None:
    """How well a label of this name fits, the best first: (class, typing errors). None: it does not.

    0 is called exactly so, 1 begins so, 2 has words that begin so, 3 with typing errors.
    """
    typed, own = " ".join(_names(kind, text)), " ".join(_names(kind, name))
    if typed == own:
        return 0, 0
    if own.startswith(typed):
        return 1, 0
    errors, words = 0, _names(kind, name)
    for word in _names(kind, text):
        best = min((found for each in words if (found := distance(word, each)) is not None), default=None)
        if best is None:
            return None
        errors += best
    return (3, errors) if errors else (2, 0)


def caption_keys(caption: str) -> list[str]:
    """The words of a caption and their stems, as they are compared, without the commonest words of its language."""
    words = list(_split(caption, alone=True))
    languages, common = _spoken(words)
    found: dict[str, None] = {}
    for word in words:
        if word in common:
            continue
        found.update(dict.fromkeys(_forms(word, languages.get(_script(word), []))))
        if len(found) >= MAX_KEYS:
            break
    return list(found)[:MAX_KEYS]


def asked_keys(text: str) -> list[list[str]]:
    """For each word that is looked for, what a caption must have one of. A word with # stands for the hashtag.

    Words that are among the commonest of some language count only where there is no other.
    """
    common = frozenset[str]().union(*_common().values())
    found: list[tuple[bool, list[str]]] = []
    for part in text.split():
        if part[0] in "#\uff03":
            found += [(False, [tag_label(tag)]) for tag in [plain_tag(part)] if tag]
        else:
            found += [(word in common, _forms(word, LANGUAGES.get(_script(word), []))) for word in _split(part)]
    known = [(weak, forms) for weak, forms in found if forms]
    rare = [forms for weak, forms in known if not weak]
    return (rare or [forms for _, forms in known])[:MAX_ASKED]


def plain_tag(text: str) -> str:
    """A hashtag as it is compared, from what somebody typed, with or without #; "" for what cannot be one."""
    return normal_tag(text.strip().lstrip("#\uff03")[:MAX_HASHTAG])


def parse_tag(text: str) -> str:
    """The same of what must be one. Invalid when it cannot be."""
    plain = plain_tag(text)
    if not plain:
        raise Invalid("This cannot be a hashtag.")
    return plain


def _names(kind: str, text: str) -> list[str]:
    """What of a name is looked up: of a hashtag the whole, of a place each word."""
    if kind == TAG:
        whole = folded(text).lstrip(TAG).replace(" ", "")
        return [whole] if whole else []
    return words_of(folded(text))


def _split(text: str, *, alone: bool = False) -> Iterator[str]:
    """The words of a text, with their marks: stems are of words as they are written. Addresses are no words.

    `alone`: of what no spaces part, each letter, too.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    for run in plain.split():
        if "://" in run:
            continue
        for word in words_of(run):
            yield from _pairs(word, alone)


def _pairs(word: str, alone: bool) -> Iterator[str]:
    """The word; of what is written without spaces each two letters that stand together."""
    place = 0
    for found in _pattern(_UNSPACED).finditer(word):
        if found.start() > place:
            yield word[place : found.start()]
        run, place = found.group(), found.end()
        yield from (run[at : at + 2] for at in range(max(len(run) - 1, 1)))
        yield from run if alone and len(run) > 1 else ()
    if place < len(word):
        yield word[place:]


def _forms(word: str, languages: Iterable[str]) -> list[str]:
    """A word and its stems, folded, each once."""
    own = folded(word)
    if not own:
        return []
    stems = (folded(_stemmer(language).stemWord(word)) for language in languages)
    return list(dict.fromkeys([own, *filter(None, stems)]))


def _spoken(words: list[str]) -> tuple[dict[str, list[str]], frozenset[str]]:
    """By script the languages that these words may be of, and the common words of these.

    Of Latin letters those of whose common words there are most; all of them where there are none.
    """
    found = dict(LANGUAGES)
    seen = set(words)
    counts = {language: len(seen & common) for language, common in _common().items()}
    most = max(counts.values())
    if not most:
        return found, frozenset()
    found["latin"] = [language for language in LANGUAGES["latin"] if counts[language] == most]
    return found, frozenset[str]().union(*(_common()[language] for language in found["latin"]))


def _script(word: str) -> str:
    for script, letters in _SCRIPTS.items():
        if _pattern(f"[{letters}]").search(word):
            return script
    return "latin" if not _pattern(_UNSPACED).match(word) else ""


@cache
def _common() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in COMMON.items()}


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(language)
