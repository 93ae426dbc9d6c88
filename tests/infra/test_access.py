"""The IAM gate: what each function's role allows, read from the templates as CloudFormation gets them."""

import ast
from functools import cache
from pathlib import Path

import pytest
from infra.access_rules import ANY_SOURCE, WIDE, WITHOUT_KEYS, broken, needed, published
from infra.tree import Function

from desk import keys, places
from infra import access_rules, tree

SOURCES = (places.ROOT / "functions", places.ROOT / "layers/shared/python")
SECRETS = {*keys.NAMES, "signing-key"}


@cache
def modules_of(name: str) -> frozenset[str]:
    """A module and all of the project that it imports, directly or not."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        module = todo.pop()
        path = _path(module)
        if module in seen or path is None:
            continue
        seen.add(module)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                todo += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                todo += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return frozenset(seen)


def secrets_of(name: str) -> set[str]:
    """The secrets whose names stand in a function's modules."""
    text = "".join(path.read_text() for path in map(_path, modules_of(name)) if path)
    return {secret for secret in SECRETS if f'"{secret}"' in text}


def _path(module: str) -> Path | None:
    for root in SOURCES:
        for path in (root / f"{module.replace('.', '/')}.py", root / module.replace(".", "/") / "__init__.py"):
            if path.is_file():
                return path
    return None


def functions() -> list[Function]:
    return tree.functions(tree.stacks())


@pytest.mark.parametrize("function", functions(), ids=lambda function: str(function.name))
def test_a_function_may_do_what_its_feature_does(function: Function) -> None:
    assert broken(function, secrets_of(function.name)) == []


def test_no_exception_is_left_over() -> None:
    used = {key for function in functions() for key in needed(function)}
    assert {*WIDE, *WITHOUT_KEYS} <= used, "delete these rows: nothing needs them any more"
    assert set(ANY_SOURCE) <= {function.name for function in functions()}
    assert all(reason for reason in (*WIDE.values(), *WITHOUT_KEYS.values(), *ANY_SOURCE.values()))


def test_every_function_has_a_role_of_its_own() -> None:
    roles = [(each.resource.file, each.resource.properties["Role"]) for each in functions()]
    assert len(set(roles)) == len(roles)


def test_cards_are_read_from_the_views() -> None:
    assert {"POST#*", "LIKES#*"} <= published()["posts"]
    assert "REVOKED" in published()["identity"]
    assert "LOGIN#*" not in published()["identity"]
    assert "index/followers" in published()["graph"]


@pytest.mark.parametrize("name", ["posts.read", "identity.sessions"])
def test_secrets_are_read_from_the_modules(name: str) -> None:
    others = {"posts.read": {"signing-key", "refresh-key"}, "identity.sessions": {"cursor-key", "factor-key"}}
    assert "origin-secret" in secrets_of(name)
    assert not secrets_of(name) & others[name]


# Each rule biting

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Prefix: {Type: String}}
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Sub "${Prefix}-posts"}
  Inbox: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Prefix}-posts-inbox"}}
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: posts.one.app
      Runtime: python3.13
      CodeUri: functions/posts
      Events: {Inbox: {Type: SQS, Properties: {Queue: !GetAtt Inbox.Arn}}}
      Policies:
        - Statement:
            - Sid: It
              Effect: Allow
              Action: ACTION
              Resource: RESOURCE
              CONDITION
