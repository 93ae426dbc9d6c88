"""Pinning posts on one's profile."""

from kernel.errors import Conflict, Forbidden
from kernel.ids import PersonId, PostId
from kit.service import Service
from kit.wire import batch_get
from posts import changing, post_reads, post_store
from views import visible
from views.posts import card_of, post_key

app = Service("pins")

MAX_PINS = 3


@app.put("/v1/posts/{post_id}/pin", status=204)
def pin_post(me: PersonId, post_id: PostId) -> None:
    """Pin a post of one's own on the profile, before those pinned already; at most 3. Again changes nothing."""
    card = visible.post(post_id, to=me)
    if me not in card.authors:
        raise Forbidden("Only an author of a post may pin it.", code="not-the-author")
    if card.state == "archived":
        raise Conflict("This post is archived. Restore it first.", code="archived")

    def write(old: list[PostId]) -> bool:
        if post_id in old:
            return True
        kept = _still_there(old, me) if len(old) >= MAX_PINS else old
        if len(kept) >= MAX_PINS:
            raise Conflict(f"You have pinned {MAX_PINS} posts. Take one off first.", code="pins-full")
        return post_store.set_pins(me, old, [post_id, *kept])

    changing.settled(post_id, lambda: post_reads.pins(me), write)


@app.delete("/v1/posts/{post_id}/pin")
def unpin_post(me: PersonId, post_id: PostId) -> None:
    """Pin a post no longer; doing so again changes nothing."""

    def write(old: list[PostId]) -> bool:
        return post_id not in old or post_store.set_pins(me, old, [each for each in old if each != post_id])

    changing.settled(post_id, lambda: post_reads.pins(me), write)


def _still_there(pinned: list[PostId], me: PersonId) -> list[PostId]:
    """Those that are neither deleted nor archived, and still one's own."""
    found = batch_get(map(post_key, pinned), consistent=True)
    cards = [card_of(found[post_key(each)]) for each in pinned if post_key(each) in found]
    return [card.post_id for card in cards if me in card.authors and card.state != "archived"]
