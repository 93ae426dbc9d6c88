"""The templates as CloudFormation gets them, with names worked out for one made-up environment.

`stacks()` are those of the repository; `stack(text)` is a planted one. Every intrinsic function is resolved as far as
a template alone can tell: `!GetAtt Table.Arn` becomes that table's ARN in account 111111111111, prefix `p`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from desk import places
from desk.sam import Expansion

PREFIX = "p"
ACCOUNT = "111111111111"
REGION = "eu-central-1"
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": PREFIX,
    "AWS::NoValue": "",
    "Prefix": PREFIX,
}
_ARNS = {
    "AWS::DynamoDB::Table": ("dynamodb", "table/", "TableName"),
    "AWS::SQS::Queue": ("sqs", "", "QueueName"),
    "AWS::Lambda::Function": ("lambda", "function:", "FunctionName"),
    "AWS::Events::EventBus": ("events", "event-bus/", "Name"),
    "AWS::Events::Rule": ("events", f"rule/{PREFIX}-bus/", "Name"),
}
_NAMES = {"QueueName", "TableName", "FunctionName", "BucketName", "Name", "TopicName"}

Properties = dict[str, Any]


@dataclass(frozen=True)
class Resource:
    """A resource with its values worked out."""

    file: str
    name: str
    kind: str
    properties: Properties
    condition: str = ""

    def __str__(self) -> str:
        return f"{self.file} {self.name}"


@dataclass(frozen=True)
class Stack:
    """An expanded template."""

    file: str
    parameters: dict[str, Any]
    resources: dict[str, Resource]
    source: dict[str, Any] = field(repr=False)

    @property
    def context(self) -> str:
        return Path(self.file).stem

    def of(self, *kinds: str) -> list[Resource]:
        return [each for each in self.resources.values() if each.kind in kinds]


@dataclass(frozen=True)
class Function:
    """A Lambda function with everything that its role allows."""

    resource: Resource
    statements: list[Properties]
    managed: list[str]

    @property
    def name(self) -> str:
        """Such as `posts.likes`."""
        return str(self.resource.properties["Handler"]).removesuffix(".app")

    @property
    def context(self) -> str:
        return self.name.partition(".")[0]


def files(folder: str = "infra") -> list[str]:
    """Templates below a folder of the repository, not those below its subfolders."""
    return [f"{folder}/{path.name}" for path in sorted((places.ROOT / folder).glob("*.yaml"))]


@cache
def read(file: str) -> Stack:
    """A template of the repository; its children are read apart."""
    return _expanded(places.ROOT, file)


def stacks() -> list[Stack]:
    """Every template with resources of its own: infra/*.yaml."""
    return [read(file) for file in files()]


def stack(folder: Path, text: str, name: str = "posts") -> Stack:
    """A planted template, as if it were infra/<name>.yaml."""
    path = folder / "infra" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return _expanded(folder, f"infra/{name}.yaml")


def functions(some: list[Stack]) -> list[Function]:
    return [function for each in some for function in _functions(each)]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def tail(arn: str) -> str:
    """The last AWS name in an ARN without its prefix: `posts` of …:table/p-posts/index/liked."""
    found = re.search(rf"[:/]{PREFIX}-([a-z0-9-]+)", arn)
    return found.group(1) if found else arn


def _functions(one: Stack) -> Iterator[Function]:
    for each in one.of("AWS::Lambda::Function"):
        role = one.resources.get(str(each.properties.get("Role", "")).removeprefix("role:"))
        policies = as_list(role.properties.get("Policies")) if role else []
        statements = [said for policy in policies for said in as_list(policy["PolicyDocument"]["Statement"])]
        managed = as_list(role.properties.get("ManagedPolicyArns")) if role else ["no role of its own"]
        yield Function(each, statements, managed)


def _expanded(root: Path, file: str) -> Stack:
    expansion = Expansion(
        root,
        region=REGION,
        place_code=lambda folder: ("artifacts", folder),
        place_template=lambda child: child.path,
    )
    body = expansion.expand(file).body
    raw: dict[str, Any] = body.get("Resources", {})
    resources = {
        name: Resource(
            file, name, each["Type"], _worked_out(each.get("Properties", {}), raw), each.get("Condition", "")
        )
        for name, each in raw.items()
    }
    return Stack(file, body.get("Parameters", {}), resources, body)


def _worked_out(value: Any, resources: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_worked_out(each, resources) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, inner),) = value.items()
        match name:
            case "Ref":
                return _reference(inner, "", resources)
            case "Fn::GetAtt":
                target, _, attribute = (".".join(inner) if isinstance(inner, list) else inner).partition(".")
                return _reference(target, attribute, resources)
            case "Fn::Sub":
                return _substituted(inner, resources)
            case "Fn::If":
                return _worked_out(inner[1], resources)
            case "Fn::Join":
                return inner[0].join(str(_worked_out(each, resources)) for each in inner[1])
    return {name: _worked_out(inner, resources) for name, inner in value.items()}


def _substituted(inner: Any, resources: dict[str, Any]) -> str:
    text, extra = (inner[0], inner[1]) if isinstance(inner, list) else (inner, {})

    def one(found: re.Match[str]) -> str:
        if found.group(1) in extra:
            return str(_worked_out(extra[found.group(1)], resources))
        target, _, attribute = found.group(1).partition(".")
        return str(_reference(target, attribute, resources))

    return re.sub(r"\$\{([^!}]+)\}", one, text)


def _reference(target: str, attribute: str, resources: dict[str, Any]) -> str:
    if target in PSEUDO:
        return PSEUDO[target]
    if target not in resources:
        return f"<{target}>"  # a parameter
    kind, own = resources[target]["Type"], resources[target].get("Properties", {})
    if kind == "AWS::IAM::Role":
        return f"role:{target}"
    if kind == "AWS::S3::Bucket":
        bucket = str(_worked_out(own.get("BucketName", target), resources))
        return f"arn:aws:s3:::{bucket}" if attribute == "Arn" else bucket
    if kind in _ARNS and attribute in ("Arn", "StreamArn"):
        service, before, key = _ARNS[kind]
        arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:{before}{_worked_out(own.get(key, target), resources)}"
        return f"{arn}/stream/s" if attribute == "StreamArn" else arn
    for key in _NAMES & set(own):
        return str(_worked_out(own[key], resources))
    return target
