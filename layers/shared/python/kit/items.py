"""DynamoDB items as Python values and as structs, without an AWS library.

DynamoDB's JSON names the type of every value: ``{"S": "hello"}``, ``{"N": "12"}``. This module turns that form into
plain values and back, exactly: whole numbers stay ``int`` however large, other numbers become ``Decimal``.
"""

import binascii
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias, TypeVar

import msgspec

Raw: TypeAlias = dict[str, Any]
"""One attribute as DynamoDB writes it, such as ``{"S": "hello"}``."""
RawItem: TypeAlias = Mapping[str, Raw]
"""Attribute names and their raw attributes: an item, a key or the image of a stream record."""
Item: TypeAlias = dict[str, Any]
"""Attribute names and their Python values."""

T = TypeVar("T")

DIGITS = 38
"""Significant digits that DynamoDB keeps (its documentation, section "Number")."""
_WHOLE = 10**DIGITS
_LARGEST = Decimal("9.9999999999999999999999999999999999999E+125")
_SMALLEST = Decimal("1E-130")


class ItemError(ValueError):
    """A value that DynamoDB cannot keep, or an attribute that is not in DynamoDB's form."""


def item_to_wire(item: Mapping[str, Any]) -> dict[str, Raw]:
    """An item in DynamoDB's form. Raises ItemError, which names the attribute that cannot be kept."""
    raw: dict[str, Raw] = {}
    for name, value in item.items():
        try:
            raw[name] = to_wire(value)
        except ItemError as error:
            raise ItemError(f"{name}: {error}") from None
    return raw


def item_from_wire(raw: RawItem) -> Item:
    """The Python values of a raw item. Raises ItemError for what is not in DynamoDB's form."""
    item: Item = {}
    for name, attr in raw.items():
        # Text and small whole numbers are nearly everything a feed reads; they skip the general path.
        if "S" in attr:
            item[name] = attr["S"] if len(attr) == 1 else from_wire(attr)
        elif len(attr) == 1 and type(number := attr.get("N")) is str and number.isascii() and number.isdecimal():
            item[name] = int(number)
        else:
            item[name] = from_wire(attr)
    return item


def decode(raw: RawItem, struct: type[T]) -> T:
    """A raw item (of an answer or of a stream record) as ``struct``; attributes the struct does not name are left out.

    Raises msgspec.ValidationError when the item does not fit.
    """
    return build(item_from_wire(raw), struct)


def build(item: Mapping[str, Any], struct: type[T]) -> T:
    """An item of Python values as ``struct``. Raises msgspec.ValidationError when it does not fit."""
    return msgspec.convert(item, struct, builtin_types=_KEPT)


def encode(struct: msgspec.Struct) -> dict[str, Raw]:
    """A struct as a raw item, nested structs, dates and enumerations included; its sets become lists."""
    return item_to_wire(msgspec.to_builtins(struct, builtin_types=_KEPT))


def to_wire(value: Any) -> Raw:
    """One value in DynamoDB's form.

    Takes None, bool, int, float, Decimal, str, bytes, sets of one of str, numbers or bytes, sequences and mappings with
    text keys. Raises ItemError for NaN, infinity, more than 38 digits, empty sets, lone surrogates and other types.
    """
    kind = type(value)
    write = _WRITERS.get(kind)
    if write is None:
        write = next((known for base, known in _WRITERS.items() if isinstance(value, base)), None)
        if write is None:
            raise ItemError(f"DynamoDB has no type for {kind.__name__}")
    return write(value)


def from_wire(attr: Mapping[str, Any]) -> Any:
    """The Python value of one raw attribute. Raises ItemError for what is not in DynamoDB's form."""
    try:
        ((kind, value),) = attr.items()
        return _READERS[kind](value)
    except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        if isinstance(error, ItemError):
            raise
        raise ItemError(f"not a DynamoDB attribute: {str(attr)[:80]}") from error


_KEPT = (bytes, Decimal)


