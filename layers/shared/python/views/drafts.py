"""Drafts of posts, as far as others must know of them: which pictures they hold."""

from kernel.ids import MediaId, PersonId
from kit.settings import settings
from kit.wire import Table


def hold(person: PersonId, media: MediaId) -> bool:
    """Whether a draft of a person, scheduled ones included, holds a picture. Read strongly.

    A draft is a row below `DRAFTS#<person>` of the posts table whose text names its media ids.
    """
    table = Table(settings().table("posts"))
    start = None
    while True:
        page = table.query(f"DRAFTS#{person}", consistent=True, limit=100, start=start)
        if any(media in str(item) for item in page):
            return True
        if page.last_key is None:
            return False
        start = page.last_key
