"""A small world for the page: people and photographs, drawn or from the demo world, in the API's shapes."""

import base64
import colorsys
import functools
import io
import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import thumbhash
from PIL import Image, ImageDraw

from kernel.text import entities

Answer = dict[str, Any]

DEMO = Path(__file__).resolve().parents[2] / "scripts" / "world"
XSS = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>"\'>&amp;{{7*7}}'


@dataclass
class Person:
    id: str
    username: str
    name: str
    bio: str = ""
    password: str = "correct horse"
    avatar: Answer | None = None
    follows: set[str] = field(default_factory=set)

    def answer(self) -> Answer:
        return {"id": self.id, "username": self.username, "name": self.name or self.username, "avatar": self.avatar}


def number_id(number: int) -> str:
    """An id that sorts by its number."""
    return f"01k{number:023d}"


def told(text: str) -> list[Answer]:
    """The entities of a text as the API gives them."""
    import msgspec

    found: list[Answer] = msgspec.to_builtins(entities(text))
    return found


class World:
    """What the platform knows. `origin` is where pictures are served; `demo` takes the demo world's people."""

    def __init__(self, origin: str, *, demo: bool = False) -> None:
        self.origin = origin
        self.files: dict[str, bytes] = {}
        self.people: dict[str, Person] = {}
        self.posts: dict[str, Answer] = {}
        self.comments: dict[str, list[Answer]] = {}
        self.likes: set[tuple[str, str]] = set()
        self.notes: list[Answer] = []
        self.seen = ""
        self.media: dict[str, Answer] = {}
        self.now = datetime.now(UTC)
        self._numbers = itertools.count(1)
        if demo:
            self._demo()
        else:
            self._plain()

    def new_id(self) -> str:
        return number_id(next(self._numbers))

    def person(self, username: str, name: str, bio: str = "") -> Person:
        person = Person(self.new_id(), username, name, bio)
        self.people[username] = person
        return person

    def post(
        self, author: Person, photos: list[Answer], caption: str = "", *, age: timedelta = timedelta(hours=1)
    ) -> Answer:
        made: Answer = {
            "id": self.new_id(),
            "author": author.answer(),
            "publishedAt": (self.now - age).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "photos": photos,
            "caption": caption,
            "entities": told(caption),
            "likes": 3,
            "comments": 0,
        }
        self.posts[made["id"]] = made
        return made

    def comment(self, post: str, author: Person, text: str) -> Answer:
        made = {
            "id": self.new_id(),
            "author": author.answer(),
            "writtenAt": self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "text": text,
            "entities": told(text),
            "removable": False,
        }
        self.comments.setdefault(post, []).insert(0, made)
        self.posts[post]["comments"] = len(self.comments[post])
        return made

    def note(self, kind: str, actor: Person, post: str | None = None, excerpt: str = "") -> Answer:
        photo = self.posts[post]["photos"][0] if post else None
        made = {
            "id": self.new_id(),
            "kind": kind,
            "happenedAt": self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "actor": actor.answer(),
            "postId": post,
            "photo": photo,
            "excerpt": excerpt,
        }
        self.notes.insert(0, made)
        return made

    def photo(self, size: tuple[int, int], alt: str, *, hue: float = 0.6) -> Answer:
        """A drawn photograph: a sky, a hill and a sun."""
        return self._shown(_drawn(size, round(hue * 6) / 6), alt, self.new_id())

    def _served(self, picture: Image.Image, alt: str) -> Answer:
        return self._shown(_rendered(picture), alt, self.new_id())

    def _shown(self, made: "Rendered", alt: str, media: str) -> Answer:
        for name, body in made.files.items():
            self.files[f"/renditions/{media}/{name}"] = body
        base = f"{self.origin}/renditions/{media}"
        return {
            "mediaId": media,
            "width": made.size[0],
            "height": made.size[1],
            "alt": alt,
            "thumbhash": made.hash,
            "color": made.color,
            "sources": [
                {"width": width, "webp": f"{base}/{width}.webp", "jpeg": f"{base}/{width}.jpeg"}
                for width in made.widths
            ],
        }

    def uploaded(self, media: str) -> Answer:
        """What processing makes of an upload."""
        return self._shown(_drawn((800, 600), 0.1), "", media)

    def _plain(self) -> None:
        ana, ben = self.person("ana", "Ana Ruiz", "Light and stones."), self.person("ben", "Ben Okafor")
        mallory = self.person("mallory", XSS, f"{XSS} https://example.com/?q={XSS} #{XSS}")
        ana.follows |= {"ben", "mallory"}
        ben.follows |= {"ana"}
        sizes = [(1080, 720), (720, 1080), (1000, 1000), (1080, 360)]
        for place in range(26):
            photo = self.photo(sizes[place % 4], f"Hill number {place}", hue=place / 26)
            self.post(ben, [photo], f"Number {place}", age=timedelta(hours=60 - place))
        several = [self.photo(sizes[place], f"View {place}", hue=place / 4) for place in range(3)]
        self.post(
            ben,
            several,
            "Three views 🏔️👨‍👩‍👧 of @ana, #hills\nmore at https://example.com/a?b=c",
            age=timedelta(hours=2),
        )
        evil = self.post(mallory, [self.photo((1080, 720), XSS, hue=0.9)], f"{XSS} @ana", age=timedelta(minutes=3))
        self.comment(evil["id"], mallory, XSS)
        self.note("follow", ben)
        self.note("comment", mallory, evil["id"], XSS)

    def _demo(self) -> None:
        cast = json.loads((DEMO / "cast.json").read_text())
        for each in cast:
            person = self.person(each["username"], each["name"], each["bio"])
            person.password = each["password"]
            person.follows = set(each["follows"])
            picture = Image.open(DEMO / "faces" / each["face"]).convert("RGB")
            media = self._served(picture.resize((400, 400)), "")
            address = media["sources"][0]["webp"]
            person.avatar = {
                "small": address,
                "medium": address,
                "large": address,
                "thumbhash": media["thumbhash"],
                "color": media["color"],
            }
        for each in sorted(json.loads((DEMO / "posts.json").read_text()), key=lambda post: -post["days_ago"])[-40:]:
            photos = [
                self._served(Image.open(DEMO / "photos" / one["file"]).convert("RGB"), one["alt"])
                for one in each["photos"]
            ]
            author = self.people[each["author"]]
            post = self.post(author, photos, each["caption"], age=timedelta(days=each["days_ago"]))
            post["likes"] = len(each["likes"])
            self.likes |= {(name, post["id"]) for name in each["likes"]}
            for one in each["comments"]:
                self.comment(post["id"], self.people[one["by"]], one["text"])
            self.note("like", self.people[next(iter(each["likes"]), "bob")], post["id"])