"""
POSTS = "!GetAtt Table.Arn"
GRAPH = "!Sub arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Prefix}-graph"
SECRET = "!Sub arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Prefix}/"
BUS = "!Sub arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/${Prefix}-bus"
QUEUE = "!Sub arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${Prefix}-"


def key(*keys: str) -> str:
    listed = ", ".join(f'"{each}"' for each in keys)
    return "Condition: {ForAllValues:StringLike: {dynamodb:LeadingKeys: [" + listed + "]}}"


def planted(folder: Path, action: str, resource: str, condition: str = "", template: str = TEMPLATE) -> list[str]:
    text = template.replace("ACTION", action).replace("RESOURCE", resource).replace("CONDITION", condition)
    (function,) = tree.functions([tree.stack(folder, text)])
    return broken(function, {"cursor-key"})


FITS = [
    ("[dynamodb:PutItem, dynamodb:Query]", POSTS, key("POST#*")),
    ("dynamodb:Query", "!Sub ${Table.Arn}/index/liked", key("LIKED#*")),
    ("dynamodb:BatchGetItem", GRAPH, key("PERSON#*")),
    ("dynamodb:Query", f"{GRAPH}/index/followers", key("FOLLOWERS#*")),
    ("ssm:GetParameter", f"{SECRET}cursor-key", ""),
    ("sqs:SendMessage", f"{QUEUE}posts-work", ""),
    ("events:PutEvents", BUS, "Condition: {StringEquals: {events:source: lambdagram.posts}}"),
    ("events:PutEvents", BUS, "Condition: {StringEqualsIfExists: {events:source: lambdagram.posts}}"),
]


@pytest.mark.parametrize("case", FITS)
def test_what_fits_is_passed(tmp_path: Path, case: tuple[str, str, str]) -> None:
    assert planted(tmp_path, *case) == []


BREACHES = {
    "any action": (("dynamodb:*", POSTS, key("POST#*")), "has a *"),
    "any item action": (("dynamodb:Put*", POSTS, key("POST#*")), "has a *"),
    "any resource": (("sqs:SendMessage", '"*"', ""), "more than one thing"),
    "any table": (("dynamodb:GetItem", '!Sub "arn:aws:dynamodb:a:1:table/${Prefix}-*"', key("A#*")), "more than one"),
    "any object": (("s3:GetObject", "arn:aws:s3:::p-uploads/*", ""), "more than one thing"),
    "any secret": (("ssm:GetParameter", f'{SECRET}"*"'.replace('"', ""), ""), "more than one thing"),
    "no condition": (("dynamodb:GetItem", POSTS, ""), "bound to no partition key"),
    "an empty condition": (("dynamodb:GetItem", POSTS, key("*")), "bound to no partition key"),
    "an index without a condition": (("dynamodb:Query", "!Sub ${Table.Arn}/index/liked", ""), "bound to no partition"),
    "two tables": (
        ("dynamodb:GetItem", f"\n                - {POSTS}\n                - {GRAPH}", key("PERSON#*")),
        "one statement, one table",
    ),
    "a scan": (("dynamodb:Scan", POSTS, key("POST#*")), "no feature needs Scan"),
    "a foreign write": (("dynamodb:PutItem", GRAPH, key("PERSON#*")), "PutItem on graph, another context's table"),
    "a foreign stream": (("dynamodb:GetRecords", f"{GRAPH}/stream/x", ""), "GetRecords on graph, another context's"),
    "what no view shows": (("dynamodb:GetItem", GRAPH, key("OUTBOX#*")), "OUTBOX#* of graph is no card"),
    "an index no view shows": (("dynamodb:Query", f"{GRAPH}/index/secret", key("PERSON#*")), "published by no view"),
    "a secret of others": (("ssm:GetParameter", f"{SECRET}signing-key", ""), "do not name the secret signing-key"),
    "another's queue": (("sqs:SendMessage", f"{QUEUE}feed-inbox", ""), "feed-inbox is another context's"),
    "as anybody": (("events:PutEvents", BUS, ""), "may publish as anybody"),
    "as another": (
        ("events:PutEvents", BUS, "Condition: {StringEquals: {events:source: lambdagram.graph}}"),
        "may publish as lambdagram.graph",
    ),
    "another's bucket": (("s3:GetObject", "arn:aws:s3:::p-media/renditions/*", ""), "s3 belongs to media"),
    "another's cache": (
        ("cloudfront:CreateInvalidation", "arn:aws:cloudfront::1:distribution/E1", ""),
        "cloudfront belongs to media",
    ),
    "any cache": (("cloudfront:CreateInvalidation", '"*"', ""), "more than one thing"),
    "another service": (("iam:PassRole", "arn:aws:iam::1:role/x", ""), "iam is no service of the functions"),
    "everything but": (("dynamodb:GetItem", POSTS, "NotResource: x"), "only plain Allow"),
}


@pytest.mark.parametrize("case", BREACHES)
def test_what_is_too_much_is_refused(tmp_path: Path, case: str) -> None:
    arguments, sentence = BREACHES[case]
    assert sentence in "; ".join(planted(tmp_path, *arguments))


def test_policies_of_aws_are_refused(tmp_path: Path) -> None:
    template = TEMPLATE.replace("Policies:", "Policies:\n        - arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess")
    found = planted(tmp_path, "sqs:SendMessage", f"{QUEUE}posts-work", template=template)
    assert found == ["posts.one: has AmazonDynamoDBFullAccess, a policy of AWS"]


def test_sam_s_wide_policy_for_queues_becomes_that_queue(tmp_path: Path) -> None:
    text = (
        TEMPLATE.replace("ACTION", "sqs:SendMessage").replace("RESOURCE", f"{QUEUE}posts-work").replace("CONDITION", "")
    )
    (function,) = tree.functions([tree.stack(tmp_path, text)])
    assert [arn.rpartition("/")[2] for arn in function.managed] == [access_rules.BASIC]
    (source,) = (said for said in function.statements if said.get("Sid") == "ItsSource")
    assert source["Resource"] == [f"arn:aws:sqs:{tree.REGION}:{tree.ACCOUNT}:p-posts-inbox"]


@pytest.mark.parametrize(
    ("action", "place", "allowed"),
    [
        ("s3:PutObject", "exports/*/parts/*", True),
        ("s3:GetObject", "exports/*/archive.zip", True),
        ("s3:GetObject", "exports/*/parts/*", False),
        ("s3:DeleteObject", "exports/*/parts/*", False),
        ("s3:PutObject", "exports/*", False),
        ("s3:PutObject", "uploads/*/parts/*", False),
    ],
)
def test_an_export_is_written_part_by_part_and_only_its_whole_is_handed_out(
    action: str, place: str, allowed: bool
) -> None:
    resource = f"arn:aws:s3:::p-uploads-111111111111/{place}"
    assert access_rules._is_export([action], [resource]) is allowed
    assert not access_rules._is_export([action, "s3:ListBucket"], [resource])
