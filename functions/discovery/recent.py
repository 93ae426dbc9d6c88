"""What one opened from a search, or looked for, lately: one's own list."""

import unicodedata
from collections.abc import Callable, Mapping

import msgspec

from discovery import reads, store, words
from discovery.model import Looked, LookedKind
from discovery.shapes import (
    PersonFound,
    PlaceId,
    RecentPerson,
    RecentPlace,
    RecentSearch,
    RecentTag,
    RecentWords,
    SearchId,
    Words,
)
from kernel.errors import Invalid, at
from kernel.ids import PersonId
from kernel.shapes import Answer, Body
from kit.service import Service
from views import posts

app = Service("recent")


class Opened(Body, frozen=True):
    """What one opened from a search, or looked for.

    `what`: of a `person` the id, of a `tag` the hashtag, of a `place` its name, of `words` these.
    """

    kind: LookedKind
    what: Words


class Searches(Answer, frozen=True):
    """At most 20, the latest first."""

    items: list[RecentSearch]


@app.get("/v1/me/searches")
def list_searches(me: PersonId) -> Searches:
    """What one opened from a search, or looked for, the latest first. Whom one may not meet now is left out."""
    looked = reads.recent(me).looked
    people = reads.may_meet(me, [PersonId(each.what) for each in looked if each.kind == "person"])
    return Searches(items=[shown for each in looked if (shown := _shown(each, people))])


@app.post("/v1/me/searches", status=204)
def keep_search(me: PersonId, body: Opened) -> None:
    """Remember what one opened or looked for; again puts it first. Whether there is such a thing is not said."""
    store.keep_search(me, _parsed(body))


@app.delete("/v1/me/searches/{search_id}")
def forget_search(me: PersonId, search_id: SearchId) -> None:
    """Forget one; doing so again changes nothing."""
    store.forget_search(me, search_id)


@app.delete("/v1/me/searches")
def forget_searches(me: PersonId) -> None:
    """Forget all of them; doing so again changes nothing."""
    store.forget_searches(me)


def _parsed(body: Opened) -> Looked:
    return Looked(body.kind, at("/what", _PARSERS[body.kind], body.what))


def _shown(looked: Looked, people: Mapping[PersonId, PersonFound]) -> RecentSearch | None:
    id_ = SearchId(looked.id)
    if looked.kind == "tag":
        return RecentTag(id=id_, tag=looked.what)
    if looked.kind == "place":
        return RecentPlace(id=id_, place_id=PlaceId(posts.place_id(looked.what)), name=looked.what)
    if looked.kind == "words":
        return RecentWords(id=id_, words=looked.what)
    person = people.get(PersonId(looked.what))
    return RecentPerson(id=id_, person=person) if person else None


def _person_id(text: str) -> str:
    try:
        return msgspec.convert(text, PersonId)
    except msgspec.ValidationError:
        raise Invalid("This is no id of a person.") from None


def _line(text: str) -> str:
    """In one line. Invalid when nobody sees anything of it, or it has control characters."""
    line = posts.place_name(text)
    if not any(map(str.isprintable, line)) or any(unicodedata.category(each) == "Cc" for each in line):
        raise Invalid("Give 1 to 200 characters that can be seen.")
    return line


_PARSERS: dict[LookedKind, Callable[[str], str]] = {
    "person": _person_id,
    "tag": words.parse_tag,
    "place": _line,
    "words": _line,
}
