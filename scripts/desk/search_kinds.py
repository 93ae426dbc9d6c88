"""The kinds of searches that the bench of search makes: what is looked for, by the platform's own code and by SQL.

Terms are drawn by chance that is always the same. What many look for is what is common: hashtags, places and authors
are drawn as they are spread over the posts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, NamedTuple

from discovery import follows, index, lookups, model, posts_index, suggesting, trends, words
from discovery.shapes import Order
from discovery.suggesting import Asked

from desk.search_data import SPAN, World, mistyped
from kernel.ids import PersonId, PostId
from views.graph import Digest
from views.posts import PostCounts, place_id

HIDDEN = 200
"""People whom a reader hides, where one hides any: among them those who post most."""

PAGE = 22
"""Posts of a page, and one more."""

Sql = tuple[str, list[Any]]
Draw = Callable[[random.Random], Any]


class Kind(NamedTuple):
    """One kind: how a term is drawn, what is done with it, and the query of PostgreSQL that does the same.

    `in_order`: what it finds must come in the order of an index, without sorting.
    """

    name: str
    draw: Draw
    ours: Callable[[Any], Any]
    rival: Callable[[Any], Sql] | None = None
    in_order: bool = False


def kinds(world: World) -> list[Kind]:
    """All kinds, for this data."""
    found = [*_people(world), *_labels(world), *_heads(world), *_pages(world), *_captions(world), *_lists(world)]
    return [*found, *_all(world)]


def _people(world: World) -> list[Kind]:
    def name(rng: random.Random, least: int = 2) -> list[str]:
        while True:
            parts = rng.choice(world.people).name.lower().split()
            if len(parts[-1]) >= least:
                return parts

    def ours(text: str) -> Any:
        return index.find(model.parse_query(text))

    draws: dict[str, Draw] = {
        "1 letter": lambda rng: name(rng)[-1][:1],
        "3 letters": lambda rng: name(rng, 3)[-1][:3],
        "8 letters": lambda rng: name(rng, 8)[-1][:8],
        "a typing error": lambda rng: mistyped(rng, name(rng, 6)[-1]),
        "two words": lambda rng: " ".join([name(rng)[0], name(rng)[-1][:3]]),
        "two letters apart": lambda rng: " ".join(each[:1] for each in name(rng)),
        "first and last name": lambda rng: " ".join(name(rng)),
    }
    return [Kind(f"people, {what}", draw, ours, people_sql) for what, draw in draws.items()]


def _labels(world: World) -> list[Kind]:
    def tag(rng: random.Random, least: int) -> str:
        while len(found := world.tags[world.by_tags.draw(rng)[0]]) < least:
            pass
        return found

    def place(rng: random.Random, least: int) -> str:
        while len(found := world.places[world.by_places.draw(rng)[0]].split()[-1]) < least:
            pass
        return found

    def beginnings(rng: random.Random) -> str:
        return " ".join(each[:4] for each in world.places[world.by_places.draw(rng)[0]].split()[:2])

    made = []
    for kind, many, one in ((words.TAG, "hashtags", tag), (words.PLACE, "places", place)):
        draws = {f"{many}, {what}": draw for what, draw in _typed(one).items()}
        if kind == words.PLACE:
            draws["places, beginnings of two words"] = beginnings
        made += [
            Kind(name, draw, partial(_found, kind), partial(labels_sql, kind), in_order=True)
            for name, draw in draws.items()
        ]
    made.append(
        Kind(
            f"hashtags, 3 letters, {HIDDEN} hidden",
            _with_hidden(world, lambda rng: tag(rng, 3)[:3]),
            lambda term: lookups.labels(words.TAG, *term),
            lambda term: labels_sql(words.TAG, *term),
            in_order=True,
        )
    )
    return made


def _typed(one: Callable[[random.Random, int], str]) -> dict[str, Draw]:
    """What somebody types of a name that is drawn with so many letters at least."""
    return {
        "1 letter": lambda rng: one(rng, 1)[:1],
        "3 letters": lambda rng: one(rng, 3)[:3],
        "8 letters": lambda rng: one(rng, 8)[:8],
        "a typing error": lambda rng: mistyped(rng, one(rng, 6)),
    }


def _found(kind: str, text: str) -> Any:
    return lookups.labels(kind, text, ())


def _heads(world: World) -> list[Kind]:
    head = "select id, name, posts from labels where id = any(%s)"
    less = "select label, sum(n) from shares where label = any(%s) and author = any(%s) group by label"
    return [
        Kind(
            "head of a hashtag",
            lambda rng: _tag(world, rng),
            lambda id_: lookups.label(id_, ()),
            lambda id_: (head, [[id_]]),
        ),
        Kind(
            f"head of a hashtag, {HIDDEN} hidden",
            _with_hidden(world, lambda rng: _tag(world, rng)),
            lambda term: lookups.label(*term),
            lambda term: (less, [[term[0]], term[1]]),
        ),
    ]


class Page(NamedTuple):
    """A page of posts that have a label."""

    label: str
    order: Order
    hide: Collection[PersonId] = ()
    before: tuple[float, PostId] | None = None


def _pages(world: World) -> list[Kind]:
    def moment(rng: random.Random) -> tuple[float, PostId]:
        post = PostId(world.id(rng, SPAN * rng.random()))
        return posts_index.rank(post, PostCounts(likes=rng.choice([0, 1, 3, 20]))), post

    def hidden(rng: random.Random) -> list[PersonId]:
        return _hidden(world, rng)

    def draws(order: Order) -> dict[str, Draw]:
        return {
            f"posts of a hashtag, {order}": lambda rng: Page(_tag(world, rng), order),
            f"posts of a hashtag, {order}, a later page": lambda rng: Page(_tag(world, rng), order, (), moment(rng)),
            f"posts of a hashtag, {order}, {HIDDEN} hidden": lambda rng: Page(_tag(world, rng), order, hidden(rng)),
            f"posts of a place, {order}": lambda rng: Page(_place(world, rng), order),
        }

    def ours(page: Page) -> Any:
        return lookups.with_label(page.label, page.order, page.hide, before=page.before, limit=PAGE)

    both = draws("recent") | draws("top")
    return [Kind(name, draw, ours, _page_sql, in_order=True) for name, draw in both.items()]


def _captions(world: World) -> list[Kind]:
    def one(rng: random.Random, first: float, last: float) -> str:
        many = len(world.words)
        return world.words[rng.randrange(round(first * many), round(last * many))]

    def common(rng: random.Random) -> str:
        return one(rng, 0, 1 / 600)

    def middle(rng: random.Random) -> str:
        return one(rng, 1 / 60, 1 / 6)

    def rare(rng: random.Random) -> str:
        return one(rng, 1 / 2, 1)

    def typed(rng: random.Random) -> str:
        return " ".join(world.words[each] for each in world.by_words.draw(rng, rng.choice([1, 2, 2, 3])))

    draws: dict[str, Draw] = {
        "a common word": common,
        "a word of some posts": middle,
        "a rare word": rare,
        "two common words": lambda rng: f"{common(rng)} {common(rng)}",
        "a common and a rare word": lambda rng: f"{common(rng)} {rare(rng)}",
        "two words of some posts": lambda rng: f"{middle(rng)} {middle(rng)}",
        "a hashtag and a common word": lambda rng: f"{_tag(world, rng)} {common(rng)}",
        "three common words": lambda rng: f"{common(rng)} {common(rng)} {common(rng)}",
        "words by how common they are": typed,
    }
    made = [
        Kind(
            f"captions, {what}",
            draw,
            lambda text: lookups.with_words(text, (), before=None, limit=PAGE),
            lambda text: _words_sql(text, ()),
        )
        for what, draw in draws.items()
    ]
    made.append(
        Kind(
            f"captions, a common word, {HIDDEN} hidden",
            _with_hidden(world, draws["a common word"]),
            lambda term: lookups.with_words(*term, before=None, limit=PAGE),
            lambda term: _words_sql(*term),
        )
    )
    return made


def _lists(world: World) -> list[Kind]:
    def friends(rng: random.Random) -> list[PersonId]:
        return rng.sample(world.busy, min(suggesting.FRIENDS, len(world.busy)))

    def reader(rng: random.Random) -> Asked:
        me = world.people[world.by_authors.draw(rng)[0]].id
        return Asked(me, Digest(), (), more=False, dismissed=frozenset(), tags=(_tag(world, rng)[1:],))

    followed = (
        "select followee, array_agg(follower), count(*) as n from follows where follower = any(%s) "
        "group by followee order by n desc, followee limit 60"
    )
    shared = (
        "with own as (select label from shares where author = %s and label like '#%%' order by n desc limit 20) "
        "select s.label, s.author, s.n from shares s where label in (select label from own) or label = %s "
        "order by n desc limit 200"
    )
    return [
        Kind("what trends", lambda _: "week", lambda span: trends.read("tags", span, ())),
        Kind(
            "suggestions, friends of 200 friends",
            friends,
            lambda many: follows.followed_by(many, (), 60),
            lambda many: (followed, [many]),
        ),
        Kind(
            "suggestions, people of one's hashtags",
            reader,
            lambda asked: suggesting._interested(asked, 60),  # noqa: SLF001 - what is measured
            lambda asked: (shared, [asked.me, f"#{asked.tags[0]}"]),
        ),
    ]


def people_sql(text: str) -> Sql:
    """Up to 50 people a word of whose name begins so; from four letters on also with a typing error."""
    query = model.parse_query(text)
    begins = " & ".join(f"{each}:*" for each in query.words)
    found = "to_tsvector('simple', called) @@ to_tsquery('simple', %s)"
    if max(map(len, query.words)) < model.LEAST_TYPO:
        return f"select id from people where {found} limit 50", [begins]  # noqa: S608 - of two texts of ours
    return f"select id from people where {found} or %s <%% called limit 50", [begins, query.text]  # noqa: S608


def labels_sql(kind: str, text: str, hide: Collection[PersonId] = ()) -> Sql:
    """The 50 most used hashtags or places that begin so; from four letters on also with a typing error."""
    if kind == words.TAG:
        found, values = "name like %s", [f"{text}%"]
    else:
        found, values = (
            "to_tsvector('simple', name) @@ to_tsquery('simple', %s)",
            [" & ".join(f"{each}:*" for each in text.split())],
        )
    if len(text) >= model.LEAST_TYPO:
        found = f"({found} or {'name %% %s' if kind == words.TAG else '%s <%% name'})"
        values.append(text)
    query = f"select id, name, posts from labels where kind = '{kind}' and {found} order by posts desc, id limit 50"  # noqa: S608
    if not hide:
        return query, values
    less = "select coalesce(sum(n), 0) from shares where label = found.id and author = any(%s)"
    return f"with found as ({query}) select id, name, posts - ({less}) from found", [*values, list(hide)]  # noqa: S608


def _page_sql(page: Page) -> Sql:
    query = "select post, author, rank from labelled where label = %s and open"
    values: list[Any] = [page.label]
    if page.before:
        query += " and post < %s" if page.order == "recent" else " and (rank, post) < (%s, %s)"
        values += page.before[1:] if page.order == "recent" else page.before
    if page.hide:
        query += " and author <> all(%s)"
        values.append(list(page.hide))
    query += f" order by {'post desc' if page.order == 'recent' else 'rank desc, post desc'} limit {PAGE}"
    return query, values


def _words_sql(text: str, hide: Collection[PersonId]) -> Sql:
    """Open posts with all of these words, the newest first."""
    tags = [each for each in text.split() if each[0] == words.TAG]
    plain = " ".join(each for each in text.split() if each[0] != words.TAG)
    joined, where = "", ["p.open", "p.found @@ plainto_tsquery('english', %s)"]
    values: list[Any] = [plain]
    for each in tags:
        joined += " join labelled l on l.post = p.id"
        where += ["l.label = %s", "l.open"]
        values.append(each)
    if hide:
        where.append("p.author <> all(%s)")
        values.append(list(hide))
    wanted = " and ".join(where)
    query = f"select p.id, p.author, p.rank from posts p{joined} where {wanted} order by p.id desc limit {PAGE}"  # noqa: S608
    return query, values


def _all(world: World) -> list[Kind]:
    def ours(term: tuple[str, Collection[PersonId]]) -> Any:
        text, hide = term
        best = lookups.of_all_kinds(model.parse_query(text), text, hide, posts=9)
        return best if any(best) else None

    def word(rng: random.Random) -> str:
        return world.words[round(rng.random() * (len(world.words) // 6))]

    draws: dict[str, Draw] = {
        "3 letters": lambda rng: world.tags[world.by_tags.draw(rng)[0]][:3],
        "a word": word,
        "a name": lambda rng: rng.choice(world.people).name.lower(),
    }

    def nobody_hidden(draw: Draw) -> Draw:
        return lambda rng: (draw(rng), ())

    made = [Kind(f"all kinds, {what}", nobody_hidden(draw), ours) for what, draw in draws.items()]
    made.append(Kind(f"all kinds, a word, {HIDDEN} hidden", _with_hidden(world, word), ours))
    return made


def _with_hidden(world: World, draw: Draw) -> Draw:
    return lambda rng: (draw(rng), _hidden(world, rng))


def _hidden(world: World, rng: random.Random) -> list[PersonId]:
    """People to hide: half of them as they post, half anybody."""
    some = world.by_authors.draw(rng, HIDDEN // 2)
    return sorted({world.people[each].id for each in [*some, *rng.choices(range(len(world.people)), k=HIDDEN // 2)]})


def _tag(world: World, rng: random.Random) -> str:
    return words.tag_label(world.tags[world.by_tags.draw(rng)[0]])


def _place(world: World, rng: random.Random) -> str:
    return words.place_label(place_id(world.places[world.by_places.draw(rng)[0]]))
