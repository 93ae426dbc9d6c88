"""What somebody chooses for all of chat: whether others see when they are there and how far they have read."""

from chat import list_store, reads
from chat.reads import Choices
from kernel.ids import PersonId
from kernel.shapes import Answer, Body
from kit.service import Service

app = Service("chat-choices")


class ChatChoices(Answer, frozen=True):
    """`presence`: others see when one is there, or last was. `receipts`: they see how far one has read.

    Who does not let others see one of these sees it of nobody.
    """

    presence: bool
    receipts: bool


class NewChatChoices(Body, frozen=True):
    """What to change; what is left out stays."""

    presence: bool | None = None
    receipts: bool | None = None


@app.get("/v1/me/chat")
def read_chat_choices(me: PersonId) -> ChatChoices:
    """What one has chosen for all of chat; both are on until one turns them off."""
    return _answer(reads.choices(me))


@app.patch("/v1/me/chat")
def change_chat_choices(me: PersonId, body: NewChatChoices) -> ChatChoices:
    """Choose whether others see when one is there and how far one has read, from now on."""
    old = reads.choices(me)
    new = Choices(
        presence=old.presence if body.presence is None else body.presence,
        receipts=old.receipts if body.receipts is None else body.receipts,
    )
    list_store.choose_for_all(me, new)
    return _answer(new)


def _answer(choices: Choices) -> ChatChoices:
    return ChatChoices(presence=choices.presence, receipts=choices.receipts)
