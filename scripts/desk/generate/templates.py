"""What the templates in infra/ say about functions: what starts them, how long they may run, what they may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

Properties = dict[str, Any]
SourceKind = Literal["queue", "stream", "schedule", "socket", "other"]

_NAMED = (
    ("AWS::DynamoDB::Table", "dynamodb", "TableName"),
    ("AWS::SQS::Queue", "sqs", "QueueName"),
    ("AWS::S3::Bucket", "s3", "BucketName"),
)
DEFAULT_BATCH = {"queue": 10, "stream": 100}
DEFAULT_TIMEOUT = 3
DEFAULT_VISIBILITY = 30


@dataclass(frozen=True)
class Source:
    """What starts a function. `name` is the queue or table without its prefix, the expression or the route key."""

    kind: SourceKind
    name: str
    batch_size: int | None = None
    partial: bool = False


@dataclass(frozen=True)
class Declared:
    """A function as a template declares it."""

    file: str
    logical_id: str
    properties: Properties
    sources: list[Source] = field(default_factory=list)
    neighbours: dict[str, str] = field(default_factory=dict)
    """Logical id → ARN of the tables, queues and buckets of its template."""

    @property
    def handler(self) -> str:
        return str(self.properties.get("Handler", ""))

    @property
    def name(self) -> str:
        """Its name on AWS, without the prefix."""
        return unprefixed(self.properties.get("FunctionName")) or ""

    @property
    def timeout(self) -> int:
        return int(self.properties.get("Timeout", DEFAULT_TIMEOUT))

    @property
    def statements(self) -> list[Properties]:
        """The statements of its own policies."""
        policies = self.properties.get("Policies") or []
        found: list[Properties] = []
        for policy in policies if isinstance(policies, list) else [policies]:
            said = policy.get("Statement", []) if isinstance(policy, dict) else []
            found += said if isinstance(said, list) else [said]
        return found


@dataclass(frozen=True)
class BusRule:
    """A rule of the bus that feeds a queue."""

    file: str
    logical_id: str
    queue: str
    sources: list[str]
    detail_types: list[str]


@dataclass(frozen=True)
class Queue:
    file: str
    logical_id: str
    name: str
    visibility: int
    has_dead_letters: bool


@dataclass(frozen=True)
class Route:
    """A route of the HTTP API; `function` without its prefix."""

    file: str
    key: str
    function: str
    session: bool


@dataclass(frozen=True)
class Templates:
    """All templates of the tree, read."""

    functions: list[Declared]
    queues: dict[str, Queue]
    rules: list[BusRule]
    routes: list[Route]


def read_templates(root: Path) -> Templates:
    """The templates infra/*.yaml and infra/routes/*.yaml below `root`."""
    functions: list[Declared] = []
    queues: dict[str, Queue] = {}
    rules: list[BusRule] = []
    strays: list[tuple[str, Source]] = []
    for path in sorted((root / "infra").glob("*.yaml")):
        one = _Template(f"infra/{path.name}", load(path))
        functions += one.functions()
        queues |= {queue.name: queue for queue in one.queues()}
        rules += one.rules()
        strays += one.strays()
    for declared in functions:
        declared.sources.extend(source for function, source in strays if function == declared.name)
    routes = [route for path in sorted((root / "infra/routes").glob("*.yaml")) for route in _routes(path)]
    return Templates(functions, queues, rules, routes)


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags: `!Sub` becomes its text, `!Ref X` the text `${X}`, others a mapping."""


def _tagged(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    if tag == "Sub":
        return value[0] if isinstance(value, list) else value
    if tag == "Ref":
        return f"${{{value}}}"
    if tag == "GetAtt":
        return f"${{{value if isinstance(value, str) else '.'.join(value)}}}"
    return {tag: value}


Loader.add_multi_constructor("!", _tagged)


def load(path: Path) -> dict[str, Any]:
    """A template as plain values."""
    template: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - a SafeLoader
    return template


def unprefixed(value: Any) -> str | None:
    """The last AWS name in a text, without `${Prefix}-`: of an ARN as well as of a name."""
    found = re.findall(r"\$\{Prefix\}-([a-zA-Z0-9_-]+)", value) if isinstance(value, str) else []
    return str(found[-1]) if found else None


class _Template:
    def __init__(self, file: str, text: dict[str, Any]) -> None:
        self.file = file
        self._resources: dict[str, dict[str, Any]] = text.get("Resources") or {}
        self._globals: Properties = (text.get("Globals") or {}).get("Function") or {}

    def functions(self) -> Iterator[Declared]:
        for name, own in self._of("AWS::Serverless::Function", "AWS::Lambda::Function"):
            properties = {**self._globals, **own}
            if not unprefixed(properties.get("FunctionName")):
                properties["FunctionName"] = ""
            events = (own.get("Events") or {}).values()
            yield Declared(self.file, name, properties, [self._event(event) for event in events], self._arns())

    def queues(self) -> Iterator[Queue]:
        for name, own in self._of("AWS::SQS::Queue"):
            visibility = int(own.get("VisibilityTimeout", DEFAULT_VISIBILITY))
            queue = unprefixed(own.get("QueueName")) or name
            yield Queue(self.file, name, queue, visibility, "RedrivePolicy" in own)

    def rules(self) -> Iterator[BusRule]:
        for name, own in self._of("AWS::Events::Rule"):
            pattern = own.get("EventPattern") or {}
            for target in own.get("Targets") or []:
                queue = self._named(target.get("Arn"))
                if pattern and queue:
                    sources, types = pattern.get("source") or [], pattern.get("detail-type") or []
                    yield BusRule(self.file, name, queue, list(sources), list(types))

    def strays(self) -> Iterator[tuple[str, Source]]:
        """What starts functions without being part of their resource: (function, source)."""
        for _, own in self._of("AWS::Lambda::EventSourceMapping"):
            kind = self._kind_of(own["EventSourceArn"])
            yield self._named(own["FunctionName"]) or "", self._mapping(kind, own, own["EventSourceArn"])
        for _, own in self._of("AWS::Events::Rule"):
            for target in own.get("Targets") or []:
                if own.get("ScheduleExpression"):
                    yield self._named(target["Arn"]) or "", Source("schedule", own["ScheduleExpression"])
        for _, own in self._of("AWS::Scheduler::Schedule"):
            yield self._named(own["Target"]["Arn"]) or "", Source("schedule", own["ScheduleExpression"])
        for _, own in self._of("AWS::ApiGatewayV2::Route"):
            if "Target" in own:
                yield self._integrated(own["Target"]), Source("socket", own["RouteKey"])

    def _arns(self) -> dict[str, str]:
        return {
            logical_id: f"arn::{service}:::{own[key]}" if service != "dynamodb" else f"arn::dynamodb:::table/{own[key]}"
            for type_, service, key in _NAMED
            for logical_id, own in self._of(type_)
            if key in own
        }

    def _event(self, event: dict[str, Any]) -> Source:
        own = event.get("Properties") or {}
        match event["Type"]:
            case "SQS":
                return self._mapping("queue", own, own["Queue"])
            case "DynamoDB":
                return self._mapping("stream", own, own["Stream"])
            case "Schedule":
                return Source("schedule", own["Schedule"])
            case "ScheduleV2":
                return Source("schedule", own["ScheduleExpression"])
            case other:
                return Source("other", other)

    def _mapping(self, kind: SourceKind, own: Properties, arn: Any) -> Source:
        partial = own.get("FunctionResponseTypes") == ["ReportBatchItemFailures"]
        return Source(kind, self._named(arn) or str(arn), int(own.get("BatchSize", DEFAULT_BATCH[kind])), partial)

    def _kind_of(self, arn: Any) -> SourceKind:
        text = str(arn)
        return "stream" if "stream" in text.lower() or ":dynamodb:" in text else "queue"

    def _integrated(self, target: str) -> str:
        found = re.search(r"\$\{(\w+)\}", target)
        uri = self._properties(found.group(1)).get("IntegrationUri") if found else None
        return self._named(uri) or ""

    def _named(self, value: Any) -> str | None:
        """The name that a reference ends at: written out, or that of a resource of this template."""
        if not isinstance(value, str):
            return None
        for logical_id in re.findall(r"\$\{(\w+)(?:\.\w+)?\}", value):
            own = self._properties(logical_id)
            for key in ("FunctionName", "QueueName", "TableName"):
                if key in own:
                    return unprefixed(own[key])
        return unprefixed(value)

    def _properties(self, logical_id: str) -> Properties:
        return self._resources.get(logical_id, {}).get("Properties") or {}

    def _of(self, *types: str) -> Iterator[tuple[str, Properties]]:
        for name, resource in self._resources.items():
            if resource.get("Type") in types:
                yield name, resource.get("Properties") or {}


def _routes(path: Path) -> Iterator[Route]:
    template = _Template(f"infra/routes/{path.name}", load(path))
    for _, own in template._of("AWS::ApiGatewayV2::Route"):  # noqa: SLF001 - of this module
        function = template._integrated(own["Target"])  # noqa: SLF001
        yield Route(template.file, own["RouteKey"], function, own.get("AuthorizationType") == "JWT")
