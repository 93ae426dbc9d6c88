"""Pages made of the app's shell: what a card in a chat shows of an address, and the data that the page starts with.

The shell has a `<title>` and the mark `<!--page-->` in its head. All that members wrote is escaped here and nowhere
else; the data is JSON that no script runs and that cannot end its element.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape

import msgspec
from msgspec import Struct

from kit.endpoints import Html
from kit.settings import settings

MARK = "<!--page-->"

KEPT = "public, max-age=60"
"""How long a card may be kept: what its owner hides is gone from every cache after a minute."""

_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL | re.IGNORECASE)
_DESCRIPTION = re.compile(r"<meta\s+name=[\"']?description[\"']?[^>]*>\s*", re.IGNORECASE)
_IN_JSON = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_TO_ESCAPE = re.compile("[<>&\u2028\u2029]")

CLOSED = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{name}</title>
</head>
<body>
<h1>{name}</h1>
<p>The app cannot be loaded at the moment: its start page is missing, or storage is away. Try again shortly.</p>
<p><a href="/">Go to the start</a></p>
</body>
</html>
"""


class Image(Struct, frozen=True):
    """The picture of a card, in pixels. `alt` says what can be seen on it."""

    url: str
    width: int
    height: int
    alt: str
    kind: str


class Preload(Struct, frozen=True):
    """A picture that the page is going to show; `widths` has the address of each rendition by its width in pixels."""

    widths: Mapping[int, str]
    kind: str
    sizes: str = ""


class Card(Struct, frozen=True):
    """What an address shows in a chat or on another page. `large`: the picture stands above the words, not beside."""

    url: str
    title: str
    description: str
    kind: str
    image: Image | None = None
    large: bool = False
    more: Mapping[str, str] = {}


def shown(shell: str, card: Card, data: Struct, preload: Preload | None = None) -> Html:
    """The page of something that everybody may see."""
    tags = [*_about(card)]
    tags += _image(card.image, card.large) if card.image else [_meta("name", "twitter:card", "summary")]
    if preload:
        tags.append(f'<link rel="preload" as="image"{_attributes(_preload(preload))}>')
    tags.append(f'<script type="application/json" id="page-data">{_json(data)}</script>')
    around = _DESCRIPTION.sub("", shell, count=1)
    return Html(_filled(around, card.title, tags), headers={"cache-control": KEPT})


def generic(shell: str, *, status: int = 200) -> Html:
    """The page of what is not for everybody, in every byte the same whatever the reason.

    It says the name of the platform; the app in it asks for the rest with its member's session.
    """
    name = settings().instance_name
    tags = [
        _meta("property", "og:title", name),
        _meta("property", "og:site_name", name),
        _meta("property", "og:type", "website"),
        _meta("name", "twitter:card", "summary"),
    ]
    again = {"retry-after": "2"} if status == 503 else {}
    return Html(_filled(shell, name, tags), status, {"cache-control": "no-store", "x-robots-tag": "noindex", **again})


def closed() -> Html:
    """What stands in for the shell where there is none. It loads nothing."""
    text = CLOSED.format(name=escape(settings().instance_name))
    return Html(text, 503, {"cache-control": "no-store", "x-robots-tag": "noindex", "retry-after": "2"})


def _about(card: Card) -> Iterable[str]:
    yield _meta("name", "description", card.description)
    yield f'<link rel="canonical"{_attributes({"href": card.url})}>'
    yield _meta("property", "og:site_name", settings().instance_name)
    yield _meta("property", "og:type", card.kind)
    yield _meta("property", "og:title", card.title)
    yield _meta("property", "og:description", card.description)
    yield _meta("property", "og:url", card.url)
    for name, value in card.more.items():
        yield _meta("property", name, value)
    yield _meta("name", "twitter:title", card.title)
    yield _meta("name", "twitter:description", card.description)


def _image(image: Image, large: bool) -> Iterable[str]:
    yield _meta("property", "og:image", image.url)
    yield _meta("property", "og:image:type", image.kind)
    yield _meta("property", "og:image:width", str(image.width))
    yield _meta("property", "og:image:height", str(image.height))
    yield _meta("property", "og:image:alt", image.alt)
    yield _meta("name", "twitter:card", "summary_large_image" if large else "summary")
    yield _meta("name", "twitter:image", image.url)
    yield _meta("name", "twitter:image:alt", image.alt)


def _preload(preload: Preload) -> dict[str, str]:
    """One address, or several to choose from by the width that the picture will have."""
    said = {"type": preload.kind, "fetchpriority": "high"}
    if len(preload.widths) == 1:
        return {"href": next(iter(preload.widths.values())), **said}
    choice = ", ".join(f"{address} {width}w" for width, address in sorted(preload.widths.items()))
    return {"imagesrcset": choice, "imagesizes": preload.sizes, **said}


def _filled(shell: str, title: str, tags: Iterable[str]) -> str:
    """The shell with another title, and the tags where the mark stands, else at the end of its head."""
    text = _TITLE.sub(lambda _: f"<title>{escape(title)}</title>", shell, count=1)
    place = MARK if MARK in text else "</head>"
    return text.replace(place, "\n".join(tags) + ("" if place == MARK else place), 1)


def _meta(kind: str, name: str, content: str) -> str:
    return f"<meta{_attributes({kind: name, 'content': content})}>"


def _attributes(named: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in named.items())


def _json(data: Struct) -> str:
    """JSON that says the same in the middle of a page: `</script>`, `<!--` and line separators cannot stand in it."""
    text = msgspec.json.encode(data).decode()
    return _TO_ESCAPE.sub(lambda found: _IN_JSON[found[0]], text)
