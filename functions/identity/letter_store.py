"""Writes of letters: asked for, begun, sent, answered once; and what an answer changes."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from contracts.identity import ContactVerified, LetterAsked
from identity import keys, letters
from identity.model import MAX_CODE_TRIES, Account, AskKind, Letter
from identity.store import AccountItem, Item, Login, Wish
from kernel import clock
from kernel.errors import Conflict, Forbidden
from kernel.ids import PersonId, SessionId, new_id
from kit import store

ASK_SECONDS = 24 * 3600


class AskItem(Item):
    kind = UnicodeAttribute()
    account = UnicodeAttribute(null=True)
    login = UnicodeAttribute(null=True)
    contact = UnicodeAttribute(null=True)


class LetterItem(Item):
    cause = UnicodeAttribute()
    contact = UnicodeAttribute()
    token_hash = UnicodeAttribute()
    code_hash = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    sent_at = UnicodeAttribute(null=True)
    used_at = UnicodeAttribute(null=True)


def ask_step(
    kind: AskKind, *, account: PersonId | None = None, login: str | None = None, contact: str | None = None
) -> store.Step:
    """The step that asks for a letter; it is written and sent by the inbox."""
    id_ = new_id()
    fact = store.sealed(LetterAsked(letter_id=id_), actor=None)
    return store.put(
        AskItem(
            keys.ask(id_),
            keys.CARD,
            kind=kind,
            account=account,
            login=login,
            contact=contact,
            fact=fact,
            expires_at=clock.seconds() + ASK_SECONDS,
        )
    )


def ask(
    kind: AskKind, *, account: PersonId | None = None, login: str | None = None, contact: str | None = None
) -> None:
    """Ask for a letter. One write, whether anybody will get it or not."""
    store.write(ask_step(kind, account=account, login=login, contact=contact))


def begin(account: PersonId, purpose: str, cause: str, contact: str, secrets: letters.Secrets, seconds: int) -> bool:
    """Make this the letter of its purpose that counts. False when it was begun before, or a newer one was."""
    item = LetterItem(
        keys.person(account),
        keys.letter(purpose),
        cause=cause,
        contact=contact,
        token_hash=letters.hash_of_token(secrets.token),
        code_hash=letters.hash_of_code(account, secrets.code),
        expires_at=clock.seconds() + seconds,
    )
    newer = LetterItem.pk.does_not_exist() | (LetterItem.cause < cause)
    try:
        store.write(store.put(item, condition=newer))
    except store.ConditionFailed:
        return False
    return True


def mark_sent(account: PersonId, purpose: str, cause: str) -> None:
    """Remember that a letter has left, so that a repeat of its fact sends nothing."""
    actions = [LetterItem.sent_at.set(clock.stamp(clock.now()))]
    same = LetterItem.cause == cause
    try:
        store.write(store.update(LetterItem, keys.person(account), keys.letter(purpose), actions, condition=same))
    except store.ConditionFailed:
        return


def spend_try(account: PersonId, purpose: str, letter: Letter) -> None:
    """Count one try of a letter's code, right or wrong. Refused when the letter has stood enough."""
    actions = [LetterItem.tries.add(1)]
    left = (LetterItem.cause == letter.cause) & (LetterItem.tries < MAX_CODE_TRIES)
    key = keys.person(account), keys.letter(purpose)
    store.write(store.update(LetterItem, *key, actions, condition=left, refusal=wrong_letter()))


def verify(account: Account, letter: Letter) -> None:
    """Make a letter's contact the account's, verified. When the contact so far was another, that one goes.

    Conflict when somebody else has verified that contact meanwhile; refused when the letter was answered already.
    """
    me, old = account.person_id, account.contact
    person, now = keys.person(me), clock.stamp(clock.now())
    free = Login.pk.does_not_exist() | (Login.person_id == me)
    taken = Conflict("This address belongs to another account.", code="contact-taken")
    actions = [AccountItem.contact.set(letter.contact), AccountItem.contact_verified_at.set(now)]
    same = AccountItem.contact == old
    steps = [
        _use(me, letters.CONTACT, letter),
        store.put(Login(keys.login(letter.contact), keys.CARD, person_id=me), condition=free, refusal=taken),
        store.update(AccountItem, person, keys.ACCOUNT, actions, condition=same, refusal=wrong_letter()),
        store.outbox(Item, ContactVerified(person_id=me), actor=me),
    ]
    if old != letter.contact:
        if account.contact_verified:
            mine = Login.person_id == me
            steps.append(store.delete(Login, keys.login(old), keys.CARD, condition=mine, refusal=wrong_letter()))
        steps.append(ask_step("contact-changed", account=me, contact=old))
    store.transact(steps)
    if old != letter.contact:
        _forget_wish(me, old)


def set_password(
    account: PersonId, hash_: str, *, old: str | None = None, reset: Letter | None = None, keep: SessionId | None = None
) -> None:
    """Replace a password and end all sessions but `keep`: none of them is refreshed from now on.

    `old` is the hash that it replaces, `reset` the letter that allows it; what is given must still hold.
    """
    actions = [
        AccountItem.password_hash.set(hash_),
        AccountItem.sessions_from.set(new_id()),
        AccountItem.kept_session.set(keep) if keep else AccountItem.kept_session.remove(),
    ]
    there: Condition = AccountItem.pk.exists()
    if old is not None:
        there = AccountItem.password_hash == old
    changed = Conflict("The password was changed meanwhile.", code="password-changed")
    steps = [
        store.update(AccountItem, keys.person(account), keys.ACCOUNT, actions, condition=there, refusal=changed),
        ask_step("password-changed", account=account),
    ]
    if reset is not None:
        steps.append(_use(account, letters.RESET, reset))
    store.transact(steps)


def wrong_letter() -> Forbidden:
    """The one refusal of tokens and codes that are wrong, old, used or of a letter that a newer one replaced."""
    return Forbidden("This link or code does not work, or no longer. Ask for a new one.", code="letter-refused")


def _use(account: PersonId, purpose: str, letter: Letter) -> store.Step:
    unused = (LetterItem.cause == letter.cause) & LetterItem.used_at.does_not_exist()
    actions = [LetterItem.used_at.set(clock.stamp(clock.now()))]
    key = keys.person(account), keys.letter(purpose)
    return store.update(LetterItem, *key, actions, condition=unused, refusal=wrong_letter())


def _forget_wish(account: PersonId, contact: str) -> None:
    try:
        store.write(store.delete(Wish, keys.wish(contact), keys.CARD, condition=Wish.person_id == account))
    except store.ConditionFailed:
        return
