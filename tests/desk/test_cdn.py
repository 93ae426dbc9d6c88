"""The CDN's deployment with recorded calls: nothing here has met AWS."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import boto3
import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.stub import ANY, Stubber
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from moto import mock_aws

from desk import cdn, deployment, keys, shell, sigv4a
from desk.cdn import Cdn, Wishes, uploads
from desk.emulator import Access
from desk.web_files import ASK_FIRST, FOREVER, headers_of

ACCESS = Access(None, "eu-central-1", "AKIDEXAMPLE", "secret")
PREFIX = "lambdagram-x"
ACCOUNT = "123456789012"
STORE = f"arn:aws:cloudfront::{ACCOUNT}:key-value-store/0f12-ab"
OUTPUTS = {
    "AppOrigin": "https://d1.cloudfront.net",
    "MediaOrigin": "https://d2.cloudfront.net",
    "UploadOrigin": "https://uploads.example",
    "AppBucketName": f"{PREFIX}-app-{ACCOUNT}",
    "AppDistributionId": "EAPP",
    "MediaDistributionId": "EMEDIA",
    "MediaKeysArn": STORE,
}
PLATFORM = {"HttpApiId": "aaaa", "SocketApiId": "bbbb", "Issuer": "x"}
FILES = {
    "index.html": "text/html; charset=utf-8",
    "u/index.html": "text/html; charset=utf-8",
    "sw.js": "text/javascript; charset=utf-8",
    "manifest.webmanifest": "application/manifest+json",
    "mark.svg": "image/svg+xml",
    "assets/app.Bx81_aZ2.js": "text/javascript; charset=utf-8",
    "assets/app.Cq01-Zz9.css": "text/css; charset=utf-8",
    "assets/letters.D0aaaaaa.woff2": "font/woff2",
}


class Stage:
    """A stage whose stack is told what it was asked, before storage and secrets that moto plays."""

    def __init__(self) -> None:
        self.standing: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.made = True
        self.clients: dict[str, Any] = {}
        self.stubs: dict[str, Stubber] = {}
        for service in ("s3", "ssm", "sts"):
            self.clients[service] = boto3.client(service, region_name="eu-central-1")
        for service in ("cloudfront", "cloudfront-keyvaluestore"):
            self.clients[service] = boto3.client(service, region_name="eu-central-1")  # type: ignore[call-overload]
            self.stubs[service] = Stubber(self.clients[service])
            self.stubs[service].activate()

    # what desk.stacks.Stack is asked
    def outputs(self) -> dict[str, str]:
        return OUTPUTS if self.made else {}

    def parameters(self) -> dict[str, str]:
        return self.standing

    def apply(self, url: str, values: Mapping[str, str]) -> bool:
        self.asked.append((url, dict(values)))
        return True

    def keys_expect(self, value: str | None) -> None:
        """The key-value store holds this media key, or none."""
        stub = self.stubs["cloudfront-keyvaluestore"]
        wanted = {"KvsARN": STORE, "Key": "media-key"}
        counts = {"ItemCount": 1, "TotalSizeInBytes": 9}
        if value is None:
            stub.add_client_error("get_key", "ResourceNotFoundException", expected_params=wanted)
        else:
            stub.add_response("get_key", {"Key": "media-key", "Value": value, **counts}, wanted)
        if value == "the media key":
            return
        held = {"ETag": "E0", "KvsARN": STORE, "Created": 0, **counts}
        stub.add_response("describe_key_value_store", held, {"KvsARN": STORE})
        put = {**wanted, "Value": "the media key", "IfMatch": "E0"}
        stub.add_response("put_key", {"ETag": "E1", **counts}, put)

    def forgets(self, *paths: str) -> None:
        """One invalidation of the app's distribution, with these paths."""
        batch = {"Paths": {"Quantity": len(paths), "Items": sorted(paths)}, "CallerReference": ANY}
        wanted = {"DistributionId": "EAPP", "InvalidationBatch": batch}
        self.stubs["cloudfront"].add_response("create_invalidation", {}, wanted)

    def held(self) -> dict[str, dict[str, str]]:
        """What lies in the app bucket, by key, with its headers."""
        s3, found = self.clients["s3"], {}
        for row in s3.list_objects_v2(Bucket=OUTPUTS["AppBucketName"]).get("Contents", []):
            head = s3.head_object(Bucket=OUTPUTS["AppBucketName"], Key=row["Key"])
            found[row["Key"]] = {"Content-Type": head["ContentType"], "Cache-Control": head["CacheControl"]}
        return found

    def done(self) -> None:
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with mock_aws():
        stage = Stage()
        for bucket in (OUTPUTS["AppBucketName"], f"{PREFIX}-artifacts-{ACCOUNT}"):
            where = {"LocationConstraint": "eu-central-1"}
            stage.clients["s3"].create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
        for name, value in {"origin-secret": "s" * 44, "media-key": "the media key"}.items():
            stage.clients["ssm"].put_parameter(Name=f"/{PREFIX}/{name}", Value=value, Type="SecureString")
        monkeypatch.setattr(cdn, "client", lambda _access, service: stage.clients.get(service))
        monkeypatch.setattr(cdn, "account_of", lambda _access: ACCOUNT)
        monkeypatch.setattr(cdn, "Stack", lambda *_words, **_more: stage)
        yield stage


