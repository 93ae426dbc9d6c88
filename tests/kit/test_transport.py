"""The thin client by itself: botocore's signature, the retries of its standard mode, and connections that die.

The services here are scripted; the real DynamoDB API is in test_wire.py.
"""

import json
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from botocore.retries import standard as standard_mode

from kit import meter, transport
from kit.sigv4 import Credentials, CredentialSource, NoCredentials, Signer
from kit.transport import Throttled, Unavailable, Wire, WireError
from support.emulator import ENVIRONMENT
from support.fault_server import Drop, FaultServer, Say, fault, fault_server

LAYER = Path(__file__).resolve().parents[2] / "layers" / "shared" / "python"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    with fault_server() as server:
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        yield server


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def make() -> Iterator[Callable[..., Wire]]:
    """Makes clients that are closed after the test."""
    with ExitStack() as after:

        def make(*args: Any, **options: Any) -> Wire:
            wire = Wire(*args, **options)
            after.callback(wire.close)
            return wire

        yield make


@pytest.fixture
def wire(server: FaultServer, naps: list[float], make: Callable[..., Wire]) -> Wire:
    """A client that writes its naps down instead of taking them, and draws the longest of each."""
    return make("dynamodb", "DynamoDB_20120810", sleep=naps.append, chance=lambda: 1.0)


# Signature


@pytest.mark.parametrize("token", [None, "a/Session+token=="])
@pytest.mark.parametrize(
    ("service", "host", "path"),
    [
        ("dynamodb", "dynamodb.eu-central-1.amazonaws.com", "/"),
        ("sqs", "127.0.0.1:4599", "/"),
        ("events", "localhost", "/behind/a-path"),
    ],
)
@pytest.mark.parametrize("body", [b"{}", '{"S":"héllo 👩‍🚀 שלום"}'.encode()], ids=["plain", "unicode"])
def test_the_signature_is_botocores(
    monkeypatch: pytest.MonkeyPatch, token: str | None, service: str, host: str, path: str, body: bytes
) -> None:
    now = datetime(2026, 11, 22, 16, 15, tzinfo=UTC)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: now)
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "Any.Operation"}
    request = AWSRequest("POST", f"https://{host}{path}", headers=dict(headers), data=body)
    SigV4Auth(ReadOnlyCredentials("AKID", "s3cr3t/+", token), service, "eu-central-1").add_auth(request)

    signed = [*headers.items(), ("x-amz-date", "20261122T161500Z")]
    if token:
        signed.append(("x-amz-security-token", token))
    signer = Signer(service, "eu-central-1")
    for _ in range(2):
        ours = signer.authorization(
            host, path, signed, body, "20261122T161500Z", Credentials("AKID", "s3cr3t/+", token)
        )
        assert ours == request.headers["Authorization"]


