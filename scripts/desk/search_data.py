"""Made-up people and posts for the bench of search: the same of the same seed, as many as one likes.

What is common and what is rare is as in life (Zipf): a few words, hashtags, places and authors are in a great part of
the posts, most are in hardly any. Nothing is kept but the people, so a million posts need no memory.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

from discovery import words

from kernel.ids import PersonId, PostId, new_id

WORDS, TAGS, PLACES = 30_000, 50_000, 5_000
GIVEN, FAMILY = 3_000, 20_000

SPAN = timedelta(days=140)
"""In which the posts were made: a tenth of them in the two weeks that trends look at."""

OPENING = "this is the"
"""Commonest words, which tell of what language a caption is. A fifth of the captions have none."""

MARKED = 100
"""Followings of each tenth person, at most: as many as suggestions look at. The others have hardly any."""

_ONSETS = [*"bcdfghjklmnprstv", "br", "dr", "gr", "kr", "pl", "sh", "st", "tr"]
_VOWELS = [*"aaeeiioou", "ai", "ea"]
_CODAS = ["", "", "", "", "", "", "l", "n", "r", "s", "t"]
_ENDINGS = ["", "", "", "", "ing", "ed", "s", "er"]


class Person(NamedTuple):
    """Somebody, and whether everybody may see their posts."""

    id: PersonId
    username: str
    name: str
    public: bool


class Post(NamedTuple):
    """A post. The caption holds the hashtags, as captions do."""

    id: PostId
    authors: list[PersonId]
    caption: str
    tags: list[str]
    place: str | None
    likes: int
    public: bool


class Zipf:
    """Draws from a list whose members are the rarer the later they stand; `flat` of the first are about alike."""

    def __init__(self, size: int, flat: int) -> None:
        self._weights = list(accumulate(1 / (place + flat) for place in range(size)))
        self._places = range(size)

    def draw(self, rng: random.Random, many: int = 1) -> list[int]:
        return rng.choices(self._places, cum_weights=self._weights, k=many)


class World:
    """All that is made up. `newest` is when the last post was made; `variety`: which part of all words and names."""

    def __init__(self, people: int, posts: int, newest: datetime, *, seed: int = 17, variety: float = 1.0) -> None:
        self.size, self.seed, self._variety = posts, seed, variety
        self.newest = int(newest.timestamp() * 1000)
        rng = self.rng("words")
        self.words = self._several(WORDS, lambda: _word(rng, 2, 3) + rng.choice(_ENDINGS))
        self.tags = self._several(
            TAGS, lambda: "".join(rng.sample(self.words[: len(self.words) // 6], rng.choice([1, 1, 1, 2, 2, 3])))
        )
        self.places = self._several(PLACES, lambda: " ".join(_word(rng, 2, 3) for _ in range(rng.choice([1, 2, 2, 3]))))
        self.people = list(self._people(people))
        self.by_words, self.by_tags = Zipf(len(self.words), 20), Zipf(len(self.tags), 10)
        self.by_places = Zipf(len(self.places), 10)
        self.by_authors = Zipf(people, 50)

    def rng(self, purpose: str) -> random.Random:
        """Chance for one purpose, always the same."""
        return random.Random(f"{self.seed} {purpose}")  # noqa: S311 - nothing secret is made of it

    def id(self, rng: random.Random, ago: timedelta) -> str:
        """An id of a moment before the newest post."""
        return new_id(self.newest - int(ago.total_seconds() * 1000), rng.randbytes(10))

    def posts(self) -> Iterator[Post]:
        """All posts, the oldest first."""
        rng = self.rng("posts")
        for number in range(self.size):
            who = list(dict.fromkeys(self.by_authors.draw(rng, 2 if rng.random() < 0.02 else 1)))
            tags = [self.tags[each] for each in dict.fromkeys(self.by_tags.draw(rng, rng.choice([0, 1, 2, 3, 4, 5])))]
            place = self.places[self.by_places.draw(rng)[0]] if rng.random() < 0.2 else None
            said = [self.words[each] for each in self.by_words.draw(rng, rng.choice([5, 6, 7, 8, 9, 10, 11]))]
            opening = [OPENING] if rng.random() < 0.8 else []
            caption = " ".join([*opening, *said, *(f"#{tag}" for tag in tags)])
            id_ = PostId(self.id(rng, SPAN * (1 - (number + 1) / self.size)))
            authors = [self.people[each] for each in who]
            likes = min(int(rng.paretovariate(0.8)) - 1, 20_000)
            yield Post(id_, [each.id for each in authors], caption, tags, place, likes, authors[0].public)

    def follows(self) -> Iterator[tuple[PersonId, PersonId, str]]:
        """Follower, followee, and the id of the following; those of one person lie beside each other."""
        rng, many = self.rng("follows"), len(self.people)
        for place, each in enumerate(self.people):
            most = MARKED - rng.randrange(20) if place % 10 == 0 else rng.randrange(4)
            chosen = dict.fromkeys(self.by_authors.draw(rng, min(most, many // 2)))
            for other in chosen:
                if other != place:
                    yield each.id, self.people[other].id, self.id(rng, SPAN * rng.random())

    @cached_property
    def busy(self) -> list[PersonId]:
        """Those who follow many."""
        return [each.id for each in self.people[::10]]

    def _people(self, many: int) -> Iterator[Person]:
        rng = self.rng("people")
        given = self._several(GIVEN, lambda: _word(rng, 2, 2))
        family = self._several(FAMILY, lambda: _word(rng, 2, 4))
        by_given, by_family = Zipf(len(given), 20), Zipf(len(family), 20)
        for number in range(many):
            first, last = given[by_given.draw(rng)[0]], family[by_family.draw(rng)[0]]
            parted = rng.choice(["", ".", "_"])
            username = f"{first}{parted}{last}"[:20] + f"{number:x}"
            id_ = PersonId(self.id(rng, SPAN * (1 + 5 * rng.random())))
            yield Person(id_, username, f"{first} {last}".title(), rng.random() < 0.9)

    def _several(self, many: int, make: Callable[[], str]) -> list[str]:
        """So many different ones, none of which is a common word of a language."""
        found: dict[str, None] = {}
        common = {each for language in words.COMMON.values() for each in language.split()}
        while len(found) < many * self._variety:
            one = make()
            if one not in common:
                found[one] = None
        return list(found)


@cache
def word_keys(word: str, opened: bool) -> tuple[str, ...]:
    """What the index keeps of a word in a caption that begins with `OPENING`, or in one without common words."""
    return tuple(words.caption_keys(f"{OPENING} {word}" if opened else word))


def caption_keys(caption: str) -> list[str]:
    """`words.caption_keys` of a caption of ours, a hundred times faster: each word is looked at once."""
    opened = caption.startswith(OPENING)
    own = caption.removeprefix(OPENING).split()
    return list(dict.fromkeys(key for word in own for key in word_keys(word, opened)))


def mistyped(rng: random.Random, word: str) -> str:
    """A word with a letter wrong, missing, doubled or swapped, but not the first."""
    at = rng.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    wrong = word[:at] + rng.choice("aeiklnorst") + word[at + 1 :]
    return rng.choice([swapped, wrong, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]])


def _word(rng: random.Random, least: int, most: int) -> str:
    syllables = (
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.randint(least, most))
    )
    return "".join(syllables)
