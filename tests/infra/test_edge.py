"""The edge of the cloud: functions in Node against the Python that signs, the stack against the sources beside it."""

import base64
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from infra.edge_parts import EDGE, NOW, event, properties, run, solved, stack

from desk import origin_headers, origin_static
from kit.media_address import sign, verify

KEY = bytes(range(32))
PATH = "renditions/01jd/photo-640.webp"


def good(path: str = PATH) -> str:
    return sign(path, key=KEY, now=NOW, origin="").removeprefix("/")


def addresses() -> dict[str, str]:
    """Addresses by what is done to them; the first is genuine."""
    path, _, query = good().partition("?")
    e, s = query.split("&")
    old = sign(PATH, key=KEY, now=datetime(2026, 11, 22, 11, 0, tzinfo=UTC), origin="").partition("?")[2]
    return {
        "genuine": f"{path}?{query}",
        "other path": f"{path.replace('640', '320')}?{query}",
        "tampered signature": f"{path}?{query[:-1]}{'A' if query[-1] != 'A' else 'Q'}",
        "tampered expiry": f"{path}?e={int(e[2:]) + 600}&{s}",
        "expired": f"{path}?{old}",
        "no query": path,
        "no signature": f"{path}?{e}",
        "no expiry": f"{path}?{s}",
        "empty signature": f"{path}?{e}&s=",
        "double signature": f"{path}?{query}&{s}",
        "double expiry": f"{path}?{e}&{query}",
        "third parameter": f"{path}?{query}&x=1",
        "escaped parameter": f"{path}?%65={e[2:]}&{s}",
        "padded signature": f"{path}?{query}==",
        "upper-case path": f"{path.replace('photo', 'PHOTO')}?{query}",
        "escaped letter": f"{path.replace('photo', '%70hoto')}?{query}",
        "escaped dots": f"renditions/%2e%2e/{path}?{query}",
        "upper-case escaped dots": f"renditions/%2E%2E/{path}?{query}",
        "dots": f"renditions/../{path}?{query}",
        "escaped slash": f"{path.replace('01jd/', '01jd%2f')}?{query}",
        "upper-case escaped slash": f"{path.replace('01jd/', '01jd%2F')}?{query}",
        "double slash": f"{path.replace('01jd/', '01jd//')}?{query}",
        "leading double slash": f"/{path}?{query}",
        "zero byte": f"{path}%00?{query}",
        "no folder": f"{path.removeprefix('renditions/')}?{query}",
        "root": f"?{query}",
        "the object's name": f"__proto__?{query}",
    }


def test_the_edge_accepts_what_python_signed_and_refuses_everything_else() -> None:
    cases = addresses()
    parts = {name: address.partition("?") for name, address in cases.items()}
    answers = run(
        "sign_check.js",
        [event("/" + path, query) for path, _, query in parts.values()],
        key=base64.b64encode(KEY).decode(),
    )
    at_edge = {name: "statusCode" not in answer for name, answer in zip(cases, answers, strict=True)}
    in_python = {name: verify(path, query, key=KEY, now=NOW) for name, (path, _, query) in parts.items()}
    assert at_edge == {name: name == "genuine" for name in cases}
    assert in_python == at_edge
    assert {answer["statusCode"] for answer in answers[1:]} == {403}


def test_the_signature_is_in_no_cache_key() -> None:
    path, _, query = good().partition("?")
    (answer,) = run("sign_check.js", [event("/" + path, query)], key=base64.b64encode(KEY).decode())
    assert answer["uri"] == "/" + PATH
    assert answer["querystring"] == {}


@pytest.mark.parametrize("key", [None, "", base64.b64encode(b"another key").decode()])
def test_without_the_right_key_everything_is_refused(key: str | None) -> None:
    path, _, query = good().partition("?")
    (answer,) = run("sign_check.js", [event("/" + path, query)], key=key)
    assert answer["statusCode"] == 403


