"""Hashtags that one follows."""

from contextlib import suppress

from contracts.discovery import TagFollowed
from discovery import reads, store, tag_heads, words
from discovery.shapes import FollowedTags, TagName
from kernel.errors import Away
from kernel.ids import PersonId, new_id
from kit import bus
from kit.service import Service

app = Service("tags")


@app.get("/v1/me/tags")
def list_followed_tags(me: PersonId) -> FollowedTags:
    """Hashtags that one follows."""
    return FollowedTags(items=reads.followed_tags(me).tags)


@app.put("/v1/tags/{tag}/follow", status=204)
def follow_tag(me: PersonId, tag: TagName) -> None:
    """Follow a hashtag: its posts come into one's feed. Again changes nothing. Conflict beyond 100.

    While search is away it is followed, too, and posts come from the next one on.
    """
    plain = words.parse_tag(tag)
    # said before it is so: whoever stops in between has said it of somebody who follows nothing, which is harmless
    bus.say(TagFollowed(person=me, tag=plain), actor=me, id_=new_id())
    store.follow_tag(me, plain)
    store.begin_head(plain)
    with suppress(Away):
        tag_heads.refresh([plain])


@app.delete("/v1/tags/{tag}/follow")
def unfollow_tag(me: PersonId, tag: TagName) -> None:
    """Follow a hashtag no more; doing so again changes nothing."""
    store.unfollow_tag(me, words.parse_tag(tag))
