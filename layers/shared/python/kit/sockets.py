"""The three moments of an open socket - it opens, it says something, it closes - as typed plain functions.

    app = Socket("signals")

    @app.on_frame(Ping)
    def answer_ping(connection_id: str, frame: Ping) -> Pong: ...

A frame that is wrong is answered with a FrameRefused and the connection stays; one with a client id that needs no
other answer gets a Done. A function may have views for HTTP beside those for frames. Routes are those of the WebSocket
API: `$connect`, `$disconnect`, a frame's action, and `$default` for what names no action of ours.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias, TypeVar, get_args

import msgspec
from msgspec import Struct

from contracts import frames
from contracts.frames import Done, FrameRefused, ToDevice
from kernel import errors
from kit import connections, telemetry
from kit.address import client_address
from kit.problems import STATUS
from kit.service import Service, invalid
from kit.wire import NoCredentials, Throttled, Unavailable

S = TypeVar("S", bound=Struct)

MAX_FRAME = 32 * 1024
"""Bytes of a frame from a device. The gateway would join several to a message of 128 KB; nothing of ours needs that."""

MAX_NAME = 64
"""Characters of a client id."""

ANSWERED: Literal["answered"] = "answered"
"""What a view returns that has sent its answer itself."""

FrameAnswer: TypeAlias = ToDevice | Literal["answered"] | None

_UNREADABLE = (msgspec.DecodeError, UnicodeError, RecursionError)
_STORES_AWAY = (Throttled, Unavailable, NoCredentials)


class Handshake(Struct, frozen=True):
    """A device that asks for a socket. The ticket proves who it is; it must get into no log."""

    connection_id: str
    ticket: str
    origin: str | None
    address: str


class Socket(Service):
    """A WebSocket function. What it raises becomes a refused handshake or an error frame."""

    def on_open(self, view: Callable[[Handshake], None]) -> Callable[[Handshake], None]:
        """Decide whether a socket may open; a Refusal keeps it shut."""

        def receive(event: dict[str, Any]) -> int:
            return _guarded(lambda: view(_handshake(event)))

        self._serves("$connect", "CONNECT", receive)
        return view

    def on_close(self, view: Callable[[str], None]) -> Callable[[str], None]:
        """Tidy up after a socket. The gateway tries to say it once: what it does not say has to be found otherwise."""

        def receive(event: dict[str, Any]) -> int:
            return _guarded(lambda: view(event["requestContext"]["connectionId"]))

        self._serves("$disconnect", "DISCONNECT", receive)
        return view

    def on_frame(self, type_: type[S]) -> Callable[[Callable[[str, S], FrameAnswer]], Callable[[str, S], FrameAnswer]]:
        """Take one kind of frame; what the view returns is sent back to the device."""

        def register(view: Callable[[str, S], FrameAnswer]) -> Callable[[str, S], FrameAnswer]:
            def receive(event: dict[str, Any]) -> int:
                connection_id = event["requestContext"]["connectionId"]
                return _guarded(lambda: _answer(connection_id, event.get("body"), type_, view))

            self._serves(str(type_.__struct_config__.tag), "MESSAGE", receive)
            return view

        return register

    def refuse_others(self) -> None:
        """Serve `$default`: frames that cannot be read or whose action does not exist."""

        def receive(event: dict[str, Any]) -> int:
            def refuse() -> None:
                _reply(event["requestContext"]["connectionId"], refusal_of(event.get("body")))

            return _guarded(refuse)

        self._serves("$default", "MESSAGE", receive)

    def _serves(self, route: str, kind: str, receive: Callable[[dict[str, Any]], int]) -> None:
        def serve(event: Any) -> dict[str, int]:
            raw: dict[str, Any] = event.to_dict()
            context = raw["requestContext"]
            telemetry.enter(context.get("requestId", ""), route=route, connection=context["connectionId"])
            # A frame can say `{"action": "$disconnect"}`; it must not pass for one.
            status = receive(raw) if context.get("eventType") == kind else 400
            telemetry.logger().info("served", extra={"status": status})
            return {"statusCode": status}

        register = self._create_registration_function(
            handler_type={"CONNECT": "on_ws_connect", "DISCONNECT": "on_ws_disconnect"}.get(kind, "on_ws_message"),
            name=route,
            registration_kwargs={"route_key": route},
        )
        served = register(serve)
        others = self.entry

        def enter(event: Any, context: Any) -> Any:
            here = event["requestContext"]["routeKey"] == route
            return served(event, context) if here or others is None else others(event, context)

        self.entry = enter


def read_frame(body: str | None, type_: type[S]) -> S | FrameRefused:
    """The frame in a message, or the answer to one that is wrong."""
    text = body or ""
    if len(text) > MAX_FRAME or len(text.encode(errors="replace")) > MAX_FRAME:
        named = _client_id_if_any(text)
        return FrameRefused(code="too-large", detail=f"A frame may have {MAX_FRAME} bytes.", client_id=named)
    malformed = FrameRefused(code="malformed", detail="This frame is not valid JSON.")
    try:
        return msgspec.json.decode(text, type=type_)
    except msgspec.ValidationError as error:
        try:  # it may be broken behind the place where it does not fit
            return FrameRefused(code="invalid", detail=_where(error), client_id=_client_id(text))
        except _UNREADABLE:
            return malformed
    except _UNREADABLE:
        return malformed


def refusal_of(body: str | None) -> FrameRefused:
    """The answer to a frame that reached no action."""
    found = read_frame(body, _Any)
    if isinstance(found, FrameRefused):
        return found
    actions = ", ".join(sorted(str(each.__struct_config__.tag) for each in get_args(frames.FromDevice)))
    detail = f"There is no such action; there are: {actions}."
    return FrameRefused(code="unknown-action", detail=detail, client_id=_client_id(body or ""))


class _Any(Struct):
    """Any JSON object."""


def _answer(connection_id: str, body: str | None, type_: type[S], view: Callable[[str, S], FrameAnswer]) -> None:
    frame = read_frame(body, type_)
    if isinstance(frame, FrameRefused):
        _reply(connection_id, frame)
        return
    client_id = getattr(frame, "client_id", None)
    try:
        answer = view(connection_id, frame)
    except errors.Refusal as refusal:
        telemetry.logger().info("refused", extra={"code": refusal.code, **refusal.facts})
        answer = _refused(refusal, client_id)
    except _STORES_AWAY as error:
        telemetry.logger().error("a store is away", extra={"reason": str(error)})
        answer = _refused(errors.Away(), client_id)
    except Exception:  # noqa: BLE001 - the device gets an error frame, the log the rest
        telemetry.logger().exception("failed")
        answer = FrameRefused(code="failed", detail="This went wrong on our side.", client_id=client_id)
    if answer is None and client_id is not None:
        answer = Done(client_id=client_id)
    if answer is not None and answer != ANSWERED:
        _reply(connection_id, answer)


def _refused(refusal: errors.Refusal, client_id: str | None) -> FrameRefused:
    again = refusal.retry_after if isinstance(refusal, errors.TooMany | errors.Away) else None
    return FrameRefused(code=refusal.code, detail=refusal.sentence, client_id=client_id, retry_after=again)


def _reply(connection_id: str, answer: ToDevice) -> None:
    if isinstance(answer, FrameRefused):
        telemetry.logger().info("frame refused", extra={"code": answer.code})
    connections.post(connection_id, answer)


def _guarded(work: Callable[[], None]) -> int:
    """200, or the status of what was raised."""
    try:
        work()
    except errors.Refusal as refusal:
        telemetry.logger().info("refused", extra={"code": refusal.code, **refusal.facts})
        return next(STATUS[kind][0] for kind in type(refusal).__mro__ if kind in STATUS)
    except _STORES_AWAY as error:
        telemetry.logger().error("a store is away", extra={"reason": str(error)})
        return 503
    except Exception:  # noqa: BLE001 - the device gets a refused handshake, the log the rest
        telemetry.logger().exception("failed")
        return 500
    return 200


def _handshake(event: Mapping[str, Any]) -> Handshake:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return Handshake(
        connection_id=event["requestContext"]["connectionId"],
        ticket=(event.get("queryStringParameters") or {}).get("ticket") or "",
        origin=headers.get("origin"),
        address=client_address(headers, event["requestContext"]),
    )


def _where(error: msgspec.ValidationError) -> str:
    (field,) = invalid(error).errors
    return f"{field.pointer}: {field.detail}" if field.pointer else field.detail


def _client_id_if_any(text: str) -> str | None:
    """What a device calls a frame that is too large and may be unreadable: that name may be what is too large."""
    try:
        named = _client_id(text)
    except _UNREADABLE:
        return None
    return named if named and len(named) <= MAX_NAME else None


def _client_id(text: str) -> str | None:
    found = msgspec.json.decode(text)
    named = found.get("clientId") if isinstance(found, dict) else None
    return named if isinstance(named, str) else None
