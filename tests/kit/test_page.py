"""Pages of the shell: what members wrote stays words, whatever it looks like."""

import json

import pytest

from kernel.shapes import Answer
from kit import page
from kit.page import Card, Image, Preload
from support.pages import SHELL, Head

NASTY = [
    '</script><script>alert(1)</script><img src=x onerror="alert(1)">',
    "<!-- --> --!> <!--<script>",
    """ " onload="x' ' \\u003c &lt; &amp; &#34; """,
    "line\u2028and\u2029paragraph",
    "שלום עולם \u202e txet desrever",
    "👩‍👩‍👧‍👦 and \\1 \\g<0> <!--page-->",
    "</title><title>",
    "{name} %s ${x}",
]


class Data(Answer, frozen=True):
    """Something that a page starts with."""

    path: str
    words: str


def card(words: str) -> Card:
    picture = Image(f"https://media.example/a?e=1&s={words}", 1080, 810, words, "image/jpeg")
    return Card("https://app.example/p/1", words, words, "article", picture, large=True)


@pytest.mark.parametrize("words", NASTY)
def test_words_stay_words(words: str) -> None:
    made = page.shown(SHELL, card(words), Data("/p/1", words), Preload({1: words}, "image/webp"))
    plain = page.shown(SHELL, card("x"), Data("/p/1", "x"), Preload({1: "x"}, "image/webp"))
    head = Head(made.text)
    assert head.data == {"path": "/p/1", "words": words}
    assert head.title == words
    assert {head.metas[name] for name in ("og:title", "og:description", "description", "og:image:alt")} == {words}
    assert head.links["preload"]["href"] == words
    assert head.elements == Head(plain.text).elements
    inside = made.text.partition('id="page-data">')[2].partition("</script>")[0]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside) == head.data


def test_a_card_says_what_crawlers_ask_for() -> None:
    head = Head(page.shown(SHELL, card("A lake"), Data("/p/1", "x")).text)
    assert (head.metas["og:image:width"], head.metas["og:image:height"]) == ("1080", "810")
    assert head.metas["og:type"] == "article"
    assert head.metas["twitter:card"] == "summary_large_image"
    assert head.links["canonical"]["href"] == head.metas["og:url"] == "https://app.example/p/1"
    assert "preload" not in head.links
    assert [each.get("type") for each in head.scripts] == ["application/json", "module"]
    assert "A place for photographs" not in str(head.metas)


def test_of_several_renditions_the_browser_chooses() -> None:
    preload = Preload({1080: "https://m/b?x&y", 320: "https://m/a"}, "image/webp", "(min-width: 9px) 8px, 100vw")
    link = Head(page.shown(SHELL, card("x"), Data("/p/1", "x"), preload).text).links["preload"]
    assert link["imagesrcset"] == "https://m/a 320w, https://m/b?x&y 1080w"
    assert (link["imagesizes"], link["as"], link["fetchpriority"]) == (preload.sizes, "image", "high")
    assert "href" not in link


def test_a_generic_page_says_nothing_and_is_not_kept() -> None:
    made = page.generic(SHELL)
    head = Head(made.text)
    assert head.title == head.metas["og:title"] == "Lambdagram"
    assert head.metas["description"] == "A place for photographs."
    assert head.data is None
    assert not {"canonical", "preload"} & set(head.links)
    assert (made.status, made.headers) == (200, {"cache-control": "no-store", "x-robots-tag": "noindex"})
    assert page.generic(SHELL, status=503).headers["retry-after"] == "2"


def test_a_shell_without_a_mark_is_filled_at_the_end_of_its_head() -> None:
    head = Head(page.shown(SHELL.replace(page.MARK, ""), card("A lake"), Data("/p/1", "x")).text)
    assert head.metas["og:title"] == "A lake"


def test_what_stands_in_for_the_shell_loads_nothing() -> None:
    made = page.closed()
    assert (made.status, made.headers["retry-after"]) == (503, "2")
    assert set(Head(made.text).elements) == {"html", "head", "meta", "title", "body", "h1", "p", "a"}
    assert 'href="/"' in made.text
