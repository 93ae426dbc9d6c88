"""What identity's letters say. None says more than its receiver knows; none names a password or a session."""

from identity import letters
from identity.letters import Secrets
from kit.mail_layout import Button, Letter
from kit.settings import settings

_NOT_ME = "If this was not you, nothing happens when you leave this letter alone."


def verify(username: str, given: Secrets) -> Letter:
    """To the address that somebody signed up with, or asked to change to."""
    return Letter(
        subject=f"{given.code} is your code for {settings().instance_name}",
        sentences=[f"Hello {username},", "with this code, or with the button, you show that this address is yours."],
        code=given.code,
        button=Button("This is my address", letters.link("verify", given.token)),
        after=["Both work once, for one day.", _NOT_ME],
    )


def already_yours() -> Letter:
    """To the holder of an address that somebody else, or they themselves, gave once more."""
    name = settings().instance_name
    return Letter(
        subject=f"Your address was given at {name}",
        sentences=[
            f"Somebody gave this address for an account at {name}. It belongs to your account already.",
            "Nothing was changed, and the other account does not get it.",
            "If it was you: sign in as always, or set a new password.",
        ],
        button=Button("Go to sign-in", f"{settings().app_origin}/"),
        after=["If it was not you, there is nothing to do."],
    )


def reset(username: str, given: Secrets) -> Letter:
    """To the contact of an account whose password was forgotten."""
    return Letter(
        subject=f"A new password for {settings().instance_name}",
        sentences=[f"Hello {username},", "with this button you set a new password. All devices are signed out then."],
        button=Button("Set a new password", letters.link("reset", given.token)),
        after=["It works once, for 15 minutes.", _NOT_ME],
    )


def password_changed(username: str) -> Letter:
    """To the contact of an account whose password is another now."""
    return Letter(
        subject="Your password was changed",
        sentences=[
            f"Hello {username},",
            "the password of your account was changed, and other devices were signed out.",
        ],
        button=Button("This was not me", f"{settings().app_origin}/forgotten"),
        after=["If it was you, there is nothing to do."],
    )


def contact_changed(username: str) -> Letter:
    """To the address that an account had until now."""
    return Letter(
        subject="Your address was changed",
        sentences=[f"Hello {username},", "your account has another e-mail address now; this one is not used any more."],
        after=["If this was not you, somebody else has your password: write to us at once."],
    )


def erased(username: str, items: int) -> Letter:
    """To the last address of an account, when it is erased."""
    name = settings().instance_name
    return Letter(
        subject=f"Your account at {name} is deleted",
        sentences=[
            f"Goodbye {username},",
            f"what you had at {name} is erased: {items:,} items beside the account itself. This cannot be undone.",
            "Your username stays unused for 30 days. We keep no address of yours: this is the last letter.",
        ],
    )