def test_the_edge_forgets_an_address_in_the_second_python_does() -> None:
    path, _, query = good().partition("?")
    end = int(query[2:12])
    for second, alive in ((end - 1, True), (end, False)):
        moment = datetime.fromtimestamp(second, UTC)
        (answer,) = run("sign_check.js", [event("/" + path, query)], key=base64.b64encode(KEY).decode(), now=moment)
        assert ("statusCode" not in answer) is alive is verify(path, query, key=KEY, now=moment)


def test_browsers_keep_a_rendition_no_longer_than_its_address() -> None:
    query = good().partition("?")[2]
    end = int(query[2:12])
    events = [{**event("/x", query), "response": {"statusCode": 200, "headers": {}}} for _ in range(1)]
    for left, kept in ((900, 600), (200, 200), (0, 0)):
        (answer,) = run("media_cache.js", events, now=datetime.fromtimestamp(end - left, UTC))
        assert answer["headers"]["cache-control"]["value"] == f"private, max-age={kept}, immutable"


SHELLS = {
    "/": "/index.html",
    "/u": "/index.html",
    "/p": "/index.html",
    "/direct": "/index.html",
    "/direct/01.jd": "/index.html",
    "/settings": "/index.html",
    "/settings/": "/index.html",
    "/users.d/list": "/index.html",
    "/undo": "/index.html",
    "/docs": "/docs/index.html",
    "/docs/live": "/docs/live/index.html",
    "/docs/live/": "/docs/live/index.html",
    "/docs/nothing": "/index.html",
    "/docs/openapi.json": "/docs/openapi.json",
    "/app.js": "/app.js",
    "/assets/app-1a2b3c4d.js": "/assets/app-1a2b3c4d.js",
    "/favicon.ico": "/favicon.ico",
    "/manifest.webmanifest": "/manifest.webmanifest",
}


def test_pages_become_their_shells_at_the_edge_and_locally() -> None:
    answers = run("shell.js", [event(path) for path in SHELLS])
    assert [answer["uri"] for answer in answers] == list(SHELLS.values())
    assert [origin_static.shell(path) for path in SHELLS] == list(SHELLS.values())


def test_the_socket_goes_to_the_stage_with_its_ticket() -> None:
    (answer,) = run("socket.js", [event("/socket", "ticket=abc")])
    assert answer["uri"] == "/live"
    assert answer["querystring"] == {"ticket": {"value": "abc"}}


# The stack