@pytest.mark.parametrize("token", ["", "tok/en=="])
def test_the_request_that_leaves_carries_botocores_signature(
    server: FaultServer, wire: Wire, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", token)
    wire("GetItem", TableName="t", Key={"pk": {"S": "é 👩‍🚀"}})
    (seen,) = server.seen
    stamp = datetime.strptime(seen.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: stamp)
    kept = {name: seen.headers[name] for name in ("content-type", "x-amz-target")}
    request = AWSRequest("POST", server.url + seen.path, headers=kept, data=seen.body)
    SigV4Auth(ReadOnlyCredentials("test", "test", token or None), "dynamodb", "eu-central-1").add_auth(request)
    assert seen.headers["authorization"] == request.headers["Authorization"]
    assert seen.headers.get("x-amz-security-token") == (token or None)
    assert seen.headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert json.loads(seen.body) == {"TableName": "t", "Key": {"pk": {"S": "é 👩‍🚀"}}}


def test_a_new_day_and_a_new_secret_make_a_new_key() -> None:
    signer = Signer("dynamodb", "r")
    made = {
        signer.authorization("h", "/", [("x-amz-date", stamp)], b"", stamp, Credentials("id", secret))[-64:]
        for secret in ("one", "two", "one")
        for stamp in ("20260101T000000Z", "20260102T000000Z")
    }
    assert len(made) == 4


# Retries


def cancelled(*codes: str) -> Say:
    """A transaction that was cancelled, with a reason per item."""
    return fault("TransactionCanceledException", CancellationReasons=[{"Code": each} for each in codes])


def test_the_lists_are_those_of_botocores_standard_mode() -> None:
    standard: Any = standard_mode
    assert frozenset(standard.ThrottledRetryableChecker._THROTTLED_ERROR_CODES) == transport._THROTTLED
    transient = set(standard.TransientRetryableChecker._TRANSIENT_ERROR_CODES)
    assert transient <= transport._TRANSIENT | transport._THROTTLED
    assert frozenset(standard.TransientRetryableChecker._TRANSIENT_STATUS_CODES) == transport._TRANSIENT_STATUS
    assert standard.DEFAULT_MAX_ATTEMPTS == Wire.ATTEMPTS


@pytest.mark.parametrize(
    ("answer", "kind", "first_naps"),
    [
        (fault("ProvisionedThroughputExceededException"), Throttled, [1.0, 2.0]),
        (fault("ThrottlingException"), Throttled, [1.0, 2.0]),
        (fault("SomethingNew", 429), Throttled, [1.0, 2.0]),
        (fault("InternalServerError", 500), Unavailable, [0.025, 0.05]),
        (fault("TransactionConflictException"), Unavailable, [0.025, 0.05]),
        (cancelled("None", "TransactionConflict"), Unavailable, [0.025, 0.05]),
        (cancelled("ProvisionedThroughputExceeded"), Unavailable, [0.025, 0.05]),
        (Say(b"<html>", 503), Unavailable, [0.025, 0.05]),
        (Say(b"<html>", 200), Unavailable, [0.025, 0.05]),
        (Drop(), Unavailable, [0.025, 0.05]),
        (Drop(after=30), Unavailable, [0.025, 0.05]),
        (Drop(after=60), Unavailable, [0.025, 0.05]),
    ],
    ids=str,
)
def test_three_attempts_then_the_failure(
    server: FaultServer, wire: Wire, naps: list[float], answer: Say, kind: type[WireError], first_naps: list[float]
) -> None:
    server.will(answer, answer, Say({"Item": 1}))
    assert wire("GetItem") == {"Item": 1}
    assert naps == first_naps
    server.will(answer, answer, answer, Say({"Item": 2}))
    wire.close()  # a dropped connection that had rested would not count as an attempt
    with pytest.raises(kind) as caught:
        wire("GetItem")
    assert caught.value.attempts == 3
    server.script.clear()
    assert wire("GetItem") == {}, "the client works on after a failure"


@pytest.mark.parametrize(
    "answer",
    [
        fault("ConditionalCheckFailedException"),
        fault("ValidationException"),
        fault("AccessDenied", 403),
        cancelled("TransactionConflict", "ConditionalCheckFailed"),
        fault("TransactionCanceledException"),
    ],
)
def test_a_refusal_is_not_repeated(server: FaultServer, wire: Wire, answer: Say) -> None:
    server.will(answer)
    with pytest.raises(WireError) as caught:
        wire("PutItem")
    assert type(caught.value) is WireError
    assert (caught.value.code, caught.value.status) == (answer.body["__type"].split("#")[1], answer.status)
    assert len(server.seen) == 1


def test_a_cancelled_transaction_gives_its_reasons(server: FaultServer, wire: Wire) -> None:
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "no"}]
    server.will(fault("TransactionCanceledException", CancellationReasons=reasons))
    with pytest.raises(WireError) as caught:
        wire("TransactWriteItems")
    assert caught.value.reasons == ["None", "ConditionalCheckFailed"]


def test_no_nap_goes_beyond_the_deadline(server: FaultServer, naps: list[float], make: Callable[..., Wire]) -> None:
    wire = make("dynamodb", "D", deadline=1.5, sleep=naps.append, chance=lambda: 1.0)
    server.will(*[fault("ThrottlingException")] * 9)
    with pytest.raises(Throttled) as caught:
        wire("GetItem")
    assert (naps, caught.value.attempts) == ([1.0], 2)


def test_the_services_wish_to_wait_is_heard_up_to_five_seconds(
    server: FaultServer, naps: list[float], make: Callable[..., Wire]
) -> None:
    wire = make("dynamodb", "D", deadline=60, sleep=naps.append, chance=lambda: 0.0)
    for milliseconds in ("300", "60000", "soon"):
        server.will(Say({}, 503, {"x-amz-retry-after": milliseconds}), Say())
        wire("GetItem")
    assert naps == [0.3, 5.0, 0.0]


