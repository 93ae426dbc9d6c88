"""What a view's signature says about its route: the one reading of it, for serving requests and for the documents.

A parameter is taken from the path when the path names it; `body` is the JSON body; `me` is the signed-in person
(`PersonId | None` makes the route optional: served with and without a session); `caller` is who asks in more detail;
`Annotated[…, Header("x")]` and `Annotated[…, Cookie("x")]` say the rest; everything else comes from the query string.
"""

import inspect
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from kernel.ids import PersonId, SessionId

V = TypeVar("V", bound=Callable[..., Any])
B = TypeVar("B")

Access = Literal["member", "optional", "anyone"]

LimitClass = Literal[
    "read", "write", "publish", "follow", "like", "comment", "upload", "report", "sign", "message", "signal", "search"
]
"""Classes of routes by how often one may ask; `kit.limits` has the numbers."""

PREFIX = "/v1"
PUBLIC_PREFIX = "/v1/public"


@dataclass(frozen=True, slots=True)
class Header:
    """Marks a parameter that is read from a request header."""

    name: str


@dataclass(frozen=True, slots=True)
class Cookie:
    """Marks a parameter that is read from a cookie."""

    name: str


Username = Annotated[str, Meta(pattern="^[A-Za-z0-9_.]+$", max_length=30)]
"""A username in a path, in any case; what cannot be one names nobody."""

IdList = Annotated[str, Meta(max_length=2_700)]
"""1 to 100 ids in a query, separated by commas; `kernel.ids.parse_ids` reads them."""

IdempotencyKey = Annotated[Annotated[str, Meta(min_length=1, max_length=200)] | None, Header("idempotency-key")]
"""The caller's own key for a command that a repeat would double."""


class Caller(Struct, frozen=True):
    """Who asks: the person and session when signed in, and always the network address and the device's own words.

    `account` is whose session it is; it has the id of its first person. `roles` are those of staff.
    """

    person: PersonId | None
    session: SessionId | None
    address: str
    device: str
    account: PersonId | None = None
    roles: tuple[str, ...] = ()


class Reply(Struct, Generic[B], frozen=True):
    """An answer that needs more than its body: another status, headers or cookies."""

    body: B
    status: int | None = None
    headers: dict[str, str] = {}
    cookies: list[str] = []


class Html(Struct, frozen=True):
    """A page for a browser: what a view gives that is registered with `Service.page`."""

    text: str
    status: int = 200
    headers: dict[str, str] = {}


@dataclass(slots=True)
class Endpoint:
    """One route and the view behind it."""

    method: str
    path: str
    status: int
    view: Callable[..., Any]
    access: Access = "anyone"
    path_params: dict[str, Any] = field(default_factory=dict)
    query_params: dict[str, inspect.Parameter] = field(default_factory=dict)
    headers: dict[str, tuple[str, inspect.Parameter]] = field(default_factory=dict)
    cookies: dict[str, tuple[str, inspect.Parameter]] = field(default_factory=dict)
    body: Any = None
    caller: bool = False
    me: bool = False
    returns: Any = None
    tags: tuple[str, ...] = ()
    limit: LimitClass = "write"

    @property
    def name(self) -> str:
        return self.view.__name__

    @property
    def routes(self) -> list[tuple[str, bool]]:
        """The paths to serve it at, each with whether a session is required there."""
        if self.access == "optional":
            return [(self.path, True), (self.path.replace(PREFIX, PUBLIC_PREFIX, 1), False)]
        return [(self.path, self.access == "member")]


def read_view(method: str, path: str, status: int, view: Callable[..., Any]) -> Endpoint:
    """The endpoint that a view's signature describes. Raises TypeError for a signature that says nothing clear."""
    hints = get_type_hints(view, include_extras=True)
    found = Endpoint(method, path, status, view, returns=_returned(hints.get("return")))
    for name, parameter in inspect.signature(view).parameters.items():
        if name not in hints:
            raise TypeError(f"{view.__name__}: parameter {name} has no type")
        type_ = hints[name]
        if f"{{{name}}}" in path:
            found.path_params[name] = type_
        elif name == "body":
            found.body = type_
        elif name == "me":
            found.me = True
            found.access = "optional" if _is_optional(type_) else "member"
        elif name == "caller":
            found.caller = True
        else:
            _place(found, name, type_, parameter.replace(annotation=type_))
    return found


def _place(found: Endpoint, name: str, type_: Any, parameter: inspect.Parameter) -> None:
    marks = get_args(type_)[1:] if get_origin(type_) is Annotated else ()
    for mark in marks:
        if isinstance(mark, Header):
            found.headers[name] = (mark.name.lower(), parameter)
            return
        if isinstance(mark, Cookie):
            found.cookies[name] = (mark.name, parameter)
            return
    found.query_params[name] = parameter


def _returned(annotation: Any) -> Any:
    if get_origin(annotation) is Reply:
        return get_args(annotation)[0]
    return None if annotation is type(None) else annotation


def _is_optional(type_: Any) -> bool:
    return get_origin(type_) in (Union, types.UnionType) and type(None) in get_args(type_)
