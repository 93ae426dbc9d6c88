"""A thin client for AWS services that speak JSON: one signed POST over one kept-alive connection.

It exists because importing botocore costs 160 ms of a cold start and four fifths of the CPU of every read. It is for
reads, and for writes that may be sent twice without harm: a request whose answer was lost is sent again.
By contract a write is therefore a conditional put, a TransactWriteItems with a ClientRequestToken, an SQS send whose
consumer knows repeats, or the like. Commands with conditions and transactions are written with `kit.store`.

Retries are those of botocore's standard mode (three attempts, full jitter, a quota), with a deadline on their sum.
The CRC32 that DynamoDB adds is not checked: TLS already proves that the body arrived whole, and a body cut short is
seen by its length.
"""

import http.client
import os
import random
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec

from kit import meter
from kit.answers import Headers, read_answer
from kit.sigv4 import CredentialSource, NoCredentials, Signer


class WireError(Exception):
    """A service refused. `code` is the service's word, such as ConditionalCheckFailedException.

    `reasons` are a cancelled transaction's (one code per item, the text "None" for items that were fine), `answer` is
    the whole error body, `attempts` how many attempts were made, `resent` whether the request had left before.
    """

    def __init__(
        self, code: str, message: str, status: int = 0, reasons: list[str] | None = None, answer: Any = None
    ) -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code, self.message, self.status = code, message, status
        self.reasons: list[str] = reasons or []
        self.answer: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
        self.attempts = 1
        self.resent = False


class Throttled(WireError):
    """The service, or one key of it, gets more than it takes; attempts are used up. Try again after some seconds."""


class Unavailable(WireError):
    """No answer, one that blames the service, or a write that met another, at all attempts. The kit answers 503."""


