"""Writing a message, over a socket or over HTTP."""

from msgspec import field

from chat import ahead, delivery, reads, sending, showing, speaking
from chat.model import Draft, answer
from chat.sending import Sent
from contracts.frames import ClientId, MessageAccepted, MessageText, Photos, SendMessage
from contracts.messages import MessageAnswer, Seq
from kernel import clock
from kernel.ids import ConversationId, PersonId, PostId
from kernel.shapes import Body
from kit import connections
from kit.sockets import ANSWERED, FrameAnswer, Socket
from views.media import present

app = Socket("send-message")


class NewMessage(Body, frozen=True):
    """Text of 1 to 4,000 characters, up to 10 photographs of one's own uploads, or a post; `replyTo` is answered.

    `clientId` makes repeats harmless: for 8 days the same one in the same conversation is answered with the first
    message, whatever else the repeat says.
    """

    client_id: ClientId
    text: MessageText = ""
    photos: Photos = field(default_factory=list)
    post_id: PostId | None = None
    reply_to: Seq | None = None


@app.on_frame(SendMessage)
def send_frame(connection_id: str, frame: SendMessage) -> FrameAnswer:
    """Write a message. Its sender's device is answered while the others are told."""
    conversation_id = frame.conversation_id
    guessed = ahead.guess(connection_id, conversation_id)
    me, place, found = speaking.place_and(connection_id, conversation_id, "message", guessed)
    sent = sending.send(
        me, place, Draft(frame.client_id, frame.text, list(frame.photos), frame.post_id, frame.reply_to), found
    )
    ahead.learn(connection_id, conversation_id, sending.needed(me, sent.conversation))
    accepted = MessageAccepted(client_id=frame.client_id, conversation_id=conversation_id, message=_answer(sent, me))
    others = [each for each in sent.to if each.connection_id != connection_id]
    connections.try_post({**delivery.frames_of(sent.conversation, sent.message, others), connection_id: accepted})
    return ANSWERED


@app.post("/v1/conversations/{conversation_id}/messages", limit="message")
def send_message(me: PersonId, conversation_id: ConversationId, body: NewMessage) -> MessageAnswer:
    """Write a message: the same as the frame `sendMessage`."""
    place = reads.place(conversation_id)
    sent = sending.send(me, place, Draft(body.client_id, body.text, list(body.photos), body.post_id, body.reply_to))
    delivery.tell_message(sent.conversation, sent.message, sent.to)
    return _answer(sent, me)


def _answer(sent: Sent, me: PersonId) -> MessageAnswer:
    if sent.message.reactions:  # of a repeat, which others may have answered by now
        return showing.messages([sent.message], me)[0][0]
    return answer(sent.message, me, clock.now().timestamp(), present=present)
