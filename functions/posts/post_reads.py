"""Reads of posts as their authors keep them: with invitations and version, archives, former versions, drafts."""

from datetime import datetime, timedelta
from typing import Annotated, Any, NewType

import msgspec
from msgspec import Meta, Struct

from kernel import clock
from kernel.errors import Forbidden, NotFound
from kernel.ids import PATTERN, FactId, PersonId, PostId
from kernel.packing import unpack
from kit.settings import settings
from kit.wire import Page, Table
from posts import keys
from posts.shapes import NewDraft
from views import visible
from views.posts import Place, PostCard, card_of, pins_of

DraftId = NewType("DraftId", Annotated[str, Meta(pattern=PATTERN)])

LOOK_BACK = timedelta(days=3)
"""How long the platform may have been down without a scheduled post being forgotten."""

_table = Table(lambda: settings().table("posts"))
_draft = msgspec.json.Decoder(NewDraft).decode


class Invitation(Struct, frozen=True, rename="camel"):
    """Somebody was asked to be an author of a post, and is one if `joined`."""

    id: FactId
    joined: bool = False


_invitations = msgspec.json.Decoder(dict[PersonId, Invitation]).decode


class Post(Struct, frozen=True):
    """A post as it is stored. Every change of it gives a greater `version`."""

    card: PostCard
    version: int = 0
    invitations: dict[PersonId, Invitation] = {}
    archived: bool = False
    taken_down: bool = False
    moderated: str = ""


class Former(Struct, frozen=True):
    """What a post said from `written_at` on until it was edited. `alts` are in the order of the photographs."""

    caption: str
    alts: list[str]
    place: Place | None
    written_at: datetime


class Draft(Struct, frozen=True):
    """A post that is not published yet. `state` is `draft`, `scheduled` (for `publish_at`) or `failed` (see `problem`).

    `due` is the key of its row among those to be published.
    """

    id: DraftId
    owner: PersonId
    content: NewDraft
    changed_at: datetime
    state: str = "draft"
    publish_at: datetime | None = None
    problem: str | None = None
    version: int = 1

    @property
    def due(self) -> tuple[str, str] | None:
        if self.publish_at is None:
            return None
        stamp = clock.stamp(self.publish_at)
        return keys.due(stamp[:10]), keys.due_row(stamp, self.owner, self.id)


def post(post_id: PostId) -> Post | None:
    """A post, read strongly."""
    item = _table.get(keys.post(post_id), keys.CARD, consistent=True)
    if item is None:
        return None
    return Post(
        card=card_of(item),
        version=int(item.get("version", 0)),
        invitations=_invitations(item["invitations"]) if "invitations" in item else {},
        archived=bool(item.get("archived")),
        taken_down=bool(item.get("taken_down")),
        moderated=item.get("moderated", ""),
    )


def own(post_id: PostId, me: PersonId) -> Post:
    """One's own post. NotFound when one may not know that it exists, Forbidden when it is somebody else's."""
    found = post(post_id)
    if found is not None and found.card.author == me:
        return found
    visible.post(post_id, to=me)
    raise Forbidden("Only the author of a post may do this.", code="not-the-author")


def is_gone(author: PersonId, post_id: PostId) -> bool:
    """Whether this person deleted this post not long ago."""
    return _table.get(keys.author(author), keys.gone(post_id), consistent=True) is not None


def archive_of(person: PersonId, *, before: str | None, limit: int) -> tuple[list[PostId], str | None]:
    """Posts that a person archived, newest first, and where the next page starts (None at the end)."""
    pk = keys.author(person)
    start = {"pk": pk, "sk": keys.archived(PostId(before))} if before else None
    page = _table.query(
        pk, sk_prefix=keys.ARCHIVED, start=start, limit=limit + 1, forward=False, consistent=True, project=["sk"]
    )
    found = [PostId(item["sk"].removeprefix(keys.ARCHIVED)) for item in page]
    return found[:limit], found[limit - 1] if len(found) > limit else None


def pins(person: PersonId) -> list[PostId]:
    """What a person pinned, in order, read strongly."""
    return pins_of(_table.get(keys.author(person), keys.POST_PINS, consistent=True))


def history(post_id: PostId, *, before: str | None, limit: int) -> tuple[list[Former], str | None]:
    """A post's former versions, newest first, and where the next page starts (None at the end)."""
    pk = keys.history(post_id)
    start = {"pk": pk, "sk": before} if before else None
    page = _table.query(pk, start=start, limit=limit + 1, forward=False, consistent=True)
    found = [
        Former(
            caption=item.get("caption", ""),
            alts=msgspec.json.decode(item["alts"], type=list[str]),
            place=msgspec.json.decode(item["place"], type=Place) if "place" in item else None,
            written_at=clock.read(item["written_at"]),
        )
        for item in page.items[:limit]
    ]
    return found, page.items[limit - 1]["sk"] if len(page) > limit else None


