"""The screens of the web app, one by one: what tests look at and scripts/screens takes pictures of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["nobody", "member", "private"]

SETTINGS = (
    "profile", "account", "security", "sessions", "privacy", "messages", "close", "tags", "blocked", "muted", "words",
    "told", "look", "data", "leave", "about",
)  # fmt: skip


SETTLED = """() => {
  const within = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  };
  return document.querySelector("main h1, dialog[open] h1") !== null
    && ![...document.querySelectorAll(".shade, [aria-busy=true]")].some(within)
    && ![...document.images].some((image) => within(image) && !image.complete && image.loading !== "lazy")
    && document.fonts.status === "loaded";
}"""
"""Whether a screen stands: its heading, no skeleton in sight, photographs and letters drawn. JavaScript."""

ENTER = """async ([login, password]) => {
  const answer = await fetch("/v1/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json", "x-session-in": "cookie" },
    body: JSON.stringify({ login, password }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  localStorage.setItem("lambdagram.signed-in", "yes");
}"""
"""Sign in without the form, on any page of the app's origin; a page that is loaded next has the session. JavaScript."""


@dataclass(frozen=True)
class Screen:
    """`path` has places in braces: {post} of another with comments, {own}, {me}, {other}, {private}, {collection}.

    {talk} is a conversation of two, {group} one of more. {tag} is a hashtag, {place} where a post was made.
    """

    name: str
    path: str
    who: Who = "member"


SCREENS = (
    Screen("welcome", "/", "nobody"),
    Screen("sign-up", "/sign-up", "nobody"),
    Screen("forgotten", "/forgotten", "nobody"),
    Screen("reset", "/reset#token=none", "nobody"),
    Screen("feed", "/"),
    Screen("post", "/p/{post}"),
    Screen("post-of-ones-own", "/p/{own}"),
    Screen("post-edit", "/p/{own}?edit"),
    Screen("post-as-a-stranger", "/p/{post}", "nobody"),
    Screen("likes", "/p/{post}/likes"),
    Screen("publish", "/publish"),
    Screen("profile", "/u/{other}"),
    Screen("profile-list", "/u/{other}/list"),
    Screen("profile-tagged", "/u/{other}/tagged"),
    Screen("profile-of-ones-own", "/u/{me}"),
    Screen("profile-private", "/u/{private}"),
    Screen("profile-as-a-stranger", "/u/{other}", "nobody"),
    Screen("archive", "/u/{me}/archive"),
    Screen("followers", "/u/{other}/followers"),
    Screen("following", "/u/{me}/following"),
    Screen("notifications", "/notifications"),
    Screen("requests", "/requests", "private"),
    Screen("requests-sent", "/requests"),
    Screen("saved", "/saved"),
    Screen("collection", "/saved/{collection}"),
    Screen("settings", "/settings"),
    *(Screen(f"settings-{part}", f"/settings/{part}") for part in SETTINGS),
    Screen("search", "/search"),
    Screen("search-found", "/search?q=a"),
    *(Screen(f"search-{kind}", f"/search?q=a&tab={kind}") for kind in ("people", "tags", "places", "posts")),
    Screen("hashtag", "/tags/{tag}"),
    Screen("place", "/places/{place}"),
    Screen("explore", "/explore"),
    Screen("messages", "/direct"),
    Screen("messages-new", "/direct/new"),
    Screen("messages-requests", "/direct/requests"),
    Screen("conversation", "/direct/{talk}"),
    Screen("conversation-group", "/direct/{group}"),
    Screen("conversation-details", "/direct/{group}/details"),
    Screen("conversation-search", "/direct/{group}/search"),
    Screen("nowhere", "/no/such/place"),
    Screen("nowhere-as-a-stranger", "/no/such/place", "nobody"),
)