def test_a_lasting_failure_uses_up_the_quota_and_success_fills_it(server: FaultServer, wire: Wire) -> None:
    server.will(*[fault("InternalServerError", 500)] * 60)
    for _ in range(20):
        with pytest.raises(Unavailable):
            wire("GetItem")
    assert len(server.seen) == 20 + 500 // 14, "35 retries at 14 each, then first attempts only"
    server.script.clear()
    for _ in range(14):
        wire("GetItem")
    server.will(fault("InternalServerError", 500))
    wire("GetItem")


# Connections


def test_one_connection_serves_all_calls(server: FaultServer, wire: Wire) -> None:
    for _ in range(5):
        wire("GetItem")
    assert {seen.connection for seen in server.seen} == {1}


def test_a_connection_closed_while_it_rested_is_no_attempt(server: FaultServer, wire: Wire, naps: list[float]) -> None:
    for _ in range(4):
        server.will(Say({"Item": 1}, close=True))
        wire("GetItem")
        time.sleep(0.03)
    assert wire("GetItem") == {}
    assert naps == [], "a stale connection is replaced at once"
    assert server.connections == 5

    server.will(*[Drop()] * 9)
    seen = len(server.seen)
    with pytest.raises(Unavailable) as caught:
        wire("GetItem")
    assert (caught.value.attempts, caught.value.resent, len(server.seen) - seen) == (3, True, 4)


def test_a_connection_that_the_answer_ends_or_that_is_old_is_not_used_again(server: FaultServer, wire: Wire) -> None:
    server.will(Say(headers={"connection": "close"}))
    wire("GetItem")
    assert wire._connection is None
    wire("GetItem")
    wire._used_at -= Wire.MAX_IDLE + 1
    wire("GetItem")
    assert [seen.connection for seen in server.seen] == [1, 2, 3]


def test_a_slow_answer_is_given_up_and_its_connection_too(
    server: FaultServer, naps: list[float], make: Callable[..., Wire]
) -> None:
    wire = make("dynamodb", "D", read_timeout=0.1, sleep=naps.append)
    server.will(Say({"late": True}, wait=0.4), Say({"in": "time"}))
    began = time.monotonic()
    assert wire("GetItem") == {"in": "time"}
    assert time.monotonic() - began < 0.35
    assert [seen.connection for seen in server.seen] == [1, 2]


def test_all_attempts_together_end_at_the_deadline(server: FaultServer, make: Callable[..., Wire]) -> None:
    wire = make("dynamodb", "D", read_timeout=3, deadline=0.5)
    server.will(*[Say(wait=2.5)] * 3)
    began = time.monotonic()
    with pytest.raises(Unavailable):
        wire("GetItem")
    assert time.monotonic() - began < 2.0


def test_nobody_there_is_unavailable(server: FaultServer, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        wire("GetItem")


def test_tls_trusts_the_named_authority_and_no_other(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Callable[..., Wire]
) -> None:
    trustme_like = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trustme_like)
    with fault_server(context) as secure:
        monkeypatch.setenv("AWS_ENDPOINT_URL", secure.url)
        transport.tls.cache_clear()
        with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
            make("dynamodb", "D", sleep=lambda _: None)("GetItem")
        monkeypatch.setenv("AWS_CA_BUNDLE", str(trustme_like))
        transport.tls.cache_clear()
        wire = make("dynamodb", "D")
        for _ in range(3):
            assert wire("GetItem") == {}
        assert len({seen.connection for seen in secure.seen}) == 1
    transport.tls.cache_clear()


# Environment


def test_nothing_is_read_before_the_first_call(monkeypatch: pytest.MonkeyPatch, make: Callable[..., Wire]) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"):
        monkeypatch.delenv(name, raising=False)
    wire = make("dynamodb", "D")
    with pytest.raises(NoCredentials, match="AWS_REGION"):
        wire("GetItem")


