"""Invitations: a code that lets one person sign up where sign-up is by invitation. Codes are kept as hashes."""

import os
from base64 import b32encode

from pynamodb.attributes import UnicodeAttribute

from identity import keys
from identity.model import INVITATION_DAYS, digest
from identity.store import Item
from kernel import clock
from kernel.errors import Forbidden
from kernel.ids import PersonId
from kit import store


class Invitation(Item):
    made_by = UnicodeAttribute()
    used_by = UnicodeAttribute(null=True)


def make(made_by: str, *, days: int = INVITATION_DAYS) -> str:
    """A new invitation's code: 80 random bits, such as `k3vq-7mzx-…`. It is not stored and cannot be shown again."""
    letters = b32encode(os.urandom(10)).decode().lower()
    code = "-".join(letters[at : at + 4] for at in range(0, 16, 4))
    expiry = clock.seconds() + days * 24 * 3600
    store.write(store.put(Invitation(_key(code), keys.CARD, made_by=made_by, expires_at=expiry), unless_exists=True))
    return code


def use(code: str, person: PersonId) -> store.Step:
    """The step of signing up that spends an invitation; the sign-up is refused when it is spent, old or unknown."""
    good = Invitation.pk.exists() & Invitation.used_by.does_not_exist() & (Invitation.expires_at > clock.seconds())
    refusal = Forbidden("This invitation does not work, or no longer.", code="invitation-refused")
    actions = [Invitation.used_by.set(person)]
    return store.update(Invitation, _key(code), keys.CARD, actions, condition=good, refusal=refusal)


def _key(code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return keys.invitation(digest(plain))
