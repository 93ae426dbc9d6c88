"""Writes scripts/world/CREDITS.md from posts.json: `python -m world_tools.credits`, run in scripts/."""

import json
from pathlib import Path

WORLD = Path(__file__).resolve().parent.parent / "world"
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "Public domain": "https://creativecommons.org/publicdomain/mark/1.0/",
    "CC-BY-2.0": "https://creativecommons.org/licenses/by/2.0/",
    "CC-BY-3.0": "https://creativecommons.org/licenses/by/3.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-2.0": "https://creativecommons.org/licenses/by-sa/2.0/",
    "CC-BY-SA-3.0": "https://creativecommons.org/licenses/by-sa/3.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}
OPENING = """# Credits of the demo world

People, captions and comments are invented; the photographs are real and none of their authors endorses this project.
Every photograph was cropped, scaled to 1080 pixels in width and stripped of its metadata; a crop stays under the
licence of its original. The originals come from free desktop packages of Debian and Ubuntu, named below with the
file. Authors and licences are those that the packages' copyright files and file names state, except that pictures by
NASA are public domain. The faces were drawn for Lambdagram by `scripts/world_tools/faces.py`; they, the texts and the
data files are CC0-1.0.
"""


def main() -> None:
    text = json.loads((WORLD / "posts.json").read_text(encoding="utf-8"))
    (WORLD / "CREDITS.md").write_text(credits_of(text), encoding="utf-8")


def credits_of(posts: list[dict[str, list[dict[str, str]]]]) -> str:
    """The whole of CREDITS.md: the licences, then a row per photograph."""
    lines = [OPENING, "Licences:", ""]
    lines += [f"- {name}: <{address}>" for name, address in LICENCES.items()]
    lines += ["", "| file | author | licence | original |", "|---|---|---|---|"]
    photos = sorted((photo for post in posts for photo in post["photos"]), key=lambda photo: photo["file"])
    lines += [
        f"| {p['file']} | {p['credit']} | {p['licence']} | {p['source'].replace('_', chr(92) + '_')} |" for p in photos
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
