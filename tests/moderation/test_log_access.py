"""No function may change or delete a line of the log of what staff do: their roles do not allow it.

IAM cannot tell a PutItem that adds from one that replaces: the code adds on condition, and the chain of hashes shows a
line that was replaced all the same.
"""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from infra.tree import Function, as_list
from moderation.keys import audit

from infra import tree

LINE, _ = audit(1)
ADDING = "dynamodb:PutItem"
TABLE_ARN = f"arn:aws:dynamodb:{tree.REGION}:{tree.ACCOUNT}:table/{tree.PREFIX}-moderation"
READING = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
"""All else that touches items changes or deletes them: UpdateItem, DeleteItem, BatchWriteItem, PartiQL."""


def on_lines(function: Function) -> set[str]:
    """What a function may do to items of moderation's table whose partition key is that of a line of the log."""
    found: set[str] = set()
    for said in function.statements:
        resources = [str(each) for each in as_list(said.get("Resource"))]
        table = any(fnmatchcase(TABLE_ARN, each) for each in resources)
        actions = {str(each) for each in as_list(said.get("Action"))}
        if table and reaches(said.get("Condition") or {}):
            found |= {each for each in actions if each.startswith(("dynamodb:", "*")) and "Stream" not in each}
    return found


def reaches(condition: dict[str, Any]) -> bool:
    """Whether a condition lets a line's key through; one without keys lets everything through."""
    listed = [
        (operator, as_list(values["dynamodb:LeadingKeys"]))
        for operator, values in condition.items()
        if "dynamodb:LeadingKeys" in values
    ]
    return all(
        any(fnmatchcase(LINE, str(key)) if operator.endswith("Like") else key == LINE for key in keys)
        for operator, keys in listed
    )


FUNCTIONS = tree.functions(tree.stacks())


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: str(function.name))
def test_no_function_may_change_or_delete_a_line(function: Function) -> None:
    assert on_lines(function) <= {ADDING, *READING}


def test_only_what_staff_use_adds_lines() -> None:
    adding = {function.name for function in FUNCTIONS if ADDING in on_lines(function)}
    assert adding == {"moderation.cases", "moderation.people", "moderation.ending"}


PLANTED = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Prefix: {Type: String}}
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Sub "${Prefix}-moderation"}
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: moderation.one.app
      Runtime: python3.13
      CodeUri: functions/moderation
      Policies:
        - Statement:
            - {Sid: It, Effect: Allow, Action: ACTION, Resource: RESOURCE, Condition: CONDITION}
"""
TABLE = "!GetAtt Table.Arn"
LIKE = "{ForAllValues:StringLike: {dynamodb:LeadingKeys: [KEY]}}"


@pytest.mark.parametrize(
    ("action", "resource", "condition"),
    [
        ("dynamodb:UpdateItem", TABLE, LIKE.replace("KEY", '"AUDIT#*"')),
        ("dynamodb:DeleteItem", TABLE, LIKE.replace("KEY", f'"{LINE}"')),
        ("dynamodb:DeleteItem", TABLE, LIKE.replace("KEY", '"CASE#*", "A*"')),
        ("dynamodb:BatchWriteItem", TABLE, "{}"),
        ("dynamodb:PartiQLDelete", TABLE, "{StringEquals: {aws:ResourceAccount: 1}}"),
        ("dynamodb:*", '"arn:aws:dynamodb:*:*:table/*"', "{}"),
        ('"*"', '"*"', "{}"),
    ],
)
def test_a_planted_way_is_seen(tmp_path: Path, action: str, resource: str, condition: str) -> None:
    text = PLANTED.replace("ACTION", action).replace("RESOURCE", resource).replace("CONDITION", condition)
    (function,) = tree.functions([tree.stack(tmp_path, text, "moderation")])
    assert not on_lines(function) <= {ADDING, *READING}


def test_other_keys_and_reading_are_no_way(tmp_path: Path) -> None:
    text = PLANTED.replace("RESOURCE", TABLE).replace("CONDITION", LIKE.replace("KEY", '"CASE#*"'))
    (function,) = tree.functions([tree.stack(tmp_path, text.replace("ACTION", "dynamodb:DeleteItem"), "moderation")])
    assert on_lines(function) == set()
