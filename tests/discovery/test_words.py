"""Search cases, as a script: what is typed, what there is, and what must be found in which order."""

import pytest
from discovery import words
from discovery.words import PLACE, TAG

from kernel.errors import Invalid

LABELS = [
    # kind, typed, the names that there are with how many posts, the names that must be found in order
    (TAG, "bird", {"birds": 9, "bird": 1, "birdsofinstagram": 50, "blackbird": 7}, "bird birdsofinstagram birds"),
    (TAG, "#Birds", {"birds": 1, "birdsong": 5}, "birds birdsong"),
    (TAG, "brids", {"birds": 3, "brides": 8, "bricks": 9}, "brides birds"),
    (TAG, "goldnhour", {"goldenhour": 3, "golden": 4}, "goldenhour"),
    (TAG, "cafe", {"café": 2, "CAFÉS": 1, "coffee": 9}, "café CAFÉS"),
    (TAG, "café", {"cafe": 2}, "cafe"),
    (TAG, "straße", {"strasse": 2, "street": 3}, "strasse"),
    (TAG, "москв", {"москва": 4, "mockba": 1, "питер": 2}, "москва mockba"),
    (TAG, "夕焼", {"夕焼け": 3, "夕日": 5}, "夕焼け"),
    (TAG, "غروب", {"غروب": 2, "شروق": 3}, "غروب"),
    (TAG, "ab", {"abc": 1, "acb": 9}, "abc"),
    (TAG, "xyz", {"abc": 1}, ""),
    (TAG, "new york", {"newyork": 3, "newyorkcity": 5, "new": 9}, "newyork newyorkcity"),
    (PLACE, "skag", {"Skagen": 3, "Skagerrak": 5, "Old Skagen": 9}, "Skagerrak|Skagen|Old Skagen"),
    (PLACE, "central st", {"Central Station": 2, "Central Park": 9}, "Central Station"),
    (PLACE, "station central", {"Central Station": 2}, "Central Station"),
    (PLACE, "kobenhavn", {"København H": 1}, "København H"),
    (PLACE, "cenral", {"Central Park": 2, "Contrast": 5}, "Central Park"),
    (PLACE, "Île", {"Île de Ré": 2, "Isle": 7}, "Île de Ré"),
]


@pytest.mark.parametrize(("kind", "typed", "there", "wanted"), LABELS)
def test_labels(kind: str, typed: str, there: dict[str, int], wanted: str) -> None:
    asked = set(words.asked(kind, typed))
    proposed = {name for name in there if asked & set(words.starts(kind, name))}
    placed = sorted((fit, -there[name], name) for name in proposed if (fit := words.fits(kind, typed, name)))
    assert [name for *_, name in placed] == (wanted.split("|") if kind == PLACE else wanted.split())
    missed = {name for name in there if words.fits(kind, typed, name)} - proposed
    assert not missed, "whom the rules let through the index proposes"


CAPTIONS = [
    # the caption, what finds it, what does not
    ("Running through the mist of early mornings", "run|runs mist|morning|early running|MISTS", "evening|run home"),
    ("Die Berge im Morgenlicht, wir sind gelaufen", "berg|bergen|morgenlicht|gelaufen berge", "tal"),
    ("Les chats dorment sur les toits de la ville", "chat|chats toit|villes", "chien"),
    ("Los gatos duermen en los tejados", "gato|tejado|gatos tejados", "perro"),
    ("Прогулки по вечернему городу", "прогулка|город|вечерний", "утро"),
    ("Café crème à Besançon", "cafe creme|besancon|CAFÉ", "tea"),
    ("夕焼けの海 Tokyo", "夕焼け|海|夕|の海 tokyo", "夜"),
    ("غروب الشمس على البحر", "غروب|البحر|بحر", "جبل"),
    ("Sunset 🌅 at #GoldenHour", "🌅|goldenhour|#goldenhour sunset|#GOLDENHOUR", "#golden|🌇"),
    ("See https://a.example/secret now", "see", "secret|example"),
    ("The quick brown fox", "the fox|the brown", "the dog"),
    ("naïve résumé", "naive resume", "resumed work"),
    ("Øresund bridge", "oresund", "sund"),
]


@pytest.mark.parametrize(("caption", "found", "missed"), CAPTIONS)
def test_captions(caption: str, found: str, missed: str) -> None:
    from kernel.text import hashtags

    keys = {*words.caption_keys(caption), *map(words.tag_label, hashtags(caption))}

    def fits(typed: str) -> bool:
        asked = words.asked_keys(typed)
        return bool(asked) and all(keys & set(each) for each in asked)

    assert [typed for typed in found.split("|") if not fits(typed)] == []
    assert [typed for typed in missed.split("|") if fits(typed)] == []


def test_the_commonest_words_find_nothing_alone_where_the_caption_has_its_language() -> None:
    assert "the" not in words.caption_keys("The fox and the hound")
    assert words.asked_keys("the") == [["the", *words.asked_keys("the")[0][1:]]]
    assert len(words.asked_keys("the fox")) == 1


def test_bounds() -> None:
    assert len(words.caption_keys(" ".join(f"word{number}" for number in range(2000)))) <= words.MAX_KEYS
    assert len(words.asked_keys(" ".join(f"word{number}" for number in range(50)))) == words.MAX_ASKED
    assert words.asked_keys("... !!!") == []
    assert len(words.starts(PLACE, "a" * 100)) <= 40


@pytest.mark.parametrize("wrong", ["", "#", "!!", "   ", "\u200d", "12 34 !"])
def test_what_cannot_be_a_hashtag(wrong: str) -> None:
    if wrong == "12 34 !":
        assert words.parse_tag(wrong) == "1234"
        return
    with pytest.raises(Invalid):
        words.parse_tag(wrong)
