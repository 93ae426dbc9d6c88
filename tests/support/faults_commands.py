"""Commands that a process may be killed in (support.faults_kills), and the journal of what was asked and answered."""

import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph import blocks, follows, requests
from posts import comment_likes, comments, drafts, likes, pins, publish, saves
from posts.comment_sight import CommentNotFound
from posts.comments import NewComment
from posts.publish import ChosenPhoto, NewPost
from posts.saves import SavedIn
from posts.shapes import NewDraft
from profiles import store as profiles_store

from kernel.errors import Refusal
from kernel.ids import CommentId, PersonId, PostId
from support.faults_chat import COMMANDS as CHAT_COMMANDS
from support.faults_chat import Change, ChatCommands, Job
from support.faults_history import NEVER, Operation
from support.faults_world import World, follow, like, switch

COMMANDS = (
    *("like", "unlike", "follow", "unfollow", "comment", "keyed", "reply", "uncomment", "publish", "draft"),
    *("save", "unsave", "like_comment", "unlike_comment", "pin", "unpin", "ask", "withdraw", "approve", "decline"),
    *("block", "unblock"),
    *CHAT_COMMANDS,
)


@dataclass
class Journal:
    """What was asked and answered, by whatever process; each line is on the disk before anything goes on."""

    path: Path
    asked: int = 0

    def __post_init__(self) -> None:
        self._file = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def ask(self, changes: list[Change], call: Callable[[], Any], number: int) -> None:
        self._line({"op": number, "changes": changes, "t": time.monotonic()})
        outcome, note = "ok", ""
        try:
            call()
        except Refusal as error:
            outcome, note = "fail", f"{type(error).__name__} {error.sentence}"
        self._line({"op": number, "outcome": outcome, "note": note, "t": time.monotonic()})

    def operations(self) -> list[Operation]:
        lines = [json.loads(line) for line in self.path.read_text().splitlines()]
        ends = {line["op"]: line for line in lines if "outcome" in line}
        unknown = {"outcome": "info", "t": NEVER, "note": ""}
        return [
            Operation(line["op"], verb, subject, end["outcome"], line["t"], end["t"], end["note"])
            for line in lines
            if "changes" in line
            for end in [ends.get(line["op"], unknown)]
            for verb, subject in line["changes"]
        ]

    def _line(self, line: dict[str, Any]) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")
        os.fsync(self._file)


