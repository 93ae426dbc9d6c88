"""Bar P14: how many bytes the first load of the feed and each further screen cost, read from web/dist."""

import random
import sys
from pathlib import Path

import pytest

from desk.webapp import ensure_web
from support.bundle import KB, Bundle

FIRST_SCRIPTS = 120 * KB
ROUTE_SCRIPTS = 25 * KB
FIRST_STYLES = 15 * KB
WITH_FIRST = ("first", "Home", "Feed")
"""What a member's first load asks for by itself: the words of one language, and the feed where it is a chunk apart."""


def too_much(app: Bundle) -> list[str]:
    """What is over the bar, one sentence each; prints the table."""
    first = app.first_load()
    rows = [
        ("first load: scripts", app.size(scripts(first)), FIRST_SCRIPTS),
        ("first load: styles", app.size(first - scripts(first)), FIRST_STYLES),
    ]
    rows += [(name, app.size(scripts(route.files)), ROUTE_SCRIPTS) for name, route in app.routes().items()]
    styles = {name: app.size(route.files - scripts(route.files)) for name, route in app.routes().items()}
    lines = [f"{'loaded':24} {'gzip':>8} {'bar':>8}"]
    for name, size, bar in rows:
        beside = f"  and {styles[name]:,} of styles" if styles.get(name) else ""
        lines.append(f"{name:24} {size:8,} {bar:8,}{beside}")
    sys.stdout.write("\n".join(["", *lines, ""]))
    return [f"{name}: {size:,} bytes, at most {bar:,}" for name, size, bar in rows if size > bar]


def scripts(files: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in files if not name.endswith(".css"))


def test_the_feed_and_every_screen_stay_within_the_bar(capsys: pytest.CaptureFixture[str]) -> None:
    app = Bundle(ensure_web(), with_first=WITH_FIRST)
    with capsys.disabled():  # the table belongs into the report
        over = too_much(app)
    assert over == []
    assert len(scripts(app.first_load())) >= 2, "what the page loads was not found"
    assert any("first" in name for name in app.first_load()), "the words of the first load were not found"
    assert len(app.routes()) >= 5, "the screens were not found"


# The rule biting

FILES = {
    "index.html": '<link rel="stylesheet" href="/assets/a.1.css"><script src="/before.js"></script>'
    '<link rel="modulepreload" href="/assets/pre.1.js"><script type="module" src="/assets/main.1.js"></script>',
    "before.js": "1",
    "assets/main.1.js": 'const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/Post.1.js",'
    '"assets/post.1.css"])))=>i.map(i=>d[i]);import{a}from"./shared.1.js";import"./side.1.js";'
    "let w=()=>import(`./first.1.js`),"
    "x=()=>import(`./first.2.js`),p=()=>v(()=>import(`./Post.1.js`),__vite__mapDeps([0,1])),"
    'q=()=>import("./People.1.js"),n="./nothing.js";',
    "assets/shared.1.js": "export let a=1",
    "assets/side.1.js": "1",
    "assets/pre.1.js": "1",
    "assets/first.1.js": "1",
    "assets/first.2.js": "export let first={much:`more`,words:`here`},f=()=>import(`./Feed.1.js`)",
    "assets/Feed.1.js": "1",
    "assets/Post.1.js": 'import{a}from"./shared.1.js";import{d}from"./deep.1.js";let z=()=>import("./Crop.1.js")',
    "assets/People.1.js": 'export*from"./deep.1.js"',
    "assets/deep.1.js": "export let d=1",
    "assets/Crop.1.js": "1",
    "assets/a.1.css": "a{}",
    "assets/post.1.css": "p{}",
    "assets/unused.1.js": "1",
}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def grow(folder: Path, name: str, size: int) -> None:
    """Make a file larger by so many bytes that do not compress."""
    letters = random.Random(1).choices(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/", k=size * 4 // 3
    )
    (folder / name).write_text((folder / name).read_text() + "/*" + "".join(letters) + "*/")


def test_what_is_loaded_is_followed_through_every_kind_of_import(planted: Path) -> None:
    app = Bundle(planted, with_first=WITH_FIRST)
    assert app.first_load() == {
        "before.js",
        "assets/a.1.css",
        "assets/pre.1.js",
        "assets/main.1.js",
        "assets/shared.1.js",
        "assets/side.1.js",
        "assets/first.2.js",
        "assets/Feed.1.js",
    }
    assert {name: set(route.files) for name, route in app.routes().items()} == {
        "Post": {"assets/Post.1.js", "assets/deep.1.js", "assets/post.1.css"},
        "People": {"assets/People.1.js", "assets/deep.1.js"},
        "Crop": {"assets/Crop.1.js"},
    }
    assert too_much(app) == []


@pytest.mark.parametrize(
    ("grown", "size", "sentences"),
    [
        ("assets/main.1.js", 120 * KB, ["first load: scripts"]),
        ("assets/side.1.js", 120 * KB, ["first load: scripts"]),
        ("assets/first.1.js", 120 * KB, ["first load: scripts"]),
        ("assets/Feed.1.js", 120 * KB, ["first load: scripts"]),
        ("before.js", 120 * KB, ["first load: scripts"]),
        ("assets/a.1.css", 15 * KB, ["first load: styles"]),
        ("assets/Crop.1.js", 25 * KB, ["Crop"]),
        ("assets/deep.1.js", 25 * KB, ["People", "Post"]),
        ("assets/unused.1.js", 500 * KB, []),
    ],
)
def test_a_chunk_that_grows_is_named(planted: Path, grown: str, size: int, sentences: list[str]) -> None:
    grow(planted, grown, size)
    found = too_much(Bundle(planted, with_first=WITH_FIRST))
    assert [each.rpartition(": ")[0] for each in found] == sentences