@dataclass(frozen=True)
class Rendered:
    """A photograph as processing leaves it."""

    size: tuple[int, int]
    hash: str
    color: str
    widths: list[int]
    files: dict[str, bytes]


@functools.cache
def _drawn(size: tuple[int, int], hue: float) -> Rendered:
    picture = Image.new("RGB", size, _color(hue, 0.35, 0.9))
    draw = ImageDraw.Draw(picture)
    width, height = size
    draw.polygon([(0, height), (width * 0.6, height * 0.45), (width, height)], fill=_color(hue + 0.4, 0.5, 0.45))
    draw.ellipse((width * 0.7, height * 0.12, width * 0.7 + 90, height * 0.12 + 90), fill="#fff4d6")
    return _rendered(picture)


def _rendered(picture: Image.Image) -> Rendered:
    widths = [width for width in (320, 640, 1080) if width <= picture.width]
    files = {}
    for width in widths:
        small = picture.resize((width, round(picture.height * width / picture.width)))
        for kind, name in (("webp", "WEBP"), ("jpeg", "JPEG")):
            stream = io.BytesIO()
            small.save(stream, name, quality=80)
            files[f"{width}.{kind}"] = stream.getvalue()
    middle = picture.resize((1, 1)).tobytes()
    return Rendered(picture.size, _hash_of(picture), f"#{middle.hex()}", widths, files)


def _hash_of(picture: Image.Image) -> str:
    small = picture.convert("RGBA")
    small.thumbnail((96, 96))
    found = thumbhash.rgba_to_thumb_hash(small.width, small.height, list(small.tobytes()))
    return base64.b64encode(bytes(found)).decode()


def _color(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)
