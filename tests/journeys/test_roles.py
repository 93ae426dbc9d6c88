"""What each function's role may not do: ten foreign actions each, tried with the role's own keys.

The emulator checks IAM in the second run (`--auth`) only; in the first there is nothing to see. Security.md, row 32.
"""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from desk.cloud import client
from desk.platform import Platform

DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"}

Clients = Callable[[str], Any]


def attempts(platform: Platform, context: str) -> dict[str, Callable[[Clients], object]]:
    """Ten things that no function of this context has any business with."""
    prefix, account = platform.prefix, "000000000000"
    own, foreign = f"{prefix}-{context}", f"{prefix}-{'graph' if context == 'identity' else 'identity'}"
    # the relay has no table of its own: it reads streams
    own = foreign if context == "relay" else own
    return {
        "read a whole table": lambda to: to("dynamodb").scan(TableName=own, Limit=1),
        "change how a table is billed": lambda to: to("dynamodb").update_table(
            TableName=own, BillingMode="PAY_PER_REQUEST"
        ),
        "write another context's table": lambda to: to("dynamodb").put_item(
            TableName=foreign, Item={"pk": {"S": "HANDLE#admin"}, "sk": {"S": "CARD"}}
        ),
        "delete a table": lambda to: to("dynamodb").delete_table(TableName=own),
        "list the bucket of photographs": lambda to: to("s3").list_objects_v2(Bucket=f"{prefix}-media-{account}"),
        "empty a queue": lambda to: to("sqs").purge_queue(
            QueueUrl=f"{platform.endpoint}/{account}/{prefix}-relay-dead"
        ),
        "read a secret that is nobody's": lambda to: to("ssm").get_parameter(Name=f"/{prefix}/foreign"),
        "speak on the account's own bus": lambda to: to("events").put_events(
            Entries=[{"Source": "lambdagram.identity", "DetailType": "PersonSignedUp.v1", "Detail": "{}"}]
        ),
        "list roles": lambda to: to("iam").list_roles(),
        "change a function's code": lambda to: to("lambda").update_function_code(
            FunctionName=f"{prefix}-identity-sessions", ZipFile=b"PK"
        ),
    }


def roles(platform: Platform) -> dict[str, str]:
    """Function name → role."""
    pages = client(platform.access, "lambda").get_paginator("list_functions").paginate()
    return {each["FunctionName"]: each["Role"] for page in pages for each in page["Functions"]}


class Role:
    """AWS clients with the keys of a role, as its function has them. Made once: `take` changes whose keys they hold."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._session = boto3.Session("none", "none", "none", platform.access.region)
        self._made: dict[str, Any] = {}

    def take(self, role: str) -> None:
        sts = client(self._platform.access, "sts")
        keys = sts.assume_role(RoleArn=role, RoleSessionName="foreign")["Credentials"]
        held: Any = self._session._session.get_credentials()
        held.access_key, held.secret_key, held.token = (
            keys[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")
        )

    def __call__(self, service: str) -> Any:
        if service not in self._made:
            config = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"})
            make: Any = self._session.client
            self._made[service] = make(service, endpoint_url=self._platform.endpoint, config=config)
        return self._made[service]


def outcome(attempt: Callable[[Clients], object], to: Clients) -> str:
    try:
        attempt(to)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "allowed"


def test_no_role_may_do_what_is_foreign_to_it(platform: Platform, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--auth"):
        return  # without `--auth` the emulator allows everything; the second run shows it
    found = roles(platform)
    assert len(found) > 40
    wrong: list[str] = []
    to = Role(platform)
    for function, role in sorted(found.items()):
        context = function.removeprefix(f"{platform.prefix}-").partition("-")[0]
        to.take(role)
        who = to("sts").get_caller_identity()["Arn"]
        assert who.endswith(f"{role.rpartition('/')[2]}/foreign"), "the keys work, so a refusal means something"
        tried = attempts(platform, context)
        assert len(tried) == 10
        wrong += [
            f"{function} may {what}: {code}"
            for what, attempt in tried.items()
            if (code := outcome(attempt, to)) not in DENIED
        ]
    assert wrong == []


def test_a_role_that_may_is_not_taken_for_one_that_may_not(platform: Platform, request: pytest.FixtureRequest) -> None:
    """The negative control: what a role is granted is seen as allowed."""
    if not request.config.getoption("--auth"):
        return
    role = roles(platform)[f"{platform.prefix}-identity-well-known"]
    to = Role(platform)
    to.take(role)
    secret = f"/{platform.prefix}/origin-secret"
    assert outcome(lambda to: to("ssm").get_parameter(Name=secret, WithDecryption=True), to) == "allowed"
    assert outcome(lambda to: to("ssm").get_parameter(Name=f"/{platform.prefix}/signing-key"), to) in DENIED
