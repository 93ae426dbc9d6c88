"""What the people of the demo world do beside publishing: a private account, close friends, places, tags, collections.

It calls the contexts' views, as their functions would. Doing it again changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Past = Callable[[Any], Any]


def verify(people: Mapping[str, Any], cast: Sequence[Any]) -> None:
    """All of the cast have answered the letter that came to their address."""
    from identity import keys
    from identity.store import AccountItem, Login

    from kernel import clock
    from kit import store

    for each in cast:
        me, now = people[each["username"]], clock.stamp(clock.now())
        steps = [
            store.put(Login(keys.login(each["email"]), keys.CARD, person_id=me)),
            store.update(AccountItem, keys.person(me), keys.ACCOUNT, [AccountItem.contact_verified_at.set(now)]),
        ]
        store.transact(steps)


def answers(comments: Sequence[Any], author: str) -> Iterator[int | None]:
    """For each comment which one it replies to: what the author says answers the last word of somebody else."""
    open_: int | None = None
    for number, each in enumerate(comments):
        if each["by"] == author:
            yield open_
        else:
            yield None
            open_ = number


def live(
    people: Mapping[str, Any], posts: Sequence[Any], told: Mapping[str, Any], comment_of: Callable[..., Any]
) -> None:
    """All of scripts/world/life.json, one kind after the other. `posts` are ids, `comment_of` names a first comment."""
    _profiles(people, told)
    _posts(people, posts, told)
    _relations(people, told)
    _saves(people, posts, told)
    _comments(people, posts, told, comment_of)


def _profiles(people: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    from profiles import profiles

    for name, about in told["about"].items():
        links = [profiles.NewLink(**link) for link in about["links"]] if "links" in about else None
        profiles.describe_me(people[name], profiles.Description(pronouns=about.get("pronouns"), links=links))


def _posts(people: Mapping[str, Any], posts: Sequence[Any], told: Mapping[str, Any]) -> None:
    from posts import coauthors, edit, pins
    from posts.shapes import Changes, NewPlace, NewTag

    from kernel.errors import Refusal

    for each in told["places"]:
        place = NewPlace(name=each["name"], latitude=each.get("latitude"), longitude=each.get("longitude"))
        edit.edit_post(people[each["by"]], posts[each["post"]], Changes(place=place))
    for each in told["tags"]:
        tags = [
            NewTag(person=people[name], photo=0, x=0.3 + 0.3 * number, y=0.5)
            for number, name in enumerate(each["people"])
        ]
        edit.edit_post(people[each["by"]], posts[each["post"]], Changes(people=tags))
    for each in [*told["together"], *told["invited"]]:
        try:
            coauthors.invite_coauthor(people[each["by"]], posts[each["post"]], people[each["with"]])
        except Refusal:  # invited or joined already, when the world is loaded again
            continue
    for each in told["together"]:
        try:
            coauthors.accept_invitation(people[each["with"]], posts[each["post"]])
        except Refusal:
            continue
    for each in told["pinned"]:
        for number in each["posts"]:
            pins.pin_post(people[each["by"]], posts[number])


def _relations(people: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    from graph import close_friends, follows
    from profiles import profiles

    for each in told["close_friends"]:
        for name in each["who"]:
            close_friends.add_close_friend(people[each["of"]], name)
    for name in told["private"]:
        profiles.set_my_privacy(people[name], profiles.Privacy(private=True))
    for each in told["ask"]:
        follows.follow_person(people[each["by"]], each["to"])


def _saves(people: Mapping[str, Any], posts: Sequence[Any], told: Mapping[str, Any]) -> None:
    from posts import drafts, saves
    from posts.shapes import NewDraft

    for each in told["saved"]:
        for number in each["posts"]:
            saves.save_post(people[each["by"]], posts[number], saves.SavedIn(collection=each["into"]))
    for each in told["drafts"]:
        drafts.keep_draft(people[each["by"]], NewDraft(caption=each["caption"]), idempotency_key="demo")


def _comments(
    people: Mapping[str, Any], posts: Sequence[Any], told: Mapping[str, Any], comment_of: Callable[..., Any]
) -> None:
    from posts import comment_likes

    for number in told["likes_of_comments"]:
        author, comment = comment_of(number)
        if comment:
            comment_likes.like_comment(people[author], posts[number], comment)


__all__ = ["answers", "live", "verify"]


def trend(posts: int, until: Callable[[Callable[[], bool], str], None]) -> None:
    """Have hashtags and posts that trend from the first look on; the platform makes the lists anew by itself."""
    from discovery import generations, interactions, trending

    from kit.settings import settings

    def quiet() -> bool:
        """Whether nobody's like is heard any more."""
        before = len(list(interactions.since("")))
        time.sleep(2)
        return before == len(list(interactions.since("")))

    if settings().mongodb_uri:
        known = generations.reading("posts")
        until(lambda: known.count_documents({}) >= posts, "search to know the posts")
        until(quiet, "search to have heard all likes")
        trending.make_trends()
