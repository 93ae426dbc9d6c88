"""Hidden words: comments that hold one wait until the post's author approves them; their writers are never told."""

from typing import Annotated

from msgspec import Meta

from kernel.errors import Forbidden
from kernel.ids import CommentId, PersonId, PostId
from kernel.shapes import Answer, Body
from kit.service import Service
from posts import comment_reads, comment_sight, comment_store, words, words_store

app = Service("hidden-words")


class HiddenWordsBody(Body, frozen=True):
    """Up to 200 words or phrases of 1 to 60 characters, in any order; and whether the usual ones are hidden, too."""

    words: Annotated[list[str], Meta(max_length=words.MAX_WORDS)]
    usual: bool = False


class HiddenWordsAnswer(Answer, frozen=True):
    """The list as it is kept: each word once."""

    words: list[str]
    usual: bool


@app.get("/v1/me/hidden-words")
def show_hidden_words(me: PersonId) -> HiddenWordsAnswer:
    """One's own hidden words. Nobody else sees them."""
    found = comment_reads.hidden_words(me)
    return HiddenWordsAnswer(words=found.words, usual=found.usual)


@app.put("/v1/me/hidden-words")
def set_hidden_words(me: PersonId, body: HiddenWordsBody) -> HiddenWordsAnswer:
    """Replace one's own hidden words. It counts for comments that are written from now on."""
    kept = words.parse(body.words)
    words_store.replace_words(me, kept, usual=body.usual)
    return HiddenWordsAnswer(words=kept, usual=body.usual)


@app.put("/v1/posts/{post_id}/comments/{comment_id}/approval", status=204)
def approve_comment(me: PersonId, post_id: PostId, comment_id: CommentId) -> None:
    """Let everybody see a comment that is held for a hidden word; doing so again changes nothing."""
    comment, post, _ = comment_sight.seen(post_id, comment_id, to=me)
    if me not in post.authors:
        raise Forbidden("Only the authors of a post approve comments.", code="not-the-author")
    if comment.held:
        comment_store.approve_comment(comment)
