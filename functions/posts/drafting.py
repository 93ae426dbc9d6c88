"""Publishing a draft: once, however often and from wherever it is asked for."""

from kernel.errors import NotFound
from kernel.ids import PersonId, PostId, new_id
from posts import composing, draft_store, post_store, reads
from posts.post_reads import Draft, DraftId
from posts.store import RequestRepeated
from views.profiles import ProfileCard

VERB = "publish-draft"


def publish(draft: Draft) -> PostId:
    """Make a post of a draft, which is gone then, in one transaction. The first post when that was done already.

    Invalid when it cannot be published so; DraftChanged when it changed meanwhile.
    """
    made = composing.compose(draft.owner, draft.content, PostId(new_id()))
    _active(made.author)
    try:
        post_store.add_post(
            made.card, invited=made.coauthors, verb=VERB, key=draft.id, digest=VERB, also=draft_store.gone(draft)
        )
    except RequestRepeated:
        return PostId(reads.first_request(draft.owner, VERB, draft.id, VERB).made)
    return made.card.post_id


def waits(draft: Draft) -> bool:
    """Whether uploads of a draft are still processed."""
    uploads, _ = reads.uploads(draft.owner, [photo.media_id for photo in draft.content.photos])
    return any(card.state in ("waiting", "processing") for card in uploads.values())


def published(owner: PersonId, draft_id: DraftId) -> PostId | None:
    """The post that was made of a draft in the last two days."""
    first = reads.request_of(owner, VERB, draft_id)
    return PostId(first.made) if first else None


def _active(author: ProfileCard) -> None:
    if author.state != "active":
        raise NotFound("The account is not active.", code="account-not-active")
