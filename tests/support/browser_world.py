"""A small world for browser tests: four members, their photographs and what they said, all through the public doors."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from support import camera
from support.people import Member, eventually

SIZES = ((800, 1000), (1000, 800), (900, 900), (1200, 640))
TALK = (
    "The light came late today. With @{alice} at the #harbour, the first cold morning of the year.",
    "Two hours up, ten minutes of sun",
    "مساء هادئ على الشاطئ",
    "Nothing but fog 🌫️ #quiet",
)
MESSAGES = (
    "Are you at the harbour?",
    "On my way, the ferry is late",
    "نلتقي عند المنارة",
    "Who brings the coffee?",
    "I do. As always.",
    "Hello, may I use your picture of the field?",
)
COMMENTS = ("What a light 🌅", "Thank you, it was cold.", "Look at this, @{alice}")
PLACE = {"name": "Old harbour", "latitude": 45.65, "longitude": 13.76}
"""Where some of the posts were made."""
POSTS = 12
LONG, WALKERS = 240, 4
"""Posts of a long wall, and how many publish them: one alone would be held up by their own newest posts."""


class World:
    """alice reads; bob publishes; carol's account is private; dan has published nothing and follows nobody yet."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._members: list[Member] = []
        with ThreadPoolExecutor(6) as pool:
            self.alice, self.bob, self.carol, self.dan = pool.map(self.join, ("alice", "bob", "carol", "dan"))
            self.noisy, self.gone = pool.submit(self.join, "noisy"), pool.submit(self.join, "gone")
            self.alice.follow(self.bob)
            self.media = list(pool.map(lambda size: self.bob.upload(camera.jpeg(size), "image/jpeg"), SIZES))
            own = pool.submit(self.alice.upload, camera.jpeg(SIZES[0]), "image/jpeg")
            hidden = pool.submit(self.carol.upload, camera.jpeg(SIZES[2]), "image/jpeg")
            self.posts = sorted(pool.map(self._publish, range(POSTS)), key=lambda post: len(post["photos"]))
        self.own = self.alice.publish((own.result(), "A field at dusk"), caption="My first one")
        self.hidden = self.carol.publish((hidden.result(), "A window"), caption="Only for those I know")
        self._talk()
        self._write()
        eventually(lambda: len(self.alice.feed()), lambda shown: shown >= POSTS)

    @property
    def post(self) -> dict[str, Any]:
        """One of bob's with several photographs and comments."""
        return self.posts[-1]

    def join(self, name: str) -> Member:
        """A further member."""
        self._members.append(Member(self.url, name))
        return self._members[-1]

    def close(self) -> None:
        for each in self._members:
            each.close()

    def many(self, count: int = LONG) -> tuple[Member, list[str]]:
        """Somebody who reads a long wall, and the ids on it from the newest: the same photographs again and again."""
        reader = self.join("reader")

        def walk(name: str) -> list[str]:
            author = self.join(name)
            media = author.upload(camera.jpeg((640, 800)), "image/jpeg")
            reader.follow(author)
            return [str(author.publish((media, "Steps"), caption=f"{n} steps")["id"]) for n in range(count // WALKERS)]

        with ThreadPoolExecutor(WALKERS) as pool:
            walks = list(pool.map(walk, (f"walker{number}" for number in range(WALKERS))))
        ids = sorted((each for walked in walks for each in walked), reverse=True)
        eventually(lambda: list(self._whole_feed(reader)), lambda seen: seen == ids, seconds=90)
        return reader, ids

    def _whole_feed(self, reader: Member) -> Iterator[str]:
        cursor = None
        while True:
            page = reader.ask("GET", "/v1/feed", params={"limit": 50, **({"cursor": cursor} if cursor else {})})
            yield from (str(each["id"]) for each in page["items"])
            cursor = page["next"]
            if cursor is None:
                return

    def _publish(self, number: int) -> dict[str, Any]:
        photos = [(media, f"View {number}.{place}") for place, media in enumerate(self.media)]
        several = 3 if number == POSTS - 1 else 1
        start = number % len(photos)
        chosen = (photos[start:] + photos[:start])[:several]
        caption = TALK[number % len(TALK)].format(alice=self.alice.username)
        return self.bob.publish(*chosen, caption=caption, **({"place": PLACE} if number % 3 == 0 else {}))

    def _talk(self) -> None:
        path = f"/v1/posts/{self.post['id']}/comments"
        first = self.alice.ask("POST", path, json={"text": COMMENTS[0]})
        self.bob.ask("POST", path, json={"text": COMMENTS[1], "replyTo": first["id"]})
        self.dan.ask("POST", path, json={"text": COMMENTS[2].format(alice=self.alice.username)})
        for who in (self.alice, self.dan):
            who.ask("PUT", f"/v1/posts/{self.post['id']}/like")
        for who in (self.bob, self.dan):
            who.follow(self.alice)
            who.ask("PUT", f"/v1/posts/{self.own['id']}/like")
        self.carol.ask("PUT", "/v1/me/privacy", json={"private": True})
        self.carol.follow(self.bob)
        self.alice.follow(self.carol)
        for place, each in enumerate(self.posts[:6]):
            self.alice.ask("PUT", f"/v1/posts/{each['id']}/save", json={"collection": "Harbour"} if place % 2 else {})
        self.alice.ask("PUT", f"/v1/people/{self.noisy.result().username}/mute", json={})
        self.alice.ask("PUT", f"/v1/people/{self.gone.result().username}/block")

    def _write(self) -> None:
        """Messages: alice and bob, three in a group, and a request of somebody whom alice does not know."""
        people = {name: _id_of(getattr(self, name)) for name in ("alice", "bob", "dan")}
        self.talk = str(self.alice.ask("PUT", f"/v1/conversations/with/{people['bob']}")["id"])
        made = {"people": [people["bob"], people["dan"]], "name": "Harbour walk"}
        self.group = str(self.alice.ask("POST", "/v1/conversations", json=made)["id"])
        asked = self.noisy.result().ask("PUT", f"/v1/conversations/with/{people['alice']}")["id"]
        for number, (who, where, text) in enumerate(
            (
                (self.bob, self.talk, MESSAGES[0]),
                (self.alice, self.talk, MESSAGES[1]),
                (self.bob, self.talk, MESSAGES[2]),
                (self.bob, self.group, MESSAGES[3]),
                (self.dan, self.group, MESSAGES[4]),
                (self.noisy.result(), asked, MESSAGES[5]),
            )
        ):
            body = {"clientId": f"m{number}", "text": text}
            who.ask("POST", f"/v1/conversations/{where}/messages", json=body)
        self.alice.ask("PUT", f"/v1/conversations/{self.talk}/messages/1/reaction", json={"emoji": "❤️"})

    def places(self) -> dict[str, str]:
        """What stands in the paths of desk.screens."""
        collections = self.alice.ask("GET", "/v1/me/saved")["items"]
        return {
            "post": str(self.post["id"]),
            "own": str(self.own["id"]),
            "me": self.alice.username,
            "other": self.bob.username,
            "talk": self.talk,
            "group": self.group,
            "private": self.carol.username,
            "collection": next(str(each["id"]) for each in collections if each["name"] == "Harbour"),
            "tag": "harbour",
            "place": next(str(each["place"]["id"]) for each in self.posts if each["place"]),
        }

    def names(self) -> dict[str, str]:
        """Who signs in for a screen."""
        return {"member": self.alice.username, "private": self.carol.username}

    def said(self) -> list[str]:
        """Words of its people, in any language."""
        return [
            *TALK,
            *COMMENTS,
            "View",
            "A field at dusk",
            "A window",
            "My first one",
            "Harbour",
            "Harbour walk",
            str(PLACE["name"]),
            *MESSAGES,
            *self.usernames(),
        ]

    def usernames(self) -> list[str]:
        return [each.username for each in self._members]


def _id_of(member: Member) -> str:
    return str(member.ask("GET", f"/v1/people/{member.username}")["person"]["id"])
