"""One vocabulary for every trigger: a Chalice application whose views and consumers are plain typed functions.

A module's `app` is its Lambda handler, whatever the trigger: HTTP (payload 2.0), WebSocket, queue, stream or schedule.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs

import msgspec
from chalice.app import Chalice, Response

from kernel import errors
from kernel.ids import PersonId, SessionId
from kit import limits, revocation, telemetry
from kit.address import client_address
from kit.endpoints import Caller, Endpoint, Html, LimitClass, Reply, read_view
from kit.problems import CONTENT_TYPE, problem, unexpected
from kit.wire import NoCredentials, Throttled, Unavailable

V = TypeVar("V", bound=Callable[..., Any])

MAX_BODY = 64 * 1024
"""Bytes of a request body, 413 above (security.md row 17). Photographs go to storage, not through functions."""

_NEVER_CACHED = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "cross-origin-opener-policy": "same-origin",
}
_NEVER_HELD = "/v1/auth/"  # where challenges are met
_encode = msgspec.json.Encoder().encode


class Service(Chalice):
    """A feature's routes, or its one event source."""

    def __init__(self, name: str) -> None:
        super().__init__(app_name=name, configure_logs=False, env={})
        self.experimental_feature_flags.add("WEBSOCKETS")
        self.endpoints: list[Endpoint] = []
        self.pages: list[Endpoint] = []
        self.entry: Callable[[Any, Any], Any] | None = None

    def get(self, path: str, status: int = 200, limit: LimitClass = "read") -> Callable[[V], V]:
        return self._endpoint("GET", path, status, limit)

    def post(self, path: str, status: int = 201, limit: LimitClass = "write") -> Callable[[V], V]:
        return self._endpoint("POST", path, status, limit)

    def put(self, path: str, status: int = 200, limit: LimitClass = "write") -> Callable[[V], V]:
        return self._endpoint("PUT", path, status, limit)

    def patch(self, path: str, status: int = 200, limit: LimitClass = "write") -> Callable[[V], V]:
        return self._endpoint("PATCH", path, status, limit)

    def delete(self, path: str, status: int = 204, limit: LimitClass = "write") -> Callable[[V], V]:
        return self._endpoint("DELETE", path, status, limit)

    def _endpoint(self, method: str, path: str, status: int, limit: LimitClass) -> Callable[[V], V]:
        def register(view: V) -> V:
            endpoint = read_view(method, path, status, view)
            endpoint.tags = (self.app_name,)
            endpoint.limit = limit
            self.endpoints.append(endpoint)
            for route, session in endpoint.routes:
                bound = _bind(self, endpoint, session)
                self.route(route, methods=[method], content_types=[], name=f"{view.__name__}:{route}")(bound)
            return view  # stays a plain function: tests call it directly

        return register

    def page(self, path: str) -> Callable[[Callable[..., Html]], Callable[..., Html]]:
        """Answer GET and HEAD at a path outside of the API with a page, to anybody, as it were nobody.

        All parameters come from the path, as text; a query string is ignored, because links are handed on with all
        sorts of them. Pages are in no document of the API.
        """

        def register(view: Callable[..., Html]) -> Callable[..., Html]:
            for method in ("GET", "HEAD"):
                endpoint = read_view(method, path, 200, view)
                endpoint.limit = "read"
                self.pages.append(endpoint)
                self.route(path, methods=[method], content_types=[], name=f"{method}:{view.__name__}")(
                    _bind_page(self, endpoint)
                )
            return view

        return register

    def __call__(self, event: Any, context: Any) -> Any:
        """The Lambda handler. An HTTP request is translated for Chalice; anything else goes to the one event source.

        A function of sockets may serve HTTP, too: only requests of an HTTP API have a `rawPath`.
        """
        try:
            if self.entry is not None and not (self.endpoints and "rawPath" in event):
                return self.entry(event, context)
            return _serve(super().__call__, event, context)
        finally:
            telemetry.leave()


