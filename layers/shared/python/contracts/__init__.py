"""Facts: what contexts tell each other. One struct per fact, one module per context that says it.

A fact is past tense, complete in itself, and somebody relies on it: new meaning is a new version beside the old one.
The struct is the only source; schemas, examples and the catalogue are generated from it.
"""

from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from msgspec import Struct

from kernel import clock
from kernel.ids import FactId, PersonId, new_id


class Fact(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of all facts. `key_field` names the field whose value orders facts: equal keys are published in order."""

    version: ClassVar[int] = 1
    key_field: ClassVar[str] = ""

    @classmethod
    def type_name(cls) -> str:
        """The name on the bus, such as `PostLiked.v1`."""
        return f"{cls.__name__}.v{cls.version}"

    @classmethod
    def context(cls) -> str:
        """The context that says it: the name of its module."""
        return cls.__module__.rpartition(".")[2]


F = TypeVar("F", bound=Fact)


class Envelope(Struct, Generic[F], frozen=True, kw_only=True, rename="camel"):
    """A fact with its circumstances. `journey` follows one click through everything that it causes."""

    id: FactId
    type: str
    context: str
    key: str
    occurred_at: datetime
    actor: PersonId | None
    caused_by: FactId | None
    journey: str
    fact: F


class SealedEnvelope(Struct, frozen=True, kw_only=True, rename="camel"):
    """An envelope whose fact has not been looked at: what the relay carries."""

    id: FactId
    type: str
    context: str
    key: str
    occurred_at: datetime
    actor: PersonId | None
    caused_by: FactId | None
    journey: str
    fact: msgspec.Raw


def envelope(
    fact: F,
    *,
    actor: PersonId | None,
    journey: str,
    caused_by: FactId | None = None,
    id_: str | None = None,
) -> Envelope[F]:
    """Wrap a fact that happens now. `id_` is given where the fact's id must be derived from its cause."""
    return Envelope(
        id=FactId(id_ or new_id()),
        type=fact.type_name(),
        context=fact.context(),
        key=str(getattr(fact, fact.key_field)),
        occurred_at=clock.now(),
        actor=actor,
        caused_by=caused_by,
        journey=journey,
        fact=fact,
    )


def encode(sealed: "Envelope[Any] | SealedEnvelope") -> str:
    """An envelope as JSON text, as it is stored and travels."""
    return msgspec.json.encode(sealed).decode()


def decode(text: str | bytes, fact: type[F]) -> Envelope[F]:
    """The envelope of one known fact. Raises msgspec.ValidationError when it does not fit."""
    return msgspec.json.decode(text, type=Envelope[fact])  # type: ignore[valid-type]