def said_by_policy(kind: str, *, domain: bool) -> tuple[dict[str, str], dict[str, str]]:
    """The headers that a response headers policy of the stack sends: always, and unless the origin set them."""
    policy = solved(properties(f"{kind.title()}Headers")["ResponseHeadersPolicyConfig"], domain=domain)
    security = policy["SecurityHeadersConfig"]
    hsts = security["StrictTransportSecurity"]
    assert all(part["Override"] is True for part in security.values())
    always = {
        "Strict-Transport-Security": f"max-age={hsts['AccessControlMaxAgeSec']}"
        + ("; includeSubDomains" if hsts["IncludeSubdomains"] else ""),
        "X-Content-Type-Options": "nosniff" if "ContentTypeOptions" in security else "",
        "X-Frame-Options": security["FrameOptions"]["FrameOption"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
    }
    unless_set: dict[str, str] = {}
    for item in policy["CustomHeadersConfig"]["Items"]:
        (always if item["Override"] else unless_set)[item["Header"]] = item["Value"]
    return always, unless_set


PLACES: Mapping[bool, Mapping[str, str]] = {
    True: {
        "media": "https://media.photos.example.com",
        "uploads": "https://lambdagram-x-uploads-123456789012.s3.eu-central-1.amazonaws.com",
        "socket": "wss://photos.example.com",
        "corp": "same-site",
    },
    False: {
        "media": "https://dmedia.cloudfront.net",
        "uploads": "https://lambdagram-x-uploads-123456789012.s3.eu-central-1.amazonaws.com",
        "socket": "'self'",
        "corp": "cross-origin",
    },
}


@pytest.mark.parametrize("domain", [True, False])
@pytest.mark.parametrize("kind", ["app", "api", "media"])
def test_the_cloud_sends_the_headers_that_the_dev_origin_sends(kind: origin_headers.Kind, domain: bool) -> None:
    assert said_by_policy(kind, domain=domain) == origin_headers.rendered(kind, PLACES[domain])


@pytest.mark.parametrize("kind", ["app", "api", "media"])
def test_the_headers_are_as_strict_as_promised(kind: origin_headers.Kind) -> None:
    always, _ = origin_headers.rendered(kind, PLACES[True])
    assert int(re.findall(r"max-age=(\d+)", always["Strict-Transport-Security"])[0]) >= 31_536_000
    assert "unsafe-" not in always["Content-Security-Policy"]
    assert "default-src 'none'" in always["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in always["Content-Security-Policy"]
    assert not re.search(r"[ ;]\*|https?:(?!//)", always["Content-Security-Policy"])


@pytest.mark.parametrize(
    ("resource", "file"),
    [
        ("ShellFunction", "shell.js"),
        ("PageFunction", "page.js"),
        ("SocketFunction", "socket.js"),
        ("SignCheckFunction", "sign_check.js"),
        ("MediaCacheFunction", "media_cache.js"),
    ],
)
def test_the_stack_carries_the_functions_as_they_are_tested(resource: str, file: str) -> None:
    function = properties(resource)
    code = (EDGE / file).read_text()
    assert function["FunctionCode"].rstrip() == code.rstrip(), f"copy infra/edge/{file} into infra/edge.yaml"
    assert function["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0"
    assert len(code.encode()) <= 10 * 1024


def test_every_behaviour_is_guarded() -> None:
    app = properties("AppDistribution")["DistributionConfig"]
    media = properties("MediaDistribution")["DistributionConfig"]
    paths = {one["PathPattern"]: one["TargetOriginId"] for one in app["CacheBehaviors"]}
    assert paths == {"/v1/*": "api", "/.well-known/*": "api", "/p/*": "api", "/u/*": "api", "/socket": "socket"}
    assert "CacheBehaviors" not in media
    checks = {
        one["EventType"]: one["FunctionARN"]["GetAtt"][0]
        for one in media["DefaultCacheBehavior"]["FunctionAssociations"]
    }
    assert checks["viewer-request"] == "SignCheckFunction"
    for behaviour in (*app["CacheBehaviors"], app["DefaultCacheBehavior"], media["DefaultCacheBehavior"]):
        assert "ResponseHeadersPolicyId" in behaviour
        assert behaviour["ViewerProtocolPolicy"] in ("https-only", "redirect-to-https")
    for origin in app["Origins"]:
        guarded = (
            "OriginAccessControlId" in origin or origin["OriginCustomHeaders"][0]["HeaderName"] == "X-Origin-Secret"
        )
        assert guarded, origin["Id"]


def test_nothing_of_the_api_is_kept_for_another_caller() -> None:
    policy = properties("ApiCachePolicy")["CachePolicyConfig"]
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) == (0, 0, 1)
    assert set(key["HeadersConfig"]["Headers"]) == {"Authorization", "CloudFront-Viewer-Address"}
    assert key["CookiesConfig"]["CookieBehavior"] == key["QueryStringsConfig"]["QueryStringBehavior"] == "all"


def test_no_signature_is_in_a_cache_key_and_the_edge_reads_renditions_only() -> None:
    key = properties("MediaCachePolicy")["CachePolicyConfig"]["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["QueryStringsConfig"]["QueryStringBehavior"] == "none"
    reads, refuses = properties("MediaBucketPolicy")["PolicyDocument"]["Statement"]
    assert reads["Action"] == "s3:GetObject"
    assert solved(reads["Resource"], domain=True).endswith(":::lambdagram-x-media-123456789012/renditions/*")
    assert refuses["Effect"] == "Deny"


def test_a_fire_wall_and_a_domain_are_choices_and_every_parameter_is_explained() -> None:
    parameters = stack()["Parameters"]
    assert all(len(one["Description"]) > 20 for one in parameters.values())
    assert parameters["WebAclArn"]["Default"] == parameters["DomainName"]["Default"] == ""
    assert parameters["OriginSecret"]["NoEcho"] is True