def _serve(dispatch: Callable[[Any, Any], Any], event: dict[str, Any], context: Any) -> dict[str, Any]:
    request_id = event["requestContext"].get("requestId", "")
    started = time.perf_counter()
    method, _, path = event["routeKey"].partition(" ")
    telemetry.enter(request_id, route=event["routeKey"])
    answer: dict[str, Any] = dispatch(_as_chalice_expects(event, method, path), context)
    telemetry.logger().info(
        "served", extra={"status": answer["statusCode"], "ms": round((time.perf_counter() - started) * 1000, 1)}
    )
    cookies = answer.pop("multiValueHeaders", {}).get("set-cookie")
    if cookies:
        answer["cookies"] = cookies
    return answer


def _as_chalice_expects(event: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """Payload 2.0 in the shape of 1.0, which is what Chalice dispatches on."""
    raw_query = event.get("rawQueryString") or ""
    query = parse_qs(raw_query, keep_blank_values=True, max_num_fields=64) if raw_query else None
    return {
        "requestContext": {**event["requestContext"], "resourcePath": path, "httpMethod": method},
        "pathParameters": event.get("pathParameters") or {},
        "multiValueQueryStringParameters": query,
        "headers": event.get("headers") or {},
        "cookies": event.get("cookies") or [],
        "body": event.get("body"),
        "isBase64Encoded": event.get("isBase64Encoded", False),
        "stageVariables": None,
    }


def _bind(app: Service, endpoint: Endpoint, session: bool) -> Callable[..., Response]:
    read_body = _body_reader(endpoint)

    def work(request: Any, path: dict[str, str]) -> Response:
        caller = _caller(request, session)
        limits.check(endpoint.limit, caller)
        given = _given(endpoint, request, path)
        if read_body:
            given["body"] = read_body(request)
        if endpoint.me:
            given["me"] = caller.person
        if endpoint.caller:
            given["caller"] = caller
        result = endpoint.view(**given)
        reply = result if isinstance(result, Reply) else Reply(result)
        return _response(
            reply.body, reply.status or endpoint.status, "application/json", reply.headers, list(reply.cookies)
        )

    return _guarded(app, work)


def _bind_page(app: Service, endpoint: Endpoint) -> Callable[..., Response]:
    def work(request: Any, path: dict[str, str]) -> Response:
        limits.check(endpoint.limit, _caller(request, session=False))
        page: Html = endpoint.view(**path)
        headers: dict[str, Any] = {**_NEVER_CACHED, **page.headers, "content-type": "text/html; charset=utf-8"}
        return Response("" if endpoint.method == "HEAD" else page.text, headers, page.status)

    return _guarded(app, work)


def _guarded(app: Service, work: Callable[[Any, dict[str, str]], Response]) -> Callable[..., Response]:
    """Every failure as an answer in the one error shape."""

    def call(**path: str) -> Response:
        request: Any = app.current_request
        request_id = request.context.get("requestId", "")
        try:
            return work(request, path)
        except errors.Refusal as refusal:
            telemetry.logger().info("refused", extra={"code": refusal.code, **refusal.facts})
            body, headers = problem(refusal, request_id)
            return _response(body, body.status, CONTENT_TYPE, headers)
        except (Throttled, Unavailable, NoCredentials) as error:
            telemetry.logger().error("a store is away", extra={"reason": str(error)})
            body, headers = problem(errors.Away(), request_id)
            return _response(body, body.status, CONTENT_TYPE, headers)
        except Exception:  # noqa: BLE001 - the caller gets a 500 in the one error shape, the log the rest
            telemetry.logger().exception("failed")
            return _response(unexpected(request_id), 500, CONTENT_TYPE)

    return call


def _response(
    body: Any, status: int, content_type: str, headers: dict[str, str] | None = None, cookies: list[str] | None = None
) -> Response:
    all_headers: dict[str, Any] = {**_NEVER_CACHED, **(headers or {})}
    if cookies:
        all_headers["set-cookie"] = cookies
    if body is None:
        return Response("", all_headers, status)
    all_headers["content-type"] = content_type
    return Response(_encode(body).decode(), all_headers, status)


def _caller(request: Any, session: bool) -> Caller:
    address = client_address(request.headers, request.context)
    device = request.headers.get("user-agent", "")[:200]
    if not session:
        return Caller(None, None, address, device)
    claims = request.context.get("authorizer", {}).get("jwt", {}).get("claims", {})
    if not (claims.get("sub") and claims.get("sid") and claims.get("exp")):
        raise errors.Unauthenticated  # the gateway lets a token without an expiry pass
    if float(claims["exp"]) <= time.time():
        raise errors.Unauthenticated("This access token has expired.")
    if claims.get("held") and not request.context["resourcePath"].startswith(_NEVER_HELD):
        sentence = "This session has to meet a challenge first: see GET /v1/auth/challenges."
        raise errors.Forbidden(sentence, code="challenge-open", challenge=claims["held"])
    caller = Caller(
        PersonId(claims["sub"]),
        SessionId(claims["sid"]),
        address,
        device,
        account=PersonId(claims.get("acc") or claims["sub"]),
        roles=tuple(str(claims.get("roles") or "").split()),
    )
    telemetry.logger().append_keys(person=caller.person)
    revocation.check(SessionId(claims["sid"]))
    return caller


def _given(endpoint: Endpoint, request: Any, path: dict[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, type_ in endpoint.path_params.items():
        try:
            given[name] = msgspec.convert(path[name], type_, strict=False)
        except msgspec.ValidationError:
            raise errors.NotFound from None  # what cannot be an id names nothing
    query = request.query_params
    unknown = set(query or ()) - set(endpoint.query_params)
    if unknown:
        raise errors.Invalid.field(f"?{min(unknown)}", "There is no such parameter.")
    for name, parameter in endpoint.query_params.items():
        values = query.getlist(name) if query and name in query else []
        if len(values) > 1:
            raise errors.Invalid.field(f"?{name}", "Give this parameter once.")
        _take(given, name, parameter, f"?{name}", values[0] if values else None)
    for name, (header, parameter) in endpoint.headers.items():
        _take(given, name, parameter, f"?{header}", request.headers.get(header))
    if endpoint.cookies:
        cookies = _cookies(request)
        for name, (cookie, parameter) in endpoint.cookies.items():
            _take(given, name, parameter, f"?{cookie}", cookies.get(cookie))
    return given


def _take(given: dict[str, Any], name: str, parameter: Any, pointer: str, text: str | None) -> None:
    if text is None:
        if parameter.default is parameter.empty:
            raise errors.Invalid.field(pointer, "This is required.")
        return
    try:
        text.encode()
        given[name] = msgspec.convert(text, parameter.annotation, strict=False)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise errors.Invalid.field(pointer, str(error)) from None


def _body_reader(endpoint: Endpoint) -> Callable[[Any], Any] | None:
    if endpoint.body is None:
        return None
    decode = msgspec.json.Decoder(endpoint.body).decode

    def read(request: Any) -> Any:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise errors.UnsupportedType("Send application/json.")
        try:
            raw = request.raw_body
        except ValueError:
            raise errors.Malformed from None
        if len(raw) > MAX_BODY:
            raise errors.TooLarge(f"A body may have {MAX_BODY} bytes.")
        try:
            return decode(raw)
        except msgspec.ValidationError as error:
            raise invalid(error) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise errors.Malformed("The body is not valid JSON.") from None

    return read


def invalid(error: msgspec.ValidationError) -> errors.Invalid:
    """msgspec's message as a field error: "… - at `$.photos[0].alt`" becomes the pointer `/photos/0/alt`."""
    text, _, path = str(error).partition(" - at `$")
    pointer = path.rstrip("`").replace("[", ".").replace("]", "").replace(".", "/")
    return errors.Invalid.field(pointer, text)


def _cookies(request: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in request.headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name:
            found.setdefault(name, value)
    for pair in request.to_original_event()["cookies"]:
        name, _, value = pair.partition("=")
        found.setdefault(name, value)
    return found
