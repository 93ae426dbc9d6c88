"""Templates: nested ones are expanded too, and every local path becomes an address of the artifacts bucket."""

import json
from pathlib import Path
from typing import Any

import pytest

from desk.sam import Expanded, Expansion
from desk.terminal import DeskError


def expand(root: Path, path: str = "template.yaml") -> Expanded:
    """Expand with addresses that tell what was asked for."""
    return Expansion(
        root,
        region="eu-west-1",
        place_code=lambda folder: ("the-bucket", f"{folder}.zip"),
        place_template=lambda child: f"https://the-bucket/{child.key}",
    ).expand(path, {"Prefix": "p"})


def of_kind(expanded: Expanded, kind: str) -> list[dict[str, Any]]:
    return [row["Properties"] for row in expanded.body["Resources"].values() if row["Type"] == kind]


def test_nested_templates_are_expanded_and_addressed(toy: Path) -> None:
    root = expand(toy)
    child = root.children["Notes"]
    assert of_kind(root, "AWS::CloudFormation::Stack")[0]["TemplateURL"] == f"https://the-bucket/{child.key}"
    assert "Transform" not in root.text
    assert "AWS::Serverless" not in child.text
    assert len(of_kind(child, "AWS::Lambda::EventSourceMapping")) == 1


def test_code_is_taken_from_the_bucket_also_when_globals_name_it(toy: Path) -> None:
    root = expand(toy)
    functions = of_kind(root.children["Notes"], "AWS::Lambda::Function")
    assert [row["Code"] for row in functions] == [{"S3Bucket": "the-bucket", "S3Key": "functions/notes.zip"}] * 2
    layers = of_kind(root, "AWS::Lambda::LayerVersion")
    assert layers[0]["Content"] == {"S3Bucket": "the-bucket", "S3Key": "layers/shared.zip"}


def test_included_snippets_are_merged(toy: Path) -> None:
    child = expand(toy).children["Notes"]
    assert "RouteRead" in child.body["Resources"]
    assert "Fn::Transform" not in child.text


def test_a_change_in_a_child_changes_the_root_s_name_too(toy: Path) -> None:
    before = expand(toy)
    assert expand(toy).key == before.key
    notes = toy / "infra/notes.yaml"
    notes.write_text(notes.read_text().replace("MemorySize: 128", "MemorySize: 256"))
    after = expand(toy)
    assert after.children["Notes"].key != before.children["Notes"].key
    assert after.key != before.key


def test_a_state_machine_s_definition_moves_into_the_template(toy: Path) -> None:
    (toy / "infra/wait.asl.yaml").write_text("StartAt: A\nStates: {A: {Type: Succeed}}\n")
    (toy / "template.yaml").write_text(
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Machine:
            Type: AWS::Serverless::StateMachine
            Properties: {DefinitionUri: infra/wait.asl.yaml, Role: "arn:aws:iam::123456789012:role/r"}
        """
    )
    machine = of_kind(expand(toy), "AWS::StepFunctions::StateMachine")[0]
    assert "Succeed" in json.dumps(machine)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: infra/no.yaml}}}",
            "infra/no.yaml",
        ),
        ("Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: template.yaml}}}", "itself"),
        ("Resources: [", "cannot be read"),
        ("just a sentence", "no template"),
        (
            "Transform: AWS::Serverless-2016-10-31\nResources: {A: {Type: AWS::Serverless::Function, Properties: {}}}",
            r"not a right SAM template(?s:.*)\[A\]",
        ),
    ],
)
def test_what_is_wrong_with_a_template_is_said(toy: Path, text: str, said: str) -> None:
    (toy / "template.yaml").write_text(text)
    with pytest.raises(DeskError, match=said):
        expand(toy)
