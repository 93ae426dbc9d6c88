"""Muting: somebody's posts or stories are not in one's feed, nor what they do among one's notifications."""

from graph import reads, relation_store, store
from graph.model import MAX_MUTING, nobody
from kernel import paging
from kernel.errors import Conflict, Invalid
from kernel.ids import PersonId
from kernel.paging import Cursor, Limit, Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.endpoints import Username
from kit.service import Service
from views import cards, visible
from views.graph import Digest
from views.profiles import PersonAnswer, person, profile_key

app = Service("mutes")

PAGE = Limit(30)


class Mute(Body, frozen=True):
    """What not to see of somebody. Neither is the same as not to mute."""

    posts: bool = True
    stories: bool = True


class Muted(Answer, frozen=True):
    """Somebody who is muted, and what of theirs."""

    person: PersonAnswer
    posts: bool
    stories: bool


@app.put("/v1/people/{username}/mute", status=204)
def mute_person(me: PersonId, username: Username, body: Mute) -> None:
    """See nothing of somebody in feeds; their page shows everything as before. They are not told."""
    them, sight = reads.met(username, me)
    _mute(me, them, sight.digest, body)


@app.delete("/v1/people/{username}/mute", status=204)
def unmute_person(me: PersonId, username: Username) -> None:
    """See everything of somebody again; doing so again changes nothing."""
    them, digest = reads.person_named(username, me)
    wanted = Mute(posts=False, stories=False)
    if _muted(digest, them) == (False, False) and not visible.meeting(them, me, digest).person(them):
        raise nobody()
    _mute(me, them, digest, wanted)


@app.get("/v1/me/mutes")
def list_muted(me: PersonId, cursor: Cursor | None = None, limit: Limit = PAGE) -> Page[Muted]:
    """Whom one has muted: those who joined last come first."""
    key, scope = secrets.key("cursor-key"), f"mutes:{me}"
    before = paging.unseal(cursor, str, key=key, scope=scope) if cursor else None
    digest = reads.digest(me)
    known = sorted({*digest.muted, *digest.muted_stories}, reverse=True)
    left = [each for each in known if before is None or each < before]
    page, more = left[:limit], len(left) > limit
    loaded = cards.load(map(profile_key, page))
    sight = visible.sight(me, page, digest=digest, loaded=loaded, followed=page)
    return Page(
        [
            Muted(person=person(sight.card(each)), posts=each in digest.muted, stories=each in digest.muted_stories)
            for each in page
            if sight.person(each)
        ],
        paging.seal(page[-1], key=key, scope=scope) if more else None,
    )


def _mute(me: PersonId, them: PersonId, digest: Digest, wanted: Mute) -> None:
    if me == them:
        raise Invalid("Nobody can mute themselves.", code="mute-oneself")
    known: list[Digest] = [digest]

    def attempt() -> None:
        now = known.pop() if known else reads.digest(me)
        if _muted(now, them) == (wanted.posts, wanted.stories):
            return
        if (wanted.posts or wanted.stories) and max(len(now.muted), len(now.muted_stories)) >= MAX_MUTING:
            raise Conflict(f"One can mute {MAX_MUTING:,} people.", code="mutes-too-many")
        relation_store.mute(me, them, posts=wanted.posts, stories=wanted.stories)

    store.settled(attempt)


def _muted(digest: Digest, person: PersonId) -> tuple[bool, bool]:
    return person in digest.muted, person in digest.muted_stories
