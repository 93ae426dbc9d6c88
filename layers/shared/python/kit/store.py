"""Commands: conditional writes in one transaction, with the fact that they establish (pynamodb).

A change and its fact are one write. Where one item is enough it carries its own fact (`Item.fact`, or `Item.packed`
for a long one); otherwise the transaction has an outbox item (`outbox`). The table's stream takes the fact to the
relay, and the relay to the bus.
"""

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import (
    DeleteError,
    PutError,
    PynamoDBConnectionError,
    PynamoDBException,
    TransactWriteError,
    UpdateError,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

import contracts
from contracts import Envelope, Fact
from kernel import clock
from kernel.errors import Away
from kernel.ids import PersonId, new_id
from kernel.packing import pack
from kit import telemetry
from kit.settings import settings

__all__ = ["ConditionFailed", "Item", "Step", "check", "delete", "done", "outbox", "put", "transact", "update", "write"]

M = TypeVar("M", bound="Item")

OUTBOX_SHARDS = 8
"""Partitions of a context's outbox, so that no key takes all of its writes."""

OUTBOX_SECONDS = 7 * 24 * 3600
DONE_SECONDS = 14 * 24 * 3600
_ATTEMPTS = 4
_SENT = ("check", "delete", "put", "update")
"""The order in which pynamodb sends the steps of a transaction, whatever order they were given in."""

_TRANSIENT = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded"}
_TRANSIENT_ERRORS = {
    "TransactionInProgressException",
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
    "TransactionConflictException",
}


class Item(Model):
    """Base of a context's items. A context's own base says `context = "posts"`."""

    context: ClassVar[str] = ""

    class Meta:
        table_name = ""
        region: str | None = None
        host: str | None = None

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    fact = UnicodeAttribute(null=True)
    packed = BinaryAttribute(legacy_encoding=False, null=True)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        base: type[Item] = next(each for each in cls.__mro__ if "context" in vars(each))
        if base is not cls:
            return base._get_connection()  # noqa: SLF001 - one client for all items of a context
        cls.Meta.table_name = settings().table(cls.context)
        return super()._get_connection()


@dataclass(slots=True)
class Step:
    """One write of a transaction. Made by `put`, `update`, `delete` and `check`."""

    verb: str
    model: type[Item]
    item: Item | None = None
    key: tuple[str, str] = ("", "")
    actions: Sequence[Action] = ()
    condition: Condition | None = None
    refusal: Exception | None = None
    extra: dict[str, Any] = field(default_factory=dict)


class ConditionFailed(Exception):
    """A condition of a write did not hold. `step` is the first that failed; `old` its item as it is, when asked for."""

    def __init__(self, step: Step | None) -> None:
        super().__init__(f"{step.verb} {step.model.__name__}" if step else "condition")
        self.step = step


def put(
    item: Item, *, unless_exists: bool = False, condition: Condition | None = None, refusal: Exception | None = None
) -> Step:
    """Write a whole item. `refusal` is raised instead of ConditionFailed when this step's condition does not hold."""
    if unless_exists:
        condition = type(item).pk.does_not_exist()
    return Step("put", type(item), item=item, condition=condition, refusal=refusal)


def update(
    model: type[Item],
    pk: str,
    sk: str,
    actions: Sequence[Action],
    *,
    condition: Condition | None = None,
    refusal: Exception | None = None,
) -> Step:
    """Change attributes of an item, which is made when it is missing and no condition says otherwise."""
    return Step("update", model, key=(pk, sk), actions=actions, condition=condition, refusal=refusal)


def delete(
    model: type[Item], pk: str, sk: str, *, condition: Condition | None = None, refusal: Exception | None = None
) -> Step:
    """Remove an item."""
    return Step("delete", model, key=(pk, sk), condition=condition, refusal=refusal)


def check(model: type[Item], pk: str, sk: str, condition: Condition, *, refusal: Exception | None = None) -> Step:
    """Write nothing, but let the transaction fail unless the condition holds."""
    return Step("check", model, key=(pk, sk), condition=condition, refusal=refusal)


def envelope(fact: Fact, *, actor: PersonId | None, id_: str | None = None) -> Envelope[Any]:
    """The fact with the circumstances of this unit of work."""
    return contracts.envelope(
        fact, actor=actor, journey=telemetry.journey.get(), caused_by=telemetry.caused_by.get(), id_=id_
    )


def sealed(fact: Fact, *, actor: PersonId | None, id_: str | None = None) -> str:
    """The fact as text, for an item's `fact` attribute."""
    return contracts.encode(envelope(fact, actor=actor, id_=id_))


def packed(fact: Fact, *, actor: PersonId | None, id_: str | None = None) -> bytes:
    """The fact in few bytes, for an item's `packed` attribute: worth it for facts that carry photographs."""
    return pack(sealed(fact, actor=actor, id_=id_))


def outbox(model: type[Item], fact: Fact, *, actor: PersonId | None, id_: str | None = None) -> Step:
    """A step that says a fact; `model` is the context's subclass of Item that goes into its outbox."""
    wrapped = envelope(fact, actor=actor, id_=id_)
    shard = int.from_bytes(wrapped.key.encode()[-2:], "big") % OUTBOX_SHARDS
    item = model(
        f"OUTBOX#{shard}", wrapped.id, fact=contracts.encode(wrapped), expires_at=clock.seconds() + OUTBOX_SECONDS
    )
    return Step("put", model, item=item)


def done(model: type[Item], consumer: str, fact_id: str) -> Step:
    """A step that keeps "this consumer has handled this fact"; a second handling fails as ConditionFailed."""
    item = model(f"DONE#{consumer}#{fact_id}", "DONE", expires_at=clock.seconds() + DONE_SECONDS)
    return put(item, unless_exists=True)


def transact(steps: Iterable[Step]) -> None:
    """Write all steps or none. A repeat after a lost answer changes nothing (ClientRequestToken).

    Raises the refusal of the first step whose condition failed, or ConditionFailed; Away when the store stays busy.
    """
    planned = list(steps)
    token = new_id()
    for attempt in range(_ATTEMPTS):
        try:
            _commit(planned, token)
            return
        except TransactWriteError as error:
            reasons = [str(r.code) if r else "" for r in error.cancellation_reasons]
            sent = sorted(planned, key=lambda step: _SENT.index(step.verb))
            failed = [id(step) for step, why in zip(sent, reasons, strict=False) if why == "ConditionalCheckFailed"]
            for step in planned:
                if id(step) in failed:
                    raise (step.refusal or ConditionFailed(step)) from None
            if not (_TRANSIENT & set(reasons) or _is_transient(_code(error))):
                raise
            if attempt + 1 == _ATTEMPTS:
                raise Away(reasons=reasons) from error
            if reasons:
                token = new_id()  # a cancelled transaction was not applied
        except PynamoDBConnectionError as error:
            if attempt + 1 == _ATTEMPTS:
                raise Away(reason=str(error)) from error
        time.sleep(random.random() * 0.05 * 2**attempt)  # noqa: S311 - jitter


def write(step: Step) -> None:
    """One write without a transaction: half the price. The step must be harmless to repeat."""
    for attempt in range(_ATTEMPTS):
        try:
            _write(step)
            return
        except (PutError, UpdateError, DeleteError, PynamoDBConnectionError) as error:
            code = _code(error)
            if code == "ConditionalCheckFailedException":
                raise (step.refusal or ConditionFailed(step)) from None
            if not _is_transient(code):
                raise
            if attempt + 1 == _ATTEMPTS:
                raise Away(reason=code) from error
        time.sleep(random.random() * 0.05 * 2**attempt)  # noqa: S311 - jitter


def _code(error: PynamoDBException) -> str:
    """DynamoDB's error code; empty when no answer came at all."""
    response = getattr(error.cause, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))


def _is_transient(code: str) -> bool:
    return not code or code in _TRANSIENT_ERRORS


def _write(step: Step) -> None:
    item = step.item or step.model(*step.key)
    if step.verb == "put":
        item.save(condition=step.condition)
    elif step.verb == "update":
        item.update(actions=list(step.actions), condition=step.condition)
    else:
        item.delete(condition=step.condition)


def _commit(steps: Sequence[Step], token: str) -> None:
    connection = steps[0].model._get_connection().connection  # noqa: SLF001 - the model is ours
    with TransactWrite(connection=connection, client_request_token=token) as transaction:
        for step in steps:
            item = step.item or step.model(*step.key)
            if step.verb == "put":
                transaction.save(item, condition=step.condition)
            elif step.verb == "update":
                transaction.update(item, actions=list(step.actions), condition=step.condition)
            elif step.verb == "delete":
                transaction.delete(item, condition=step.condition)
            else:
                transaction.condition_check(step.model, *step.key, condition=step.condition)