@pytest.fixture
def app(tmp_path: Path) -> Path:
    for name in (*FILES, ".vite/manifest.json", ".built-from"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_the_stack_is_made_before_the_platform_that_stands(stage: Stage) -> None:
    stage.keys_expect(None)
    Cdn(ACCESS, PREFIX).deploy(PLATFORM, Wishes(DomainName="photos.example.com", CertificateArn="arn:c"))
    ((url, values),) = stage.asked
    assert values == {
        "Prefix": PREFIX,
        "HttpApiId": "aaaa",
        "SocketApiId": "bbbb",
        "OriginSecret": "s" * 44,
        "DomainName": "photos.example.com",
        "CertificateArn": "arn:c",
    }
    stored = urlsplit(url).path.lstrip("/")
    kept = stage.clients["s3"].get_object(Bucket=f"{PREFIX}-artifacts-{ACCOUNT}", Key=stored)["Body"].read()
    assert b"AppDistribution:" in kept
    stage.done()


def test_what_is_not_asked_again_stays_as_it_was(stage: Stage) -> None:
    stage.standing = {"DomainName": "photos.example.com", "PriceClass": "PriceClass_All", "HttpApiId": "old"}
    stage.keys_expect("the media key")
    Cdn(ACCESS, PREFIX).deploy(PLATFORM, Wishes(PriceClass="PriceClass_200"))
    ((_, values),) = stage.asked
    assert (values["DomainName"], values["PriceClass"]) == ("photos.example.com", "PriceClass_200")
    assert values["HttpApiId"] == "aaaa"
    stage.done()


@pytest.mark.parametrize("before", [None, "another key", "the media key"])
def test_the_edge_gets_the_key_of_media_addresses_unless_it_has_it(stage: Stage, before: str | None) -> None:
    stage.keys_expect(before)
    Cdn(ACCESS, PREFIX).deploy(PLATFORM, Wishes())
    stage.done()


def test_the_platform_learns_where_the_cdn_is_once_it_stands(stage: Stage) -> None:
    stage.made = False
    assert Cdn(ACCESS, PREFIX).offers() == {}
    stage.made = True
    assert Cdn(ACCESS, PREFIX).offers() == {
        "AppOrigin": "https://d1.cloudfront.net",
        "MediaOrigin": "https://d2.cloudfront.net",
        "UploadOrigin": "https://uploads.example",
        "MediaDistribution": "EMEDIA",
    }


def test_files_are_uploaded_with_their_type_and_how_long_they_may_be_kept(stage: Stage, app: Path) -> None:
    pages = [f"/{name}" for name in FILES if not name.startswith("assets/")]
    stage.forgets(*pages, "/", "/p/*", "/u/*")
    Cdn(ACCESS, PREFIX).publish(app)
    assert {key: said["Content-Type"] for key, said in stage.held().items()} == FILES
    for key, said in stage.held().items():
        assert said["Cache-Control"] == (FOREVER if key.startswith("assets/") else ASK_FIRST)
    stage.done()


def test_what_pages_need_is_there_before_the_pages_and_the_worker_comes_last(app: Path) -> None:
    order = [each.key for each in uploads(app)]
    assert set(order) == set(FILES)
    assert all(key.startswith("assets/") for key in order[:3])
    assert order[-3:] == ["index.html", "u/index.html", "sw.js"]


def test_hashed_files_are_sent_once_and_kept_for_pages_that_are_still_open(stage: Stage, app: Path) -> None:
    pages = [f"/{name}" for name in FILES if not name.startswith("assets/")]
    stage.forgets(*pages, "/", "/p/*", "/u/*")
    Cdn(ACCESS, PREFIX).publish(app)
    (app / "assets/app.Bx81_aZ2.js").unlink()
    (app / "assets/app.NewNew12.js").write_text("new")
    (app / "mark.svg").unlink()
    said: list[str] = []
    stage.forgets(*pages, "/", "/p/*", "/u/*")  # also what has gone
    Cdn(ACCESS, PREFIX, speak=said.append).publish(app)
    assert set(stage.held()) == {*FILES, "assets/app.NewNew12.js"} - {"mark.svg"}
    assert "uploaded 5 of 7 files" in said[0]
    stage.done()


def test_a_file_without_a_known_ending_is_bytes() -> None:
    assert headers_of("assets/x.unheard")["Content-Type"] == "application/octet-stream"


# scripts/deploy as a whole


def test_a_first_deployment_tells_the_functions_of_the_cdn_and_a_second_need_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[dict[str, str]] = []
    done: list[str] = []
    known: dict[str, str] = {}

    class Fake:
        def __init__(self, *_words: object, **_more: object) -> None:
            pass

        def offers(self) -> dict[str, str]:
            return dict(known)

        def deploy(self, platform: Mapping[str, str], wishes: Wishes) -> None:
            done.append(f"cdn {platform['HttpApiId']} {wishes.DomainName}")
            known.update({"AppOrigin": "https://d1", "MediaDistribution": "EMEDIA"})

        def publish(self, app: Path) -> None:
            done.append(f"publish {app.name}")

    def deploy(
        _access: Access, _prefix: str, _parameters: object, *, offers: Mapping[str, str], **_more: object
    ) -> Any:
        told.append(dict(offers))
        done.append("platform")
        return type("Deployed", (), {"outputs": PLATFORM, "changed": True, "artifacts": "artifacts"})

    monkeypatch.setattr(deployment, "Cdn", Fake)
    monkeypatch.setattr(deployment, "deploy", deploy)
    monkeypatch.setattr(deployment, "ensure_web", lambda: tmp_path)
    monkeypatch.setattr(deployment, "account_of", lambda _access: ACCOUNT)
    monkeypatch.setattr(shell, "upload", lambda _access, bucket, **_m: done.append(f"shell {bucket}"))
    monkeypatch.setattr(keys, "make_secrets", lambda *_w, **_m: None)
    monkeypatch.setattr(keys, "make_signing_key", lambda *_w, **_m: None)
    for name in ("AWS_ENDPOINT_URL", "LOCALSTACK_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.argv", ["deploy", "--stage", "x", "--domain", "photos.example.com"])
    deployment.deploy_main()
    assert done == [
        "platform",
        "cdn aaaa photos.example.com",
        "platform",
        f"publish {tmp_path.name}",
        "shell artifacts",
    ]
    assert "AppOrigin" not in told[0]
    assert told[1]["AppOrigin"] == "https://d1"
    assert told[1]["MediaDistribution"] == "EMEDIA"
    done.clear()
    deployment.deploy_main()
    assert done.count("platform") == 1


# Signature version 4A


def test_the_signing_key_is_that_of_the_published_example() -> None:
    key = sigv4a.signing_key("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom")
    public = key.public_key().public_numbers()
    assert (hex(public.x), hex(public.y)) == (
        "0x15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb",
        "0x515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0",
    )


def signed() -> tuple[AWSRequest, str, bytes]:
    """A request as botocore hands it over, what was to be signed (built here again), and the signature."""
    request = AWSRequest(
        "PUT", f"https://kvs.example/key-value-stores/{quote(STORE, safe='')}/keys/media-key", data=b"{}"
    )
    request.headers["If-Match"] = "E0"
    sigv4a.SigV4AAuth(Credentials("AKID", "secret"), "cloudfront-keyvaluestore", "*").add_auth(request)
    words = dict(part.split("=", 1) for part in request.headers["Authorization"].split(" ", 1)[1].split(", "))
    named = words["SignedHeaders"].split(";")
    values = {**{name.lower(): value for name, value in request.headers.items()}, "host": "kvs.example"}
    canonical = [
        "PUT",
        quote(urlsplit(str(request.url)).path, safe="/~"),
        "",
        *(f"{name}:{values[name]}" for name in named),
        "",
        words["SignedHeaders"],
        hashlib.sha256(b"{}").hexdigest(),
    ]
    scope = words["Credential"].partition("/")[2]
    digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    text = "\n".join(["AWS4-ECDSA-P256-SHA256", request.headers["X-Amz-Date"], scope, digest])
    return request, text, bytes.fromhex(words["Signature"])


def test_a_request_is_signed_for_every_region_with_the_derived_key() -> None:
    request, text, signature = signed()
    assert request.headers["X-Amz-Region-Set"] == "*"
    assert "x-amz-region-set" in request.headers["Authorization"]
    assert text.split("\n")[2].endswith("/cloudfront-keyvaluestore/aws4_request")
    public, way = sigv4a.signing_key("AKID", "secret").public_key(), ec.ECDSA(hashes.SHA256())
    public.verify(signature, text.encode(), way)
    with pytest.raises(InvalidSignature):
        public.verify(signature, text.replace("\n20", "\n21", 1).encode(), way)


def test_botocore_signs_with_it_where_a_service_asks_for_it() -> None:
    sigv4a.teach_botocore()
    assert auth.AUTH_TYPE_MAPS["v4a"] is sigv4a.SigV4AAuth
    store = boto3.client("cloudfront-keyvaluestore", region_name="eu-central-1")
    seen: list[str] = []

    def stop(request: Any, **_more: object) -> None:
        seen.append(str(request.headers["Authorization"]))
        raise InterruptedError

    store.meta.events.register("before-send.*.*", stop)
    with pytest.raises(InterruptedError):
        store.get_key(KvsARN=STORE, Key="media-key")
    assert "AWS4-ECDSA-P256-SHA256" in seen[0]
