"""What a browser loads of the built web app, read from the built files themselves: pages, imports, style sheets.

    app = Bundle(Path("web/dist"))
    app.first_load()                  # files of / before anything is clicked
    app.routes()["Post"].files        # what the screen `Post` loads beyond that

Imports are read from the chunks as the builder writes them; a name counts when there is such a file.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from posixpath import dirname, join, normpath

KB = 1_000
QUOTED = r"""["'`](\.{0,2}/[^"'`]+)["'`]"""
_STATIC = re.compile(rf"""(?:\bfrom|\bimport)\s*{QUOTED}""")
_DYNAMIC = re.compile(rf"""\bimport\(\s*{QUOTED}\s*\)(?:(?:(?!import\()[^_]){{0,80}}__vite__mapDeps\(\[([\d,]*)\])?""")
_DEPENDENCIES = re.compile(r"m\.f=\[([^\]]*)\]")
_TAG = re.compile(r"<(script|link)\b([^>]*)>", re.IGNORECASE)
_WORD = re.compile(r"""([\w-]+)(?:=["']([^"']*)["'])?""")


@dataclass(frozen=True)
class Route:
    """A part of the app that is loaded when it is asked for. `files` are those beyond the first load."""

    chunk: str
    files: frozenset[str]


class Bundle:
    """A built app. `with_first` names the chunks that the first load asks for by itself."""

    def __init__(self, folder: Path, *, page: str = "index.html", with_first: Iterable[str] = ()) -> None:
        self._folder, self._page, self._with_first = folder, page, frozenset(with_first)
        self.text = cache(self._text)

    def size(self, files: Iterable[str]) -> int:
        """Bytes as they travel: each file by itself, gzip -9."""
        return sum(len(gzip.compress((self._folder / name).read_bytes(), 9, mtime=0)) for name in set(files))

    def first_load(self) -> frozenset[str]:
        """Scripts and style sheets that / brings. Of several chunks of one name (languages) the largest counts."""
        found = self._closure(self._named_by_page())
        while more := self._chosen(self._asked_by(found)) - found:
            found |= self._closure(more).union(*map(self._styles_with, more))
        return found

    def _chosen(self, names: Iterable[str]) -> frozenset[str]:
        largest: dict[str, str] = {}
        for name in sorted(names, key=lambda each: self.size([each])):
            if name_of(name) in self._with_first:
                largest[name_of(name)] = name
        return frozenset(largest.values())

    def routes(self) -> dict[str, Route]:
        """Every part that is loaded later, by its chunk's name; parts of parts too."""
        first, todo = self.first_load(), self._asked_by(self.first_load())
        found: dict[str, Route] = {}
        while todo:
            name = todo.pop()
            if name in first or name in found or name_of(name) in self._with_first:
                continue
            files = self._closure([name]) | self._styles_with(name)
            found[name] = Route(name, files - first)
            todo |= self._asked_by(files)
        counted = Counter(name_of(name) for name in found)
        named = {name_of(name) if counted[name_of(name)] == 1 else name: route for name, route in found.items()}
        return dict(sorted(named.items()))

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(
            path.relative_to(self._folder).as_posix() for path in self._folder.rglob("*") if path.is_file()
        )

    def _text(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")

    def _named_by_page(self) -> set[str]:
        found = set()
        for tag, words in _TAG.findall(self.text(self._page)):
            said = dict(_WORD.findall(words))
            kinds = said.get("rel", "").split()
            if tag.lower() == "script" and "src" in said:
                found.add(said["src"])
            elif tag.lower() == "link" and {"stylesheet", "modulepreload"} & set(kinds):
                found.add(said["href"])
        return {name for each in found if (name := self._resolve(self._page, each))}

    def _closure(self, names: Iterable[str]) -> frozenset[str]:
        """These files and whatever they import before they run."""
        found, todo = set[str](), list(names)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self._imports(name)
        return frozenset(found)

    def _imports(self, name: str) -> Iterator[str]:
        if name.endswith((".js", ".mjs")):
            for wanted in _STATIC.findall(self.text(name)):
                if resolved := self._resolve(name, wanted):
                    yield resolved

    def _asked_by(self, names: Iterable[str]) -> set[str]:
        """What these files import while they run."""
        return {wanted for name in names for wanted, _ in self._dynamic(name)}

    def _styles_with(self, wanted: str) -> set[str]:
        """Style sheets that are loaded together with a chunk, by whoever imports it."""
        return {
            style
            for name in self._files
            for asked, beside in self._dynamic(name)
            if asked == wanted
            for style in beside
            if style.endswith(".css")
        }

    def _dynamic(self, name: str) -> Iterator[tuple[str, list[str]]]:
        if not name.endswith((".js", ".mjs")):
            return
        text = self.text(name)
        listed = _DEPENDENCIES.search(text)
        beside = re.findall(r"""["'`]([^"'`]+)["'`]""", listed.group(1)) if listed else []
        for wanted, numbers in _DYNAMIC.findall(text):
            if resolved := self._resolve(name, wanted):
                yield resolved, [beside[int(number)].lstrip("/") for number in numbers.split(",") if number]

    def _resolve(self, where: str, wanted: str) -> str:
        """The file that `wanted` means in the file `where`; empty when there is none."""
        path = wanted.partition("?")[0]
        name = path.lstrip("/") if path.startswith("/") else normpath(join(dirname(where), path))
        return name if name in self._files else ""


def name_of(file: str) -> str:
    """`Post` of assets/Post.B8wTOqcH.js."""
    return file.rpartition("/")[2].split(".")[0]
