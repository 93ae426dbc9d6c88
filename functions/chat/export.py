"""Writing down for a person what they said in their conversations, how they keep these, and what they chose."""

from chat import keys, reads
from kernel.ids import ConversationId, PersonId
from kit.exporting import Exports, Source
from kit.items import Item
from kit.steps import Work

app = Exports("chat")


def _marks(rows: list[Item]) -> list[Item]:
    """How far they have read in the conversations of these rows."""
    people = {item["conversation_id"]: item["pk"].partition("#")[2] for item in rows}
    wanted = [reads.mark_key(ConversationId(each), PersonId(person)) for each, person in people.items()]
    return list(reads.many(wanted).values())


@app.things("messages", "messages", but=["due_pk", "due_sk", "reactions"])
def messages(work: Work) -> list[Source]:
    """What they wrote, in all conversations in which they are or were."""
    found: list[ConversationId] = []
    after: str | None = None
    while True:
        ids, after = reads.all_rows(work.person, after, limit=500)
        found += ids
        if after is None:
            break
    mine = ("sender", work.person)
    return [Source(keys.conversation(each), keys.MESSAGE, where=mine) for each in found]


@app.things("conversations", "messages", but=["recent_pk", "recent_sk"], more=_marks)
def conversations(work: Work) -> list[Source]:
    """Their list of conversations, and how far they have read each."""
    return [Source(keys.person(work.person))]


@app.things("choices", "messages")
def choices(work: Work) -> list[Source]:
    """What they chose for all of chat, and when they were last there."""
    return [Source(keys.chooser(work.person))]