@pytest.mark.parametrize(
    ("service", "variable"),
    [("dynamodb", "DYNAMODB"), ("ssm", "SSM"), ("sqs", "SQS"), ("events", "EVENTBRIDGE")],
)
def test_a_services_own_endpoint_wins(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, service: str, variable: str, make: Callable[..., Wire]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv(f"AWS_ENDPOINT_URL_{variable}", server.url)
    assert make(service, "T", "1.1")("Op") == {}
    assert server.seen[0].headers["content-type"] == "application/x-amz-json-1.1"


@pytest.mark.parametrize(
    ("service", "region", "host"),
    [("sqs", "eu-west-1", "sqs.eu-west-1.amazonaws.com"), ("ssm", "cn-north-1", "ssm.cn-north-1.amazonaws.com.cn")],
)
def test_without_an_endpoint_it_is_the_regions(
    monkeypatch: pytest.MonkeyPatch, service: str, region: str, host: str, make: Callable[..., Wire]
) -> None:
    monkeypatch.setenv("AWS_REGION", region)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    wire = Wire(service, "T")
    wire._read_environment()
    assert (wire._scheme, wire._host, wire._path) == ("https", host, "/")


def test_payloads_that_are_not_json_are_refused_before_they_leave(server: FaultServer, wire: Wire) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        wire("GetItem", Key={"pk": {"S": "\ud800"}})
    assert server.seen == []


def test_credentials_of_an_endpoint_are_kept_until_they_nearly_end(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given(name: str, seconds: float) -> Say:
        until = (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Say({"AccessKeyId": name, "SecretAccessKey": "s", "Token": "t", "Expiration": until})

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{server.url}/creds?v=1")
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "please")
    source = CredentialSource()
    server.will(given("one", 100), given("two", 3600))
    assert source.current() == Credentials("one", "s", "t")
    assert source.current().key_id == "two"
    assert source.current().key_id == "two"
    assert [(seen.path, seen.headers["authorization"]) for seen in server.seen] == [("/creds?v=1", "please")] * 2

    source._expires = time.time() + 60
    server.will(Say(b"", 500))
    assert source.current().key_id == "two", "still good while the endpoint is away"
    source._expires = time.time() - 1
    server.will(Say(b"", 500))
    with pytest.raises(NoCredentials):
        source.current()


def test_credentials_are_not_asked_of_a_stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    monkeypatch.delenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", raising=False)
    with pytest.raises(NoCredentials, match="neither"):
        CredentialSource().current()
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/creds")
    with pytest.raises(NoCredentials, match="neither https nor"):
        CredentialSource().current()


def test_secrets_are_not_shown() -> None:
    assert "s3cr3t" not in repr(Credentials("id", "s3cr3t", "s3cr3t-token"))


def test_importing_the_client_loads_none_of_the_heavy_ones() -> None:
    code = (
        "import sys, kit.wire, kit.items, kit.cache\n"
        "heavy = {'botocore', 'boto3', 'pynamodb', 'pydantic', 'redis', 'requests', 'urllib3', 'cryptography'}\n"
        "found = heavy & set(sys.modules)\n"
        "assert not found, found"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(LAYER)}, timeout=30)


def test_retries_are_counted_by_the_meter(server: FaultServer, wire: Wire) -> None:
    server.will(fault("ThrottlingException"), Say({"ConsumedCapacity": {"CapacityUnits": 2.0}}))
    with meter.metered() as m:
        wire("PutItem")
    assert (m.requests, m.write_units, m.read_units) == ({"PutItem": 2}, {"PutItem": 2.0}, {})
    assert json.loads(server.seen[0].body) == {"ReturnConsumedCapacity": "TOTAL"}
    wire("PutItem")
    assert json.loads(server.seen[-1].body) == {}, "nobody measures, nobody asks"


def _certificate(place: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that signs itself, in one file."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    file = place / "pair.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + made.public_bytes(pem))
    return file


def test_the_environments_host_is_signed_without_its_default_port(
    monkeypatch: pytest.MonkeyPatch, make: Callable[..., Wire]
) -> None:
    monkeypatch.setenv("AWS_REGION", "r")
    for url, host in {
        "https://h:443": "h",
        "http://h:80/": "h",
        "https://h:444": "h:444",
        "http://[::1]:9": "[::1]:9",
    }.items():
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        wire = make("dynamodb", "D")
        wire._read_environment()
        assert wire._host == host == urlsplit(url).netloc.removesuffix(":443").removesuffix(":80")
