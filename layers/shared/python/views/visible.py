"""The one home of visibility: what a reader may see. No feature decides it again.

What may not be seen is as if it did not exist: the same NotFound, with the same sentence.
"""

from kernel.errors import NotFound
from kernel.ids import PersonId, PostId
from kit.wire import batch_get
from views.graph import Digest, digest_key, digest_of
from views.posts import PostCard, card_of, post_key


def may_see(card: PostCard, reader: PersonId | None, digest: Digest) -> bool:
    """Whether `reader` (None: nobody signed in) may see this post. Authors always see their own."""
    if reader == card.author:
        return True
    return card.author not in digest.blocked


def in_feed(author: PersonId, digest: Digest) -> bool:
    """Whether posts of `author` may appear in the feed of the digest's owner."""
    return not digest.hides(author)


def person(person_id: PersonId, reader: PersonId | None, digest: Digest) -> bool:
    """Whether `reader` may meet this person as a commenter, a liker, in a list."""
    return person_id == reader or person_id not in digest.blocked


def post(post_id: PostId, to: PersonId | None) -> PostCard:
    """The post, if `to` may see it; NotFound otherwise. One request, read strongly."""
    return seen(post_id, to)[0]


def seen(post_id: PostId, to: PersonId | None) -> tuple[PostCard, Digest]:
    """Like `post`, with the reader's digest, for what stands under the post. One request, read strongly."""
    keys = [post_key(post_id)] + ([digest_key(to)] if to else [])
    found = batch_get(keys, consistent=True)
    digest = digest_of(found.get(keys[1])) if to else Digest()
    item = found.get(keys[0])
    if item is None or not may_see(card := card_of(item), to, digest):
        raise NotFound("This post does not exist.", code="post-not-found")
    return card, digest
