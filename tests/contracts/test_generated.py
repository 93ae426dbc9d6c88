"""What is made from the code is in the repository as the code makes it, and documents keep to their standards."""

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import contracts
from contracts import frames
from contracts.posts import PostPublished
from desk import places
from desk.generate import asyncapi, openapi
from desk.generate.discover import System, discover
from desk.generate.facts import event_schema
from desk.generate.main import MAKERS, differences
from desk.generate.samples import bus_event, plain
from kit.problems import STATUS

FACTS = places.ROOT / "events" / "facts"


@cache
def system() -> System:
    return discover(places.ROOT)


def test_every_module_can_be_imported_without_settings_and_without_a_cloud() -> None:
    assert system().broken == {}


def test_every_generated_file_is_as_the_code_says() -> None:
    assert sorted(differences(system())) == [], "run scripts/generate and commit what it changes"


@pytest.fixture
def copy(tmp_path: Path) -> System:
    """The tree's generated files, and what pages are made from, where they may be spoiled."""
    for folder in ("functions", "infra", "events", "docs", "web/client", "scripts/lambdagram_client"):
        shutil.copytree(places.ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return dataclasses.replace(system(), root=tmp_path, broken={})


@pytest.mark.parametrize(
    ("maker", "path"),
    [
        ("routes", "infra/routes/identity.yaml"),
        ("openapi", "docs/api/openapi.json"),
        ("pages", "docs/map.md"),
        ("pages", "docs/iam.md"),
        ("typescript", "web/client/client.ts"),
        ("python", "scripts/lambdagram_client/types.py"),
        ("facts", "events/facts/PostLiked.v1.schema.json"),
    ],
)
def test_a_generated_file_that_was_edited_or_lost_is_named(copy: System, maker: str, path: str) -> None:
    file = copy.root / path
    file.write_text(file.read_text() + "\n")
    assert list(differences(copy, [maker])) == [path]
    file.unlink()
    assert list(differences(copy, [maker])) == [path]


def test_a_file_that_nothing_makes_any_more_is_named(copy: System) -> None:
    (copy.root / "events/facts/PostBurned.v1.schema.json").write_text("{}")
    assert differences(copy, ["facts"]) == {"events/facts/PostBurned.v1.schema.json": None}


def test_a_policy_that_was_widened_shows_in_the_iam_page(copy: System) -> None:
    template = copy.root / "infra/identity.yaml"
    template.write_text(template.read_text().replace("Action: ssm:GetParameter", "Action: ssm:*"))
    assert list(differences(copy, ["pages"])) == ["docs/iam.md"]


def test_a_broken_module_keeps_its_files_and_all_common_documents_as_they_are(copy: System) -> None:
    (copy.root / "infra/routes/identity.yaml").write_text("")
    (copy.root / "docs/map.md").write_text("")
    broken = dataclasses.replace(copy, broken={"identity.sessions": "SyntaxError"})
    assert differences(broken) == {}


def test_the_openapi_document_is_valid() -> None:
    OpenAPIV31SpecValidator(openapi.document(system())).validate()


def test_every_view_is_documented_under_its_own_name() -> None:
    document = openapi.document(system())
    found = {each["operationId"]: each for methods in document["paths"].values() for each in methods.values()}
    assert set(found) >= {endpoint.name for function in system().functions for endpoint in function.endpoints}
    undocumented = [
        f"{function.name}.{endpoint.name}"
        for function in system().functions
        for endpoint in function.endpoints
        if not (endpoint.view.__doc__ or "").strip()
    ]
    assert undocumented == [], "the first line of a view's docstring is its summary"


def test_every_operation_names_its_refusals() -> None:
    known = {str(status) for status, _ in STATUS.values()}
    for path, methods in openapi.document(system())["paths"].items():
        for method, operation in methods.items():
            refusals = set(operation["responses"]) & known
            assert refusals >= {"422", "429", "503"}, (method, path)
            assert ("401" in refusals) or not operation["security"], (method, path)
            assert ("404" in refusals) or "{" not in path, (method, path)
            assert ("413" in refusals) == ("requestBody" in operation), (method, path)


def test_nothing_but_what_a_struct_declares_is_promised() -> None:
    schemas = openapi.document(system())["components"]["schemas"]
    assert [name for name, schema in schemas.items() if "properties" in schema and schema["additionalProperties"]] == []


def _pointers(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from _pointers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _pointers(each)


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = asyncapi.document(system())
    assert document["asyncapi"] == "3.0.0"
    for pointer in _pointers(document):
        place = document
        for step in pointer.removeprefix("#/").split("/"):
            place = place[step]


@pytest.mark.parametrize("frame", asyncapi._members(frames.ToDevice) + asyncapi._members(frames.FromDevice))
def test_a_sample_frame_can_be_read_as_its_side_reads_it(frame: Any) -> None:
    side = frames.FromDevice if frame in asyncapi._members(frames.FromDevice) else frames.ToDevice
    assert isinstance(msgspec.convert(plain(frame), side), frame)


@pytest.mark.parametrize("fact", system().facts, ids=lambda fact: fact.type_name())
def test_a_facts_example_is_valid_by_its_schema_and_can_be_read_back(fact: type[contracts.Fact]) -> None:
    schema = json.loads((FACTS / f"{fact.type_name()}.schema.json").read_text())
    example = json.loads((FACTS / f"{fact.type_name()}.example.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(example, schema)
    read = contracts.decode(json.dumps(example["detail"]), fact)
    assert read.type == example["detail-type"]
    assert f"lambdagram.{read.context}" == example["source"]
    assert read.key == str(getattr(read.fact, fact.key_field))


@pytest.mark.parametrize("field", ["postId", "author", "publishedAt"])
def test_an_event_without_a_field_is_refused_by_the_schema(field: str) -> None:
    event = bus_event(PostPublished)
    del event["detail"]["fact"][field]
    with pytest.raises(jsonschema.ValidationError, match=field):
        jsonschema.validate(event, event_schema(PostPublished))


def test_every_fact_says_what_happened() -> None:
    assert [fact.type_name() for fact in system().facts if not (fact.__doc__ or "").strip()] == []
    assert [fact.type_name() for fact in system().facts if not fact.key_field] == []


def test_every_function_has_a_sample_trigger() -> None:
    for function in system().functions:
        path = places.ROOT / "events" / "triggers" / f"{function.name}.json"
        assert json.loads(path.read_text()), function.name


def test_generated_patterns_do_not_overlap() -> None:
    """Each file has one maker: the one that deletes it when it is no longer made."""
    owners: dict[str, str] = {}
    for name, (make, patterns) in MAKERS.items():
        expressions = [re.compile(pattern.replace(".", r"\.").replace("*", r"[^/]*")) for pattern in patterns]
        for path in make(system()):
            assert owners.setdefault(path, name) == name
            assert any(expression.fullmatch(path) for expression in expressions), f"{name} makes {path}"
