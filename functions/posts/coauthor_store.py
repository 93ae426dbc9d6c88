"""Writes of co-authors: invited, joined, gone. Each is one transaction, bound to the version of the post."""

import msgspec
from pynamodb.expressions.update import Action

from contracts.posts import CoauthorJoined, CoauthorLeft
from kernel.ids import FactId, PersonId, new_id
from kit import store
from posts import keys
from posts.post_reads import Invitation, Post
from posts.post_store import Card, Row, asked, changed, counted, forget, unasked
from posts.store import Item, held


def invite(post: Post, person: PersonId) -> bool:
    """Invite somebody. False when the post changed meanwhile."""
    made = Invitation(FactId(new_id()))
    invitations = {**post.invitations, person: made}
    return held([changed(post, [_invitations(invitations)]), *asked(post.card, person, made)])


def join(post: Post, person: PersonId) -> bool:
    """Make an invited person an author: with a row in their grid or archive. False when the post changed meanwhile."""
    card, invitation = post.card, post.invitations[person]
    fact = CoauthorJoined(
        invitation_id=invitation.id,
        post_id=card.post_id,
        author=card.author,
        coauthor=person,
        published_at=card.published_at,
        photos=card.photos,
        audience="close" if card.audience == "close" else "everyone",
    )
    invitations = {**post.invitations, person: Invitation(invitation.id, joined=True)}
    actions = [_invitations(invitations), Card.coauthors.set(" ".join([*card.coauthors, person]))]
    row = Row(
        keys.author(person),
        keys.archived(card.post_id) if post.archived else keys.row(card.post_id),
        author=card.author,
        packed=store.packed(fact, actor=person),
    )
    steps = [changed(post, actions), store.delete(Row, keys.invited(person), card.post_id), store.put(row)]
    done = held([*steps, *([] if post.archived else [counted(person, 1)])])
    forget(card.post_id)
    return done


def leave(post: Post, person: PersonId, by: PersonId) -> bool:
    """Have somebody be no author and not invited any more. False when the post changed meanwhile."""
    card, invitation = post.card, post.invitations[person]
    fact = CoauthorLeft(
        invitation_id=invitation.id,
        post_id=card.post_id,
        author=card.author,
        coauthor=person,
        joined=invitation.joined,
    )
    coauthors = [each for each in card.coauthors if each != person]
    actions = [
        _invitations({each: kept for each, kept in post.invitations.items() if each != person}),
        Card.coauthors.set(" ".join(coauthors)) if coauthors else Card.coauthors.remove(),
    ]
    steps = [changed(post, actions), *unasked(card, person), store.outbox(Item, fact, actor=by)]
    if invitation.joined and post.archived:
        steps.append(store.delete(Row, keys.author(person), keys.archived(card.post_id)))
    elif invitation.joined:
        steps += [store.delete(Row, keys.author(person), keys.row(card.post_id)), counted(person, -1)]
    done = held(steps)
    forget(card.post_id)
    return done


def _invitations(invitations: dict[PersonId, Invitation]) -> Action:
    if not invitations:
        return Card.invitations.remove()
    return Card.invitations.set(msgspec.json.encode(invitations).decode())
