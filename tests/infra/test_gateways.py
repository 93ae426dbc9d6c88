"""The public doors: who comes in without a session is exactly what the code says, and the templates lint clean."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desk import places
from desk.generate.discover import System, discover
from infra import tree

OPEN = ("/v1/public/", "/.well-known/", "/v1/auth/", "/v1/people", "/p/", "/u/")
"""Where a door without a session may be: public reads, the issuer's documents, signing up and in, share links."""


@pytest.fixture(scope="module")
def system() -> System:
    return discover(places.ROOT)


def routes() -> dict[str, str]:
    """Route → how it is guarded, of every template of routes."""
    return {
        each.properties["RouteKey"]: each.properties["AuthorizationType"]
        for file in tree.files("infra/routes")
        for each in tree.read(file).of("AWS::ApiGatewayV2::Route")
    }


def test_who_comes_in_without_a_session_is_what_the_code_says(system: System) -> None:
    declared = {
        f"{endpoint.method} {path}"
        for function in system.functions
        for endpoint in [*function.endpoints, *function.pages]
        for path, session in endpoint.routes
        if not session
    }
    assert {key for key, guard in routes().items() if guard != "JWT"} == declared
    assert set(routes().values()) == {"JWT", "NONE"}


def test_open_doors_are_where_one_looks_for_them() -> None:
    strays = [key for key, guard in routes().items() if guard == "NONE" and not key.partition(" ")[2].startswith(OPEN)]
    assert strays == []


def test_the_authorizer_takes_our_tokens_only() -> None:
    (authorizer,) = tree.read("infra/authorizer.yaml").of("AWS::ApiGatewayV2::Authorizer")
    assert authorizer.properties["AuthorizerType"] == "JWT"
    assert authorizer.properties["JwtConfiguration"] == {"Issuer": "<Issuer>", "Audience": ["lambdagram"]}
    assert authorizer.properties["IdentitySource"] == ["$request.header.Authorization"]


def test_any_origin_may_ask_but_with_no_cookie() -> None:
    (http,) = (each for each in tree.read("infra/gateways.yaml").of("AWS::ApiGatewayV2::Api") if each.name == "HttpApi")
    cors = http.properties["CorsConfiguration"]
    assert cors.get("AllowCredentials", False) is False
    assert "cookie" not in cors["AllowHeaders"]


def test_what_cloudformation_gets_lints_clean(tmp_path: Path) -> None:
    """The sources are linted by the stage `templates` of scripts/test; this is what SAM and the desk make of them."""
    for file in ("template.yaml", *tree.files(), *tree.files("infra/routes")):
        path = tmp_path / f"{file.replace('/', '-').removesuffix('.yaml')}.json"
        addressed = json.dumps(tree.read(file).source).replace('"TemplateURL": "', '"TemplateURL": "https://artifacts/')
        path.write_text(addressed)
    assert lint(tmp_path) == ""


def test_the_linter_sees_what_is_wrong(tmp_path: Path) -> None:
    wrong = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": "soon"}}}}
    (tmp_path / "wrong.json").write_text(json.dumps(wrong))
    assert "E3012" in lint(tmp_path)


def lint(folder: Path) -> str:
    """cfn-lint's errors. Its warnings are about sources, and the stage `templates` shows those."""
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--non-zero-exit-code", "none", "--ignore-checks", "W"]
    command += ["--regions", tree.REGION, "--", *map(str, sorted(folder.glob("*.json")))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