class Wire:
    """One service, one connection. May be made at import: environment and network are met at the first call.

    `service` is the signing name (dynamodb, ssm, sqs, events), `target_prefix` and `json_version` are its protocol's:
    DynamoDB_20120810 and 1.0, AmazonSSM and 1.1, AmazonSQS and 1.0, AWSEvents and 1.1.
    Time-outs and `deadline` are seconds; the deadline bounds one call with all its attempts and waits.
    Not thread-safe: one per thread, as `kit.wire.dynamodb()` keeps them. A Lambda environment has one thread.
    """

    ATTEMPTS = 3
    QUOTA = 500
    MAX_IDLE = 60.0

    def __init__(
        self,
        service: str,
        target_prefix: str,
        json_version: str = "1.0",
        *,
        connect_timeout: float = 1.0,
        read_timeout: float = 3.0,
        deadline: float = 5.0,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.service, self.target_prefix = service, target_prefix
        self.connect_timeout, self.read_timeout, self.deadline = connect_timeout, read_timeout, deadline
        self._type = f"application/x-amz-json-{json_version}"
        self._sleep, self._chance = sleep, chance
        self._quota = self.QUOTA
        self._credentials = CredentialSource()
        self._signer: Signer | None = None
        self._connection: http.client.HTTPConnection | None = None
        self._used_at = 0.0
        self._sends = 0
        self._scheme = self._host = self._path = ""

    def __call__(self, operation: str, **payload: Any) -> dict[str, Any]:
        """`wire("GetItem", TableName=…, Key=…)`: the same as `call`."""
        return self.call(operation, payload)

    def call(self, operation: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send an operation and return its answer, parsed.

        Raises WireError for a refusal, Throttled or Unavailable when attempts or time are used up, NoCredentials, and
        ValueError for a payload that is not JSON (NaN, lone surrogates).
        """
        asks = self.service == "dynamodb" and (operation in meter.READS or operation in meter.WRITES)
        if asks and meter.running():
            payload = {"ReturnConsumedCapacity": "TOTAL", **payload}
        body = msgspec.json.encode(payload)
        until = time.monotonic() + self.deadline
        attempt, cost, sends = 0, 0, self._sends
        while True:
            attempt += 1
            answer, failure, wait = self._attempt(operation, body, until)
            if failure is None:
                self._quota = min(self.QUOTA, self._quota + (cost or 1))
                if asks and meter.running():
                    meter.answered(operation, payload, answer)
                return answer
            if wait is None and operation in meter.WRITES and asks and meter.running():
                meter.answered(operation, payload, failure.answer)  # a refused write is paid for too
            failure.attempts = attempt
            failure.resent = self._sends > sends + 1
            if wait is None or attempt >= self.ATTEMPTS:
                raise failure
            delay = self._delay(failure, attempt, wait)
            cost = 5 if isinstance(failure, Throttled) else 14
            if time.monotonic() + delay >= until or cost > self._quota:
                raise failure
            self._quota -= cost
            self._sleep(delay)

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def __del__(self) -> None:
        """A client that is forgotten, as at the end of a thread, leaves no open socket behind."""
        if hasattr(self, "_connection"):
            self.close()

    def _attempt(
        self, operation: str, body: bytes, until: float
    ) -> tuple[dict[str, Any], WireError | None, float | None]:
        """An answer, or a failure with the seconds that the service asks to wait (None: do not try again)."""
        try:
            status, headers, raw = self._exchange(operation, body, until)
        except (OSError, http.client.HTTPException) as error:
            return {}, Unavailable("ConnectionError", f"{type(error).__name__}: {error}"), 0.0
        try:
            answer = msgspec.json.decode(raw) if raw else {}
        except (msgspec.DecodeError, UnicodeDecodeError):
            answer = None
        if status == 200:
            if isinstance(answer, dict):
                return answer, None, None
            return {}, Unavailable("UnreadableAnswer", "the body is not JSON", status), 0.0
        failure = _failure(status, headers, answer if isinstance(answer, dict) else {})
        if isinstance(failure, Throttled | Unavailable):
            return {}, failure, _asked_wait(headers.get("x-amz-retry-after"))
        return {}, failure, None

    def _exchange(self, operation: str, body: bytes, until: float) -> tuple[int, Headers, bytes]:
        if self._signer is None:
            self._read_environment()
        if self._connection is not None and time.monotonic() - self._used_at > self.MAX_IDLE:
            # Longer than the services keep an idle connection, or this environment was frozen meanwhile.
            self.close()
        reused = self._connection is not None
        try:
            return self._send(operation, body, until)
        except ConnectionError:
            # The other side closed while the connection rested. That says nothing about the service, so it is no
            # attempt; only once, because the new connection has not rested.
            if not reused:
                raise
            return self._send(operation, body, until)

    def _send(self, operation: str, body: bytes, until: float) -> tuple[int, Headers, bytes]:
        head = self._head(operation, body)
        try:
            left = max(0.05, until - time.monotonic())
            if self._connection is None:
                self._connection = connected(
                    self._host, min(self.connect_timeout, left), secure=self._scheme == "https"
                )
            sock = self._connection.sock
            sock.settimeout(min(self.read_timeout, left))
            if meter.running():
                meter.sent(self.service, operation)
            self._sends += 1
            # Head and body leave in one packet; http.client would send two, and checks each header again.
            sock.sendall(head + body)
            status, headers, raw = read_answer(sock, until)
        except BaseException:
            # Whatever happened, half an answer may be under way: this connection is of no use any more.
            self.close()
            raise
        self._used_at = time.monotonic()
        if headers.get("connection", "").lower() == "close":
            self.close()
        return status, headers, raw

    def _head(self, operation: str, body: bytes) -> bytes:
        assert self._signer is not None
        by = self._credentials.current()
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        target = f"{self.target_prefix}.{operation}"
        signed = [("content-type", self._type), ("x-amz-date", stamp), ("x-amz-target", target)]
        if by.token:
            signed.append(("x-amz-security-token", by.token))
        authorization = self._signer.authorization(self._host, self._path, signed, body, stamp, by)
        headers = [*signed, ("authorization", authorization), ("accept-encoding", "identity")]
        return request_head("POST", self._path, self._host, headers, len(body))

    def _read_environment(self) -> None:
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if not region:
            raise NoCredentials("AWS_REGION is not set")
        own = f"AWS_ENDPOINT_URL_{_SERVICE_IDS.get(self.service, self.service.upper())}"
        suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        url = os.environ.get(own) or os.environ.get("AWS_ENDPOINT_URL") or f"https://{self.service}.{region}.{suffix}"
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not an endpoint: {url}")
        default = {"http": 80, "https": 443}[parts.scheme]
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self._scheme, self._path = parts.scheme, parts.path or "/"
        self._host = host if parts.port in (None, default) else f"{host}:{parts.port}"
        self._signer = Signer(self.service, region)

    def _delay(self, failure: WireError, attempt: int, asked: float) -> float:
        scale = 1.0 if isinstance(failure, Throttled) else 0.025 if self.service == "dynamodb" else 0.05
        jitter = self._chance() * min(20.0, scale * 2.0 ** (attempt - 1))
        return max(jitter, min(asked, jitter + 5.0))


_SERVICE_IDS = {"events": "EVENTBRIDGE"}

# The lists of botocore's standard mode.
_THROTTLED = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "RequestThrottled",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
    }
)
_TRANSIENT = frozenset({"RequestTimeout", "RequestTimeoutException", "ReplicatedWriteConflictException"})
_TRANSIENT_STATUS = frozenset({500, 502, 503, 504})

_CONFLICT = "TransactionConflictException"
_BUSY = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
"""Reasons why a transaction was cancelled that say nothing against it. botocore leaves both to its callers."""


def _failure(status: int, headers: Headers, answer: Mapping[str, Any]) -> WireError:
    name = str(answer.get("__type") or headers.get("x-amzn-errortype") or answer.get("code") or f"Status{status}")
    code = name.rpartition("#")[2].partition(":")[0]
    message = str(answer.get("message") or answer.get("Message") or "")
    reasons = [str(each.get("Code") or "None") for each in answer.get("CancellationReasons") or []]
    kind: type[WireError] = WireError
    if code in _THROTTLED or status == 429:
        kind = Throttled
    elif status in _TRANSIENT_STATUS or code in _TRANSIENT or _met_another(code, reasons):
        kind = Unavailable
    return kind(code, message, status, reasons, answer)


def _met_another(code: str, reasons: list[str]) -> bool:
    """Whether a write was refused only because of what else is written at this moment."""
    why = {each for each in reasons if each != "None"}
    return code == _CONFLICT or (code == "TransactionCanceledException" and bool(why) and why <= _BUSY)


def _asked_wait(header: str | None) -> float:
    """Seconds of `x-amz-retry-after`, which counts milliseconds."""
    return int(header) / 1000 if header and header.isdecimal() else 0.0


def request_head(method: str, path: str, host: str, headers: Iterable[tuple[str, str]], length: int) -> bytes:
    """The head of an HTTP/1.1 request whose body has `length` bytes; it leaves in one packet with the body."""
    lines = [f"{method} {path} HTTP/1.1", f"host: {host}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, f"content-length: {length}", "", ""]).encode("ascii")


def connected(host: str, timeout: float, *, secure: bool) -> http.client.HTTPConnection:
    """An open connection; `timeout` in seconds is for opening it. Raises OSError."""
    connection = (
        http.client.HTTPSConnection(host, timeout=timeout, context=tls())
        if secure
        else http.client.HTTPConnection(host, timeout=timeout)
    )
    connection.connect()
    return connection


@cache
def tls() -> ssl.SSLContext:
    """Made once: reading the certificates costs more than a handshake."""
    context = ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE") or None)
    context.set_alpn_protocols(["http/1.1"])
    return context
