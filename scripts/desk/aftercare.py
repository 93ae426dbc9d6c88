"""What an emulator leaves out when it deploys a template, done by hand afterwards.

Each step is a gap of MiniStack 1.5.33 and not part of the platform: the template says it all, and AWS does it. A step
can be deleted when its test in tests/desk passes without it.
"""

from __future__ import annotations

import json
from typing import Any

from desk.cloud import Deployed, Found, client, find_resources
from desk.emulator import Access
from desk.terminal import Say, silent


def attend(access: Access, deployed: Deployed, *, speak: Say = silent) -> None:
    """Do every step for a stack that stands behind an endpoint. Doing it twice changes nothing."""
    for found in find_resources(access, deployed):
        switch_on_expiry(access, found)
        limit_workers(access, found)
        allow_origins(access, found)
        allow_batches(access, found)
    speak("  the emulator's gaps are closed (expiry, worker limits, CORS)")


def switch_on_expiry(access: Access, found: Found) -> None:
    """A table's TimeToLiveSpecification is read from the template and then ignored."""
    wanted = found.properties.get("TimeToLiveSpecification")
    if found.kind != "AWS::DynamoDB::Table" or not wanted:
        return
    dynamodb = client(access, "dynamodb")
    now = dynamodb.describe_time_to_live(TableName=found.physical)["TimeToLiveDescription"]
    if now.get("TimeToLiveStatus") not in {"ENABLED", "ENABLING"}:
        attribute = {"AttributeName": wanted["AttributeName"], "Enabled": True}
        dynamodb.update_time_to_live(TableName=found.physical, TimeToLiveSpecification=attribute)


def limit_workers(access: Access, found: Found) -> None:
    """A function's ReservedConcurrentExecutions is ignored, so a burst would start a process for each call."""
    wanted = found.properties.get("ReservedConcurrentExecutions")
    if found.kind == "AWS::Lambda::Function" and isinstance(wanted, int):
        lambdas = client(access, "lambda")
        lambdas.put_function_concurrency(FunctionName=found.physical, ReservedConcurrentExecutions=wanted)


def allow_origins(access: Access, found: Found) -> None:
    """An HTTP API's CorsConfiguration is kept in a form that answers every preflight with 403."""
    wanted = found.properties.get("CorsConfiguration")
    if found.kind == "AWS::ApiGatewayV2::Api" and isinstance(wanted, dict) and _is_literal(wanted):
        client(access, "apigatewayv2").update_api(ApiId=found.physical, CorsConfiguration=wanted)


def allow_batches(access: Access, found: Found) -> None:
    """On AWS `sqs:SendMessage` permits SendMessageBatch too; the emulator asks for an action of that name."""
    if found.kind != "AWS::IAM::Role":
        return
    iam = client(access, "iam")
    for name in iam.list_role_policies(RoleName=found.physical)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=found.physical, PolicyName=name)["PolicyDocument"]
        changed = False
        for statement in document["Statement"]:
            actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
            if "sqs:SendMessage" in actions and "sqs:SendMessageBatch" not in actions:
                statement["Action"] = [*actions, "sqs:SendMessageBatch"]
                changed = True
        if changed:
            iam.put_role_policy(RoleName=found.physical, PolicyName=name, PolicyDocument=json.dumps(document))


def _is_literal(value: Any) -> bool:
    if isinstance(value, dict):
        return not any(name == "Ref" or name.startswith("Fn::") for name in value) and _is_literal([*value.values()])
    return all(map(_is_literal, value)) if isinstance(value, list) else True
