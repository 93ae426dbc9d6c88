"""Writing down for a person what they published, said, liked and kept, and where they are named."""

from collections.abc import Iterator

from kernel.ids import PostId
from kit.exporting import Exports, Source
from kit.items import Item
from kit.steps import Work
from kit.wire import Index
from posts import keys, reads

app = Exports("posts")

COMMENTERS = Index("commenters", "commenter", "sk")
"""Who wrote which comments; only comments have a `commenter`."""


def _posts(rows: list[Item]) -> Iterator[Item]:
    """The posts to which an author's rows lead, with their counts and former versions; not those of others."""
    for row in rows:
        for prefix in (keys.ROW, keys.ARCHIVED):
            if row["sk"].startswith(prefix):
                post_id = PostId(row["sk"].removeprefix(prefix))
                found = app.below(keys.post(post_id))
                if any(keys.author(item.get("author", "")) == row["pk"] for item in found):
                    yield from found
                    yield from app.below(keys.history(post_id))


@app.things("posts", "posts", more=_posts, wanted=lambda item: not item["sk"].startswith("GONE#"))
def posts(work: Work) -> list[Source]:
    """Their posts, archived ones too, with all versions; what is pinned, and how many there are."""
    return [Source(keys.author(work.person))]


@app.things("drafts", "posts")
def drafts(work: Work) -> list[Source]:
    """What they did not publish yet."""
    return [Source(keys.drafts(work.person))]


@app.things("named", "posts")
def named(work: Work) -> list[Source]:
    """The posts of others on which they are tagged, co-author, or invited to be that."""
    return [Source(of(work.person)) for of in (keys.tagged, keys.collaborations, keys.invited)]


@app.things("comments", "comments", but=["held", "hidden"], wanted=lambda item: "gone" not in item)
def comments(work: Work) -> list[Source]:
    """What they wrote under posts. Whether somebody hid it there is not told, as it is not told elsewhere."""
    return [Source(work.person, by=COMMENTERS)]


@app.things("likes", "likes")
def likes(work: Work) -> list[Source]:
    """Which posts and comments they like."""
    return [Source(f"LIKES#{work.person}"), Source(keys.comment_likes(work.person))]


@app.things("saved", "saved")
def saved(work: Work) -> list[Source]:
    """What they kept, and in which collections."""
    inside = [Source(keys.saved(work.person, each.id)) for each in reads.collections_of(work.person)]
    return [Source(keys.saves(work.person)), Source(keys.collections(work.person)), *inside]


@app.things("hidden_words", "account")
def hidden_words(work: Work) -> list[Source]:
    """Words that they do not want to read."""
    return [Source(keys.words(work.person))]