def _text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ItemError("text holds a lone surrogate, which is not Unicode text") from None
    return value


def _int(value: int) -> str:
    return int.__repr__(value) if -_WHOLE < value < _WHOLE else _decimal(Decimal(value))


def _float(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        raise ItemError(f"DynamoDB keeps no {value}")
    if value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    return _decimal(Decimal(repr(value)))


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ItemError(f"DynamoDB keeps no {value}")
    if value == 0:
        return "0"
    if not _SMALLEST <= abs(value) <= _LARGEST:
        raise ItemError("number is outside of what DynamoDB keeps (1E-130 to 9.99E+125)")
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    if len(digits) > DIGITS:
        raise ItemError(f"number has {len(digits)} significant digits, DynamoDB keeps {DIGITS}")
    return str(value)


def _number(value: Any) -> str:
    if isinstance(value, bool):
        raise ItemError("a set of numbers holds a bool")
    if isinstance(value, int):
        return _int(value)
    return _float(value) if isinstance(value, float) else _decimal(value)


def _base64(value: bytes) -> str:
    return binascii.b2a_base64(value, newline=False).decode()


def _set(values: Any) -> Raw:
    if not values:
        raise ItemError("a set may not be empty: leave the attribute out")
    if all(isinstance(value, str) for value in values):
        return {"SS": [_text(value) for value in values]}
    if all(isinstance(value, bytes) for value in values):
        return {"BS": [_base64(value) for value in values]}
    if all(isinstance(value, int | float | Decimal) for value in values):
        return {"NS": [_number(value) for value in values]}
    raise ItemError("a set holds text, numbers or bytes, and only one of them")


def _map(values: Mapping[Any, Any]) -> Raw:
    for name in values:
        if not isinstance(name, str):
            raise ItemError(f"a map has text keys, not {type(name).__name__}")
        _text(name)
    return {"M": item_to_wire(values)}


def _read_number(text: str) -> int | Decimal:
    # int() would also take "1_000", spaces and digits of other scripts; Decimal takes them too, so look first.
    if text.isdigit() or (text[:1] == "-" and text[1:].isdigit()):
        return int(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ItemError(f"not a number: {text[:40]!r}") from None
    if not number.is_finite():
        raise ItemError(f"not a number: {text[:40]!r}")
    exponent = number.as_tuple().exponent
    return int(number) if isinstance(exponent, int) and 0 <= exponent <= 130 else number


def _read_binary(text: str) -> bytes:
    return binascii.a2b_base64(text, strict_mode=True) if text else b""


def _read_null(_: Any) -> None:
    return None


def _read_same(value: Any) -> Any:
    return value


# The order matters for subclasses: bool is an int.
_WRITERS: dict[type, Callable[[Any], Raw]] = {
    str: lambda value: {"S": _text(value)},
    bool: lambda value: {"BOOL": value},
    int: lambda value: {"N": _int(value)},
    type(None): lambda _: {"NULL": True},
    float: lambda value: {"N": _float(value)},
    Decimal: lambda value: {"N": _decimal(value)},
    bytes: lambda value: {"B": _base64(value)},
    bytearray: lambda value: {"B": _base64(bytes(value))},
    memoryview: lambda value: {"B": _base64(bytes(value))},
    set: _set,
    frozenset: _set,
    list: lambda value: {"L": [to_wire(each) for each in value]},
    tuple: lambda value: {"L": [to_wire(each) for each in value]},
    dict: _map,
    Mapping: _map,
}

_READERS: dict[str, Callable[[Any], Any]] = {
    "S": _read_same,
    "N": _read_number,
    "BOOL": _read_same,
    "NULL": _read_null,
    "M": item_from_wire,
    "L": lambda values: [from_wire(value) for value in values],
    "B": _read_binary,
    "SS": set,
    "NS": lambda values: {_read_number(value) for value in values},
    "BS": lambda values: {_read_binary(value) for value in values},
}
