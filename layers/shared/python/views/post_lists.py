"""Posts of a list as their reader may see them."""

from collections.abc import Collection, Iterable, Sequence

from kernel.ids import PersonId, PostId
from kit.wire import batch_get
from views import cards, posts, profiles, visible
from views.graph import Digest
from views.posts import PostAnswer
from views.visible import Sight


def answers(
    found: Sequence[tuple[PostId, PersonId]],
    reader: PersonId | None,
    digest: Digest,
    *,
    pinned: Collection[PostId] = (),
    anyway: bool = False,
) -> list[PostAnswer]:
    """These posts, with their authors, as `reader` may see them; the others are left out. At most 4 requests.

    With `anyway` it is enough that the reader may meet the authors: for posts that were shown to them on purpose.
    """
    loaded = cards.load(each for post_id, author in found for each in cards.post_keys(post_id, author))
    items = (loaded.get(posts.post_key(post_id)) for post_id, _ in found)
    there = [posts.card_of(item) for item in items if item]
    known = {author for _, author in found}
    others = {person for card in there for person in [card.author, *posts.beside(card)]} - known
    if others:
        loaded = loaded | cards.load(map(profiles.profile_key, others))
    sight = visible.sight(reader, (), digest=digest, of=there, loaded=loaded)
    shown = [
        card
        for card in there
        if (sight.post(card) or (anyway and card.state == "published" and all(map(sight.person, card.authors))))
    ]
    liked = liked_among(reader, (card.post_id for card in shown)) if reader else set()
    people = cards.people(loaded, {person for card in shown for person in [card.author, *posts.beside(card)]})
    meet = Sight(reader, digest, people)
    return [
        posts.answer(
            card,
            people[card.author],
            posts.counts_of(loaded.get(posts.counts_key(card.post_id))),
            liked=card.post_id in liked,
            reader=reader,
            people={each: people[each] for each in posts.beside(card) if people[each].username and meet.person(each)},
            pinned=card.post_id in pinned,
        )
        for card in shown
    ]


def liked_among(person: PersonId, ids: Iterable[PostId]) -> set[PostId]:
    """Which of these posts (at most 100) a person likes: one request, read strongly.

    For posts that lie far apart in time; for those of a feed `views.posts.own_likes` is cheaper.
    """
    found = batch_get([posts.like_key(person, each) for each in ids], consistent=True)
    return {PostId(sk) for (_, _, sk), item in found.items() if posts.is_liked(item)}
