"""The tree of failures.

Every refusal carries a public sentence for the caller and private facts for the log. `kit.problems` turns kinds into
HTTP statuses in one table; nothing else knows numbers.

    Refusal
      Malformed         the request cannot be parsed
      Unauthenticated   no session, or one that ended
      Forbidden         known, but not allowed, where existence is public
      NotFound          missing, or the caller may not know that it exists
      Conflict          at odds with the present state
      TooLarge          larger than the limit that the sentence names
      UnsupportedType   a content type that is not taken
      Invalid           fields that are wrong, each with a pointer
      TooMany           over a rate limit, try again after some seconds
      Away              a store does not answer, try again after some seconds
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `pointer` is a JSON Pointer (RFC 6901) into the body, or `?name`: a parameter."""

    pointer: str
    detail: str


class Refusal(Exception):
    """A failure that the caller can understand. `code` names it for programs and never changes."""

    code = "refused"
    sentence = "The request was refused."

    def __init__(self, sentence: str | None = None, *, code: str | None = None, **facts: Any) -> None:
        super().__init__(sentence or self.sentence)
        self.sentence = sentence or self.sentence
        self.code = code or self.code
        self.facts = facts


class Malformed(Refusal):
    code = "malformed"
    sentence = "The request cannot be read."


class Unauthenticated(Refusal):
    code = "unauthenticated"
    sentence = "Sign in first."


class Forbidden(Refusal):
    code = "forbidden"
    sentence = "You may not do this."


class NotFound(Refusal):
    code = "not-found"
    sentence = "There is nothing here."


class Conflict(Refusal):
    code = "conflict"
    sentence = "This does not fit the present state."


class TooLarge(Refusal):
    code = "too-large"
    sentence = "This is larger than the limit."


class UnsupportedType(Refusal):
    code = "unsupported-type"
    sentence = "This content type is not taken here."


class Invalid(Refusal):
    """Fields that are wrong. `Invalid.field("/caption", "…")` is the usual way to make one."""

    code = "invalid"
    sentence = "Some fields are wrong."

    def __init__(self, sentence: str | None = None, *, errors: tuple[FieldError, ...] = (), **facts: Any) -> None:
        super().__init__(sentence, **facts)
        self.errors = errors

    @classmethod
    def field(cls, pointer: str, detail: str) -> "Invalid":
        return cls(detail, errors=(FieldError(pointer, detail),))


def at(pointer: str, parse: Callable[[str], T], text: str) -> T:
    """`parse(text)`, whose refusal then points at the field that the text came from."""
    try:
        return parse(text)
    except Invalid as error:
        raise Invalid(error.sentence, errors=(FieldError(pointer, error.sentence),)) from None


class TooMany(Refusal):
    code = "too-many"
    sentence = "Too many requests. Wait a little."

    def __init__(self, sentence: str | None = None, *, retry_after: int, **facts: Any) -> None:
        super().__init__(sentence, **facts)
        self.retry_after = retry_after


class Away(Refusal):
    code = "away"
    sentence = "A part of the platform does not answer. Try again soon."

    def __init__(self, sentence: str | None = None, *, retry_after: int = 2, **facts: Any) -> None:
        super().__init__(sentence, **facts)
        self.retry_after = retry_after