def version_keys(post_id: PostId, limit: int) -> list[tuple[str, str]]:
    """Keys of a post's former versions, for removing them."""
    page = _table.query(keys.history(post_id), limit=limit, consistent=True, project=["pk", "sk"])
    return [(item["pk"], item["sk"]) for item in page]


def tagged_of(person: PersonId, *, before: str | None, limit: int) -> tuple[list[tuple[PostId, PersonId]], str | None]:
    """Posts on which a person is tagged and their authors, newest first, and where the next page starts."""
    pk = keys.tagged(person)
    return _rows(_table.query(pk, start=_start(pk, before), limit=limit + 1, forward=False), limit)


def invited_to(person: PersonId, *, before: str | None, limit: int) -> tuple[list[tuple[PostId, PersonId]], str | None]:
    """Posts to which a person is invited and their authors, newest first, and where the next page starts."""
    pk = keys.invited(person)
    return _rows(_table.query(pk, start=_start(pk, before), limit=limit + 1, forward=False, consistent=True), limit)


def collaborations(person: PersonId, author: PersonId) -> list[PostId]:
    """Posts of `author` of which `person` is an author, too, or invited to be one."""
    prefix = keys.collaboration(author)
    page = _table.query(keys.collaborations(person), sk_prefix=prefix, consistent=True, project=["sk"])
    return [PostId(item["sk"].removeprefix(prefix)) for item in page]


def tags_by(person: PersonId, author: PersonId) -> list[PostId]:
    """All posts of `author` on which `person` is tagged. Reads all of the person's rows: 8,000 per request."""
    found: list[PostId] = []
    start: dict[str, Any] | None = None
    while True:
        page = _table.query(keys.tagged(person), start=start, consistent=True, project=["sk", "author"])
        found += [PostId(item["sk"]) for item in page if item["author"] == author]
        start = page.last_key
        if start is None:
            return found


def draft(owner: PersonId, draft_id: DraftId) -> Draft | None:
    """A draft, read strongly."""
    item = _table.get(keys.drafts(owner), draft_id, consistent=True)
    return _draft_of(item, owner) if item else None


def own_draft(owner: PersonId, draft_id: DraftId) -> Draft:
    """A draft, read strongly. NotFound when there is none."""
    found = draft(owner, draft_id)
    if found is None:
        raise NotFound("This draft does not exist.", code="draft-not-found")
    return found


def drafts_of(owner: PersonId, *, before: str | None, limit: int) -> tuple[list[Draft], str | None]:
    """A person's drafts, newest first, and where the next page starts (None at the end)."""
    pk = keys.drafts(owner)
    ids = "8"  # above all ids; their number lies beyond
    page = _table.query(pk, sk_to=ids, start=_start(pk, before), limit=limit + 1, forward=False, consistent=True)
    found = [_draft_of(item, owner) for item in page]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def due_by(moment: datetime, limit: int) -> list[tuple[PersonId, DraftId]]:
    """Drafts that are to be published by now, the most overdue ones first, at most `limit`."""
    found: list[tuple[PersonId, DraftId]] = []
    for back in range(LOOK_BACK.days - 1, -1, -1):
        day = clock.stamp(moment - timedelta(days=back))[:10]
        page = _table.query(keys.due(day), sk_to=clock.stamp(moment) + "~", limit=limit, consistent=True)
        found += [(PersonId(owner), DraftId(id_)) for _, owner, id_ in (row["sk"].split("#") for row in page)]
    return found[:limit]


def _draft_of(item: dict[str, Any], owner: PersonId) -> Draft:
    return Draft(
        id=DraftId(item["sk"]),
        owner=owner,
        content=_draft(unpack(item["content"])),
        changed_at=clock.read(item["changed_at"]),
        state=item["state"],
        publish_at=clock.read(item["publish_at"]) if "publish_at" in item else None,
        problem=item.get("problem"),
        version=int(item["version"]),
    )


def _start(pk: str, before: str | None) -> dict[str, str] | None:
    return {"pk": pk, "sk": before} if before else None


def _rows(page: Page, limit: int) -> tuple[list[tuple[PostId, PersonId]], str | None]:
    rows = page.items[:limit]
    found = [(PostId(row["sk"]), PersonId(row["author"])) for row in rows]
    return found, rows[-1]["sk"] if len(page) > limit else None
