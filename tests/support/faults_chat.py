"""Chat in fault tests: commands that a process may be killed in, and what a checker looks at afterwards."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from chat import change_message, conversations, groups, marking, reads, send_message
from chat.change_message import NewText, Reaction
from chat.groups import MorePeople, NewGroup
from chat.send_message import NewMessage

from kernel.errors import Refusal
from kernel.ids import ConversationId, PersonId
from support.faults_order import Kept, Talk

Change = tuple[str, str]
Job = tuple[list[Change], Callable[[], Any]]

COMMANDS = ("send", "edit", "unsend", "react", "unreact", "mark_read", "make_group", "add_member", "remove_member")
EMOJI = "👍"


class ChatCommands:
    """What members do in one group. Each method gives the changes of one command, and the command."""

    number: int
    people: list[PersonId]
    now: Callable[[Job], None]
    _somebody: Callable[[], tuple[str, PersonId]]
    talk: ConversationId

    def open_talk(self) -> None:
        self.talk = groups.make_group(self.people[0], NewGroup(people=self.people[1:])).id

    def send(self, me: PersonId, _: str) -> Job:
        name = f"message {self.number}"
        return [("send", name)], lambda: self._sent(me, name)

    def edit(self, me: PersonId, _: str) -> Job:
        seq, name = self._message(me)
        changes = [("unsend", name), ("edit", f"edit {name}")]
        return changes, lambda: change_message.edit_message(me, self.talk, seq, NewText(f"edit {name}"))

    def unsend(self, me: PersonId, _: str) -> Job:
        seq, name = self._message(me)

        def again() -> None:
            try:
                change_message.unsend_message(me, self.talk, seq)
            except Refusal as error:
                if error.code != "message-not-found":
                    raise  # it was taken back the first time

        return [("unsend", name)], again

    def react(self, me: PersonId, _: str) -> Job:
        seq, _name = self._message(self.people[0])
        return self._reacted(me, seq)

    def unreact(self, me: PersonId, _: str) -> Job:
        seq, _name = self._message(self.people[0])
        self.now(self._reacted(me, seq))
        return [("unreact", f"react {me} {seq}")], lambda: change_message.take_reaction_back(me, self.talk, seq)

    def mark_read(self, me: PersonId, _: str) -> Job:
        seq, _name = self._message(self.people[0])
        return [("read", f"read {me} {seq}")], lambda: marking.read(me, reads.place(self.talk), seq)

    def make_group(self, me: PersonId, _: str) -> Job:
        name = f"group {self.number}"
        body = NewGroup(people=[each for each in self.people if each != me], name=name)
        return [("send", name)], lambda: groups.make_group(me, body, name)

    def add_member(self, *_: str) -> Job:
        return self._added(self._somebody()[1])

    def remove_member(self, *_: str) -> Job:
        who = self._somebody()[1]
        self.now(self._added(who))
        return [("remove", f"member {who}")], lambda: groups.remove_member(self.people[0], self.talk, who)

    def _added(self, who: PersonId) -> Job:
        body = MorePeople(people=[who])
        return [("add", f"member {who}")], lambda: groups.add_members(self.people[0], self.talk, body)

    def _reacted(self, me: PersonId, seq: int) -> Job:
        return [("react", f"react {me} {seq}")], lambda: change_message.react(me, self.talk, seq, Reaction(EMOJI))

    def _message(self, me: PersonId) -> tuple[int, str]:
        self.number += 1
        made: list[int] = []
        name = f"message {self.number}"
        self.now(([("send", name)], lambda: made.append(self._sent(me, name))))
        return made[0], name

    def _sent(self, me: PersonId, name: str) -> int:
        return send_message.send_message(me, self.talk, NewMessage(client_id=name, text=name)).seq


def stored_chat(rows: list[dict[str, Any]], switched: set[str], made: Counter[str]) -> None:
    """Add texts of messages and names of groups to what was made, and the rest to what is switched on."""
    for row in rows:
        if row["sk"].startswith("M#"):
            message = reads.message_of(row)
            if message.edited_at:
                switched.add(message.text)
            elif message.text:
                made[message.text] += 1
            switched |= {f"react {person} {message.seq}" for person in message.reactions}
        elif row["sk"].startswith("AT#"):
            me = row["sk"].removeprefix("AT#")
            switched |= {f"read {me} {seq + 1}" for seq in range(int(row.get("read", 0)))}
        elif row["sk"] == "CARD" and row["pk"].startswith("CONV#"):
            if row.get("name"):
                made[row["name"]] += 1
            conversation = reads.conversation_of(ConversationId(row["pk"].partition("#")[2]), row)
            switched |= {f"member {each}" for each in conversation.members}


def talk_of(rows: list[dict[str, Any]], talk: ConversationId, people: list[PersonId]) -> Talk:
    """A conversation as the table holds it, and each member's own count of what is unread."""
    mine = [row for row in rows if row["pk"] == f"CONV#{talk}"]
    (head,) = [row for row in mine if row["sk"] == "HEAD"]
    messages = [_kept(row) for row in mine if row["sk"].startswith("M#")]
    log = [(int(row["sk"].removeprefix("X#")), int(row["seq"])) for row in mine if row["sk"].startswith("X#")]
    marks = {row["sk"].removeprefix("AT#"): int(row.get("read", 0)) for row in mine if row["sk"].startswith("AT#")}
    unread = {each: (conversations.read_conversation(each, talk).unread, marks.get(each, 0)) for each in people}
    return Talk((int(head["seq"]), int(head["rev"])), messages, log, unread)


def _kept(row: dict[str, Any]) -> Kept:
    message = reads.message_of(row)
    return Kept(
        message.seq,
        message.sender,
        message.client_id,
        message.text,
        {str(each): emoji for each, emoji in message.reactions.items()},
    )
