"""Members as journeys know them: they use the public doors only, over HTTP and over a real socket."""

import json
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from copy import copy
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from kernel.ids import new_id
from support import plain

T = TypeVar("T")

PASSWORD = "correct horse battery staple"


def eventually(look: Callable[[], T], wanted: Callable[[T], bool], *, seconds: float = 20) -> T:
    """Look again and again until what is seen is wanted; fails with the last thing seen."""
    until = time.monotonic() + seconds
    while True:
        seen = look()
        if wanted(seen):
            return seen
        assert time.monotonic() < until, f"after {seconds} s still: {seen!r}"
        time.sleep(0.15)


def through(url: str) -> tuple[httpx.URL, dict[str, str]]:
    """A media address as a browser reaches it: names below `localhost` are this machine (RFC 6761)."""
    address = httpx.URL(url)
    return address.copy_with(host="127.0.0.1"), {"host": address.netloc.decode()}


class Member:
    """Somebody with an account and one device."""

    def __init__(self, url: str, name: str) -> None:
        self.username = f"{name}.{new_id()[-10:]}"
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=60, verify=plain.NO_CERTIFICATES)
        self._renewing = Lock()
        self._tokens("sign-up", login=f"{self.username}@example.com", username=self.username)

    def on_another_device(self) -> "Member":
        """The same member, signed in a second time."""
        other = copy(self)
        other.http = httpx.Client(base_url=self.url, timeout=60, verify=plain.NO_CERTIFICATES)
        other._renewing = Lock()
        other._tokens("sign-in", login=self.username)
        return other

    def close(self) -> None:
        self.http.close()

    def _tokens(self, verb: str, **body: str) -> dict[str, Any]:
        found = self.http.post(f"/v1/auth/{verb}", json={"password": PASSWORD, **body})
        assert found.status_code == 201, found.text
        return self._take(found.json())

    def _take(self, tokens: dict[str, Any]) -> dict[str, Any]:
        access = tokens["accessToken"]
        self.http.headers["authorization"] = f"Bearer {access['value']}"
        self.refresh_token = str(tokens["refreshToken"]["value"])
        self._renew_at = time.monotonic() + access["ttl"] / 2
        return tokens

    def _renew(self) -> None:
        """Refresh a token half of whose life is over: a long run would outlive it. Nothing where the session ended."""
        with self._renewing:
            if time.monotonic() > self._renew_at:
                found = self.http.post("/v1/auth/refresh", json={"refreshToken": self.refresh_token})
                if found.is_success:
                    self._take(found.json())

    def ask(self, method: str, path: str, *, status: int | tuple[int, ...] = (200, 201, 204), **more: Any) -> Any:
        """Ask the API; the answer's JSON. Fails with the problem when the status is another."""
        self._renew()
        found = self.http.request(method, path, **more)
        wanted = (status,) if isinstance(status, int) else status
        assert found.status_code in wanted, f"{method} {path}: {found.status_code} {found.text}"
        return found.json() if found.content else None

    def upload(self, data: bytes, content_type: str, *, purpose: str = "post") -> str:
        """Upload a photograph and wait until it was processed; its media id."""
        media = self.start_upload(data, content_type, purpose=purpose)
        state = self.processed(media)
        assert state["state"] == "ready", state
        return media

    def start_upload(self, data: bytes, content_type: str, *, purpose: str = "post") -> str:
        """Upload bytes to storage as a browser does: a presigned form straight to the bucket."""
        wanted = {"contentType": content_type, "bytes": len(data), "purpose": purpose}
        asked = self.ask("POST", "/v1/media", json=wanted, status=201)
        form = asked["upload"]
        address, headers = through(form["url"])
        sent = plain.post(
            address, headers=headers, data=form["fields"], files={"file": ("photo", data, content_type)}, timeout=30
        )
        assert sent.status_code in (200, 201, 204), sent.text
        return str(asked["mediaId"])

    def processed(self, media: str) -> dict[str, Any]:
        """What became of an upload."""
        return eventually(
            lambda: dict(self.ask("GET", f"/v1/media/{media}")),
            lambda seen: seen["state"] in ("ready", "rejected"),
            seconds=60,  # several at once, on a machine that is busy with two platforms
        )

    def publish(self, *photos: tuple[str, str], caption: str = "", **more: Any) -> dict[str, Any]:
        """Publish processed photographs, (media id, alt text) each; the post. `more` is said of it, such as a place."""
        body = {"photos": [{"mediaId": media, "alt": alt} for media, alt in photos], "caption": caption, **more}
        return dict(self.ask("POST", "/v1/posts", json=body, status=201))

    def feed(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", "/v1/feed")["items"])

    def follow(self, other: "Member") -> None:
        self.ask("PUT", f"/v1/people/{other.username}/follow")

    def unfollow(self, other: "Member") -> None:
        self.ask("DELETE", f"/v1/people/{other.username}/follow")

    def profile(self, username: str) -> dict[str, Any]:
        return dict(self.ask("GET", f"/v1/people/{username}"))

    def notifications(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", "/v1/notifications")["items"])

    @contextmanager
    def socket(self) -> Iterator["Socket"]:
        """An open socket of this member's device."""
        ticket = self.ask("POST", "/v1/socket-tickets")["ticket"]
        address = self.url.replace("http", "ws", 1) + "/socket?" + urlencode({"ticket": ticket})
        with connect(address, origin=Origin(self.url)) as connection:
            yield Socket(connection)


class Socket:
    """What arrives on an open screen."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.seen: list[dict[str, Any]] = []

    def send(self, frame: dict[str, Any] | str) -> None:
        self.connection.send(frame if isinstance(frame, str) else json.dumps(frame))

    def wait_for(self, kind: str, *, about: Collection[str] = (), seconds: float = 20) -> dict[str, Any]:
        """The next frame of this type (and of one of these kinds); what came before it stays in `seen`."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            assert left > 0, f"no {kind} frame within {seconds} s, only {self.seen}"
            try:
                frame = json.loads(self.connection.recv(timeout=left))
            except TimeoutError:
                continue
            self.seen.append(frame)
            if frame["type"] == kind and (not about or frame["kind"] in about):
                return dict(frame)
