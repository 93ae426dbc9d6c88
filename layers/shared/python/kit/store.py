"""Commands: conditional writes in one transaction, with the fact that they establish.

pynamodb says what an item is and writes the expressions; the requests leave by the client that reads too (`kit.wire`),
so that no function makes a second one.

A change and its fact are one write. Where one item is enough it carries its own fact (`Item.fact`, or `Item.packed`
for a long one); otherwise the transaction has an outbox item (`outbox`). The table's stream takes the fact to the
relay, and the relay to the bus.
"""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection.table import TableConnection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

import contracts
from contracts import Envelope, Fact
from kernel import clock
from kernel.errors import Away
from kernel.ids import PersonId, new_id
from kernel.packing import pack
from kit import telemetry
from kit.settings import settings
from kit.transport import Throttled, Unavailable, WireError
from kit.wire import dynamodb

__all__ = ["ConditionFailed", "Item", "Step", "check", "delete", "done", "outbox", "put", "transact", "update", "write"]

M = TypeVar("M", bound="Item")

OUTBOX_SHARDS = 8
"""Partitions of a context's outbox, so that no key takes all of its writes."""

OUTBOX_SECONDS = 7 * 24 * 3600
DONE_SECONDS = 14 * 24 * 3600
_ATTEMPTS = 4
"""Each is several of the client's own."""

_ATTEMPTS_WITHOUT_ANSWER = 2
"""Each is up to five seconds."""

_VERBS = {"check": "ConditionCheck", "delete": "Delete", "put": "Put", "update": "Update"}


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


class ConditionFailed(Exception):
    """A condition of a write did not hold. `step` is the first that failed."""

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
    request = {"TransactItems": [{_VERBS[step.verb]: _operation(step)} for step in planned]}
    token = new_id()
    for attempt in range(_ATTEMPTS):
        try:
            dynamodb().call("TransactWriteItems", {**request, "ClientRequestToken": token})
            return
        except WireError as error:
            for step, why in zip(planned, error.reasons, strict=False):
                if why == "ConditionalCheckFailed":
                    raise (step.refusal or ConditionFailed(step)) from None
            _stop_unless_busy(error, attempt)
            if error.reasons:
                token = new_id()  # a cancelled transaction was not applied
        _rest(attempt)


def write(step: Step) -> None:
    """One write without a transaction: half the price. The step must be harmless to repeat."""
    request = _operation(step)
    for attempt in range(_ATTEMPTS):
        try:
            dynamodb().call(f"{_VERBS[step.verb]}Item", request)
            return
        except WireError as error:
            if error.code == "ConditionalCheckFailedException":
                raise (step.refusal or ConditionFailed(step)) from None
            _stop_unless_busy(error, attempt)
        _rest(attempt)


def _stop_unless_busy(error: WireError, attempt: int) -> None:
    """Raise what cannot become better, and Away when it was waited for long enough."""
    if not isinstance(error, Throttled | Unavailable):
        raise error
    if attempt + 1 >= (_ATTEMPTS if error.reasons or error.status else _ATTEMPTS_WITHOUT_ANSWER):
        raise Away(reason=str(error), reasons=error.reasons) from error


def turns(tries: int) -> Iterator[int]:
    """Attempts to write over what was read: others may be faster. Rests before each but the first, longer and longer.

    At random, 5 ms before the second on average and half as much more before each further one.
    """
    for attempt in range(tries):
        if attempt:
            time.sleep(random.random() * 0.01 * 1.5 ** (attempt - 1))  # noqa: S311 - jitter
        yield attempt


def _rest(attempt: int) -> None:
    time.sleep(random.random() * 0.05 * 2**attempt)  # noqa: S311 - jitter


def _operation(step: Step) -> dict[str, Any]:
    """The step as DynamoDB takes it, by itself and in a transaction; pynamodb writes the expressions."""
    item = step.item or step.model(*step.key)
    if step.verb == "put":
        return item.get_save_kwargs_from_instance(condition=step.condition)
    if step.verb == "update":
        return item.get_update_kwargs_from_instance(actions=list(step.actions), condition=step.condition)
    return item.get_delete_kwargs_from_instance(condition=step.condition)
