"""Take back what SAM grants too widely.

For a function that a queue or a stream starts, SAM attaches a policy of AWS that lets it read every queue or every
stream of the account. Here that becomes the very queue or stream that starts it. Applied to expanded templates only.
"""

from __future__ import annotations

from typing import Any

Template = dict[str, Any]

_READS = {
    "AWSLambdaSQSQueueExecutionRole": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    "AWSLambdaDynamoDBExecutionRole": [
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    ],
}


def narrow(body: Template) -> None:
    """Change the roles of an expanded template in place."""
    resources: dict[str, Any] = body.get("Resources", {})
    sources: dict[str, list[Any]] = {}
    for each in resources.values():
        if each["Type"] == "AWS::Lambda::EventSourceMapping":
            role = _role_of(each["Properties"]["FunctionName"], resources)
            sources.setdefault(role, []).append(each["Properties"]["EventSourceArn"])
    for name, each in resources.items():
        if each["Type"] != "AWS::IAM::Role" or name not in sources:
            continue
        kept, actions = [], []
        for arn in each["Properties"].get("ManagedPolicyArns", []):
            wide = next((reads for policy, reads in _READS.items() if str(arn).endswith(policy)), None)
            actions += wide or []
            kept += [] if wide else [arn]
        if actions:
            said = {"Sid": "ItsSource", "Effect": "Allow", "Action": actions, "Resource": sources[name]}
            document = {"Version": "2012-10-17", "Statement": [said]}
            each["Properties"]["ManagedPolicyArns"] = kept
            each["Properties"].setdefault("Policies", []).append(
                {"PolicyName": "its-source", "PolicyDocument": document}
            )


def _role_of(function: Any, resources: dict[str, Any]) -> str:
    """The logical id of a function's role; empty when both are not in this template."""
    name = function.get("Ref", "") if isinstance(function, dict) else ""
    role = resources.get(name, {}).get("Properties", {}).get("Role")
    return str(role["Fn::GetAtt"][0]) if isinstance(role, dict) and "Fn::GetAtt" in role else ""
