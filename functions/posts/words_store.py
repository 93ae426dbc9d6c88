"""Writes of hidden words."""

from collections.abc import Sequence

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.ids import PersonId
from kit import store
from posts import keys
from posts.store import Item


class WordsItem(Item):
    words = UnicodeAttribute()
    usual = NumberAttribute(null=True)


def replace_words(person: PersonId, words: Sequence[str], *, usual: bool) -> None:
    """Keep this list instead of the one before. One write."""
    text = msgspec.json.encode(words).decode()
    store.write(store.put(WordsItem(keys.words(person), keys.WORDS, words=text, usual=1 if usual else None)))
