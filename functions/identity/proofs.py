"""What proves who somebody is: a code of an app, a recovery code, the password."""

from identity import factor_store, passwords, sealing, totp
from identity.factor_store import wrong_code
from identity.model import Account, Factors, RecoveryProof, TotpProof
from kernel import clock
from kernel.errors import Forbidden
from kernel.ids import PersonId


def of_code(account: PersonId, factors: Factors, code: str) -> TotpProof | RecoveryProof:
    """What a code proves, if it is right; one of six digits is an app's, any other a recovery code.

    Its caller has spent a try. `factor_store.spent` then takes it: only there is it decided that a code counts once.
    """
    plain = code.replace(" ", "")
    if len(plain) == totp.DIGITS and plain.isdecimal() and plain.isascii():
        return of_app(account, factors, plain)
    hashed = sealing.recovery_hash(code, account)
    if hashed not in factors.recovery:
        raise wrong_code()
    return RecoveryProof(hashed)


def of_app(account: PersonId, factors: Factors, code: str) -> TotpProof:
    """What an app's code proves when the app is in use."""
    if factors.totp is None or not factors.totp.confirmed:
        raise wrong_code()
    secret = sealing.unseal(factors.totp.sealed, account)
    step = totp.step_of(secret, code, clock.seconds(), after=factors.totp.last_step)
    if step is None:
        raise wrong_code()
    return TotpProof(step)


def password(account: Account, given: str) -> None:
    """Refused when the password is wrong. Costs a try, like a code: a stolen session must not guess either."""
    factor_store.spend_try(account.person_id)
    if not passwords.matches(account.password_hash, given):
        raise Forbidden("The password is wrong.", code="wrong-password")
