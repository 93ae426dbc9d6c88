"""What the people of the demo world write to each other: scripts/world/chats.json.

It goes through chat's own commands. Every message has a name of its own, so doing it again writes nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

Past = Callable[[datetime], AbstractContextManager[None]]


def talk(
    people: Mapping[str, Any],
    posts: Sequence[Any],
    number: int,
    chat: Mapping[str, Any],
    now: datetime,
    past: Past,
    picture: Callable[[str, Any, datetime], Any],
) -> None:
    """One conversation, from its first word to who has read how far. `picture` stores a photograph for somebody."""
    from chat import change_message, marking, reads, sending
    from chat.change_message import Reaction
    from chat.model import Draft

    with past(now - timedelta(minutes=chat["messages"][0]["ago"] + 1)):
        conversation_id = _open(people, chat, f"demo-{number}")
    for place, each in enumerate(chat["messages"]):
        at = now - timedelta(minutes=each["ago"])
        me = people[each["by"]]
        draft = Draft(
            client_id=f"demo-{number}-{place}",
            text=each["text"],
            photos=[picture(each["photo"], me, at)] if "photo" in each else [],
            post_id=posts[each["post"]] if "post" in each else None,
            reply_to=each["reply_to"] + _offset(chat) if "reply_to" in each else None,
        )
        with past(at):
            sent = sending.send(me, reads.place(conversation_id), draft)
        for name, emoji in each.get("reactions", {}).items():
            with past(at + timedelta(seconds=40)):
                change_message.react(people[name], conversation_id, sent.message.seq, Reaction(emoji=emoji))
    for name, seq in chat["read"].items():
        marking.read(people[name], reads.place(conversation_id), seq)


def _open(people: Mapping[str, Any], chat: Mapping[str, Any], key: str) -> Any:
    from chat import groups
    from chat.groups import NewGroup

    first, *others = (people[each] for each in chat["people"])
    if "name" in chat:
        return groups.make_group(first, NewGroup(people=others, name=chat["name"]), idempotency_key=key).id
    return groups.open_direct(first, others[0]).id


def _offset(chat: Mapping[str, Any]) -> int:
    """What stands before the first message: a group begins with the note that it was made."""
    return 2 if "name" in chat else 1


__all__ = ["talk"]
