"""Media's reactions: what is published stays, what nobody shows any more goes."""

from contracts import Envelope
from contracts.chat import ConversationPictured, MessageRemoved, MessageSent
from contracts.posts import PostDeleted, PostPublished, PostRestored
from contracts.profiles import ProfileChanged
from kernel import clock
from kernel.ids import MediaId, PersonId
from kit import telemetry
from kit.consumers import Inbox
from media import reads, removal, store
from media.model import DISORDER, LEAVES_WITHIN, State

app = Inbox("inbox", queue="media-inbox")


@app.on(PostPublished)
def on_post_published(envelope: Envelope[PostPublished]) -> None:
    """Keep the photographs of a post."""
    _keep([photo.media_id for photo in envelope.fact.photos], envelope.fact.post_id)


@app.on(PostRestored)
def on_post_restored(envelope: Envelope[PostRestored]) -> None:
    """Keep the photographs of a post, in case that its publication was never heard of."""
    _keep([photo.media_id for photo in envelope.fact.photos], envelope.fact.post_id)


@app.on(PostDeleted)
def on_post_deleted(envelope: Envelope[PostDeleted]) -> None:
    """Delete the photographs that only this post shows."""
    _drop(envelope.fact.media, envelope.fact.author, envelope.fact.post_id)


@app.on(MessageSent)
def on_message_sent(envelope: Envelope[MessageSent]) -> None:
    """Keep the photographs of a message."""
    _keep(envelope.fact.media, f"{envelope.fact.conversation_id}#{envelope.fact.seq}")


@app.on(MessageRemoved)
def on_message_removed(envelope: Envelope[MessageRemoved]) -> None:
    """Delete the photographs that only this message shows."""
    fact = envelope.fact
    _drop(fact.media, fact.sender, f"{fact.conversation_id}#{fact.seq}")


@app.on(ConversationPictured)
def on_conversation_pictured(envelope: Envelope[ConversationPictured]) -> None:
    """Keep a group's picture; the one before leaves."""
    fact = envelope.fact
    if fact.picture:
        store.use(fact.picture, fact.conversation_id)
    if fact.replaced and fact.replaced != fact.picture:
        upload = reads.upload(fact.replaced)
        if upload and upload.owner == fact.replaced_owner and store.stop_use(fact.replaced, fact.conversation_id):
            store.let_go(fact.replaced, clock.now() + LEAVES_WITHIN)


@app.on(ProfileChanged)
def on_profile_changed(envelope: Envelope[ProfileChanged]) -> None:
    """Keep a person's picture; the one before leaves, unless it is the picture again."""
    fact = envelope.fact
    now_shown = reads.avatar_of(fact.person)  # facts may come in another order than they happened
    if fact.avatar and fact.avatar == now_shown:
        store.use(fact.avatar, fact.person)
    if fact.replaced and fact.replaced != now_shown:
        upload = reads.upload(fact.replaced)
        if upload and upload.owner == fact.person and store.stop_use(fact.replaced, fact.person):
            store.let_go(fact.replaced, clock.now() + LEAVES_WITHIN)


def _drop(media: list[MediaId], owner: PersonId, by: str) -> None:
    """Delete what nothing but `by` shows, and what of it nobody has heard yet that it does."""
    now = clock.now()
    for media_id in media:
        before = reads.upload(media_id)
        if before is None or before.owner != owner:
            telemetry.logger().warning("not the owner's", extra={"media": media_id})
            continue
        there = store.drop(media_id, by)
        if there and by not in before.uses:
            store.let_go(media_id, now + DISORDER)  # something else may be about to show it, too
        elif store.delete(media_id) or before.state is State.DELETED:
            removal.remove(before)


def _keep(media: list[MediaId], by: str) -> None:
    for media_id in media:
        if not store.use(media_id, by):
            telemetry.logger().info("not kept", extra={"media": media_id})
