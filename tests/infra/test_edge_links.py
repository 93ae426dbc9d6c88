"""Share links at the edge: one spelling each, kept a minute by it alone, with the headers of the app."""

from infra.edge_parts import event, properties, run

from desk import origin_static

POST = "01jd0000000000000000000000"
PAGES = {
    f"/p/{POST}": f"/p/{POST}",
    f"/p/{POST}/": f"/p/{POST}",
    f"/p/{POST}/likes.html": f"/p/{POST}",
    f"/p/{POST}x": "/p/-",
    f"/p/{POST.upper()}": "/p/-",
    "/p/": "/p/-",
    "/p/a.b": "/p/-",
    "/p/%2e%2e/u/ana": "/p/-",
    "/p/%E2%82%AC": "/p/-",
    "/p/" + "x" * 8000: "/p/-",
    "/u/": "/u/-",
    "/u/ana": "/u/ana",
    "/u/Ana.Maria_7": "/u/Ana.Maria_7",
    "/u/ana/followers": "/u/ana",
    "/u/ana/": "/u/ana",
    "/u/a/../../v1/me": "/u/a",
    "/u/..": "/u/-",
    "/u/./x": "/u/-",
    "/u/%2e%2e/v1": "/u/-",
    "/u/an%61": "/u/-",
    "/u//ana": "/u/-",
    "/u/" + "a" * 31: "/u/-",
}


def test_share_links_have_one_spelling_at_the_edge_and_locally() -> None:
    answers = run("page.js", [event(path, "fbclid=1") for path in PAGES])
    assert [answer["uri"] for answer in answers] == list(PAGES.values())
    assert all(answer["querystring"] == {} for answer in answers)
    assert [origin_static.page(path) for path in PAGES] == list(PAGES.values())
    assert [origin_static.page(path) for path in ("/", "/u", "/p", "/undo", "/v1/x")] == [None] * 5


def test_a_share_link_is_kept_a_minute_by_its_path_alone_and_has_the_apps_headers() -> None:
    policy = properties("PageCachePolicy")["CachePolicyConfig"]
    key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert (policy["MinTTL"], policy["DefaultTTL"], policy["MaxTTL"]) == (0, 0, 60)
    assert {key[f"{part}Config"][f"{part.rstrip('s')}Behavior"] for part in ("Headers", "Cookies", "QueryStrings")} == {
        "none"
    }
    told = properties("PageRequestPolicy")["OriginRequestPolicyConfig"]
    assert told["HeadersConfig"]["Headers"] == ["CloudFront-Viewer-Address"]
    behaviours = properties("AppDistribution")["DistributionConfig"]["CacheBehaviors"]
    for one in (each for each in behaviours if each["PathPattern"] in ("/p/*", "/u/*")):
        assert one["ResponseHeadersPolicyId"] == {"Ref": "AppHeaders"}
        assert one["CachePolicyId"] == {"Ref": "PageCachePolicy"}
        assert one["AllowedMethods"] == ["GET", "HEAD"]
        assert one["FunctionAssociations"][0]["FunctionARN"]["GetAtt"][0] == "PageFunction"