@dataclass
class Scene(ChatCommands):
    """Members and what they may do next. Each method gives the changes of one command, and the command."""

    world: World
    dice: random.Random
    journal: Journal
    posts: list[PostId] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.people = [self.world.join(name) for name in ("alice", "bob", "carol", "dan")]
        self.door = self.world.join("door")
        profiles_store.set_privacy(self.door, private=True)
        for person in self.people:
            self.posts.append(publish.publish(person, self._new_post(person, "")).id)
        self.open_talk()

    def job(self, command: str) -> Job:
        self.number += 1
        job: Job = getattr(self, command)(self.dice.choice(self.people), self.dice.choice(self.posts[:2]))
        return job

    def now(self, job: Job) -> None:
        """Do it here, undisturbed."""
        self.journal.asked += 1
        self.journal.ask(*job, self.journal.asked)

    def like(self, me: PersonId, post: PostId) -> Job:
        return [("like", like(me, post))], lambda: likes.like_post(me, post)

    def unlike(self, me: PersonId, post: PostId) -> Job:
        self.now(self.like(me, post))
        return [("unlike", like(me, post))], lambda: likes.unlike_post(me, post)

    def follow(self, me: PersonId, _: PostId) -> Job:
        name, them = self._other(me)
        return [("follow", follow(me, them))], lambda: follows.follow_person(me, name)

    def unfollow(self, me: PersonId, _: PostId) -> Job:
        name, them = self._other(me)
        self.now(([("follow", follow(me, them))], lambda: follows.follow_person(me, name)))
        return [("unfollow", follow(me, them))], lambda: follows.unfollow_person(me, name)

    def comment(self, me: PersonId, post: PostId) -> Job:
        body = NewComment(text=f"@bob comment {self.number}")
        # asked again without a key it would be another comment, so it is asked once
        return [("comment", body.text)], lambda: comments.comment_on(me, post, body)

    def keyed(self, me: PersonId, post: PostId) -> Job:
        body = NewComment(text=f"keyed {self.number}")
        return [("comment", body.text)], lambda: comments.comment_on(me, post, body, body.text)

    def reply(self, me: PersonId, post: PostId) -> Job:
        body = NewComment(text=f"reply {self.number}", reply_to=self._comment(me, post)[0])
        return [("comment", body.text)], lambda: comments.comment_on(me, post, body, body.text)

    def uncomment(self, me: PersonId, post: PostId) -> Job:
        made, text = self._comment(me, post)

        def again() -> None:
            try:
                comments.delete_comment(me, post, made)
            except CommentNotFound:
                return  # it was deleted the first time

        return [("uncomment", text)], again

    def publish(self, me: PersonId, _: PostId) -> Job:
        body = self._new_post(me, f"post {self.number}")
        return [("publish", body.caption)], lambda: publish.publish(me, body, body.caption)

    def draft(self, me: PersonId, _: PostId) -> Job:
        photo, caption = ChosenPhoto(media_id=self.world.upload(me), alt="A lake"), f"draft {self.number}"
        kept = drafts.keep_draft(me, NewDraft(photos=[photo], caption=caption))
        return [("publish", caption)], lambda: drafts.publish_draft(me, kept.id)

    def save(self, me: PersonId, post: PostId) -> Job:
        into = SavedIn(collection=self.dice.choice(("", "Trips")))
        return [("save", switch("save", me, post))], lambda: saves.save_post(me, post, into)

    def unsave(self, me: PersonId, post: PostId) -> Job:
        self.now(self.save(me, post))
        return [("unsave", switch("save", me, post))], lambda: saves.unsave_post(me, post)

    def like_comment(self, me: PersonId, post: PostId) -> Job:
        made, _ = self._comment(self._other(me)[1], post)
        return [("like comment", switch("comment", me, made))], lambda: comment_likes.like_comment(me, post, made)

    def unlike_comment(self, me: PersonId, post: PostId) -> Job:
        made, _ = self._comment(self._other(me)[1], post)
        subject = switch("comment", me, made)
        self.now(([("like comment", subject)], lambda: comment_likes.like_comment(me, post, made)))
        return [("unlike comment", subject)], lambda: comment_likes.unlike_comment(me, post, made)

    def pin(self, me: PersonId, _: PostId) -> Job:
        post = self.posts[self.people.index(me)]
        return [("pin", switch("pin", me, post))], lambda: pins.pin_post(me, post)

    def unpin(self, me: PersonId, post: PostId) -> Job:
        self.now(self.pin(me, post))
        own = self.posts[self.people.index(me)]
        return [("unpin", switch("pin", me, own))], lambda: pins.unpin_post(me, own)

    def ask(self, _: PersonId, __: PostId) -> Job:
        return self._ask(self._somebody()[1])

    def withdraw(self, *_: str) -> Job:
        me = self._somebody()[1]
        self.now(self._ask(me))
        return [("unask", switch("ask", me, self.door))], lambda: follows.unfollow_person(me, "door")

    def approve(self, _: PersonId, __: PostId) -> Job:
        name, them = self._somebody()
        self.now(self._ask(them))
        changes = [("unask", switch("ask", them, self.door)), ("follow", follow(them, self.door))]
        return changes, lambda: requests.approve_request(self.door, name)

    def decline(self, _: PersonId, __: PostId) -> Job:
        name, them = self._somebody()
        self.now(self._ask(them))
        subject = switch("ask", them, self.door)

        def again() -> None:
            try:
                requests.decline_request(self.door, name)
            except Refusal as error:
                if error.code != "request-not-found":
                    raise

        return [("unask", subject)], again

    def block(self, _: PersonId, __: PostId) -> Job:
        (mine, me), (theirs, them) = self._somebody(), self._somebody()
        self.now(([("follow", follow(them, me))], lambda: follows.follow_person(them, mine)))
        changes = [("block", switch("block", me, them)), ("unfollow", follow(them, me))]
        return changes, lambda: blocks.block_person(me, theirs)

    def unblock(self, _: PersonId, __: PostId) -> Job:
        me, (theirs, them) = self._somebody()[1], self._somebody()
        subject = switch("block", me, them)
        self.now(([("block", subject)], lambda: blocks.block_person(me, theirs)))
        return [("unblock", subject)], lambda: blocks.unblock_person(me, theirs)

    def _ask(self, me: PersonId) -> Job:
        return [("ask", switch("ask", me, self.door))], lambda: follows.follow_person(me, "door")

    def _somebody(self) -> tuple[str, PersonId]:
        name = f"guest{len(self.world.people)}"
        return name, self.world.join(name)

    def _comment(self, me: PersonId, post: PostId) -> tuple[CommentId, str]:
        made: list[CommentId] = []
        self.number += 1
        body = NewComment(text=f"comment {self.number}")
        self.now(([("comment", body.text)], lambda: made.append(comments.comment_on(me, post, body).id)))
        return made[0], body.text

    def _new_post(self, me: PersonId, caption: str) -> NewPost:
        return NewPost(photos=[ChosenPhoto(media_id=self.world.upload(me), alt="A lake")], caption=caption)

    def _other(self, me: PersonId) -> tuple[str, PersonId]:
        names = [each for each in ("alice", "bob", "carol", "dan") if self.world.people[each] != me]
        name = self.dice.choice(names)
        return name, self.world.people[name]
