"""A comment, for contexts that must know of one comment that it exists, whose it is and what it says."""

from msgspec import Struct, convert

from kernel.ids import CommentId, PersonId, PostId
from kit.settings import settings
from kit.wire import batch_get
from views.posts import PostCard


class CommentCard(Struct, frozen=True):
    """`held`: it waits for the post's authors. `hidden`: staff took it down."""

    comment_id: CommentId
    post_id: PostId
    commenter: PersonId
    text: str
    held: bool = False
    hidden: bool = False

    def shown_to(self, reader: PersonId, post: PostCard) -> bool:
        """Whether its state lets `reader` see it. Whether they may meet its writer is for `views.visible` to say."""
        return reader == self.commenter or (not self.hidden and (not self.held or reader in post.authors))


def comment(post_id: PostId, comment_id: CommentId) -> CommentCard | None:
    """A comment or a reply under this post, read strongly: one request, two for a reply."""
    table = settings().table("posts")
    own, place = (table, f"COMMENTS#{post_id}", comment_id), (table, f"COMMENT#{comment_id}", "PLACE")
    found = batch_get([own, place], consistent=True)
    item = found.get(own)
    if item is None and (parent := found.get(place, {}).get("parent")):
        reply = (table, f"REPLIES#{post_id}#{parent}", comment_id)
        item = batch_get([reply], consistent=True).get(reply)
    return convert(item, CommentCard, strict=False) if item and "comment_id" in item else None
