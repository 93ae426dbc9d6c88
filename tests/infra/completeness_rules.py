"""What no template may leave out, as rules: each takes stacks and gives a sentence for everything that is missing.

Batch sizes, partial failures and visibility timeouts are bound to the code in tests/architecture/test_wiring.py.
"""

import re
from collections.abc import Iterator
from typing import Any

from infra.tree import ACCOUNT, PREFIX, REGION, Resource, Stack, as_list, tail

from kit.consumers import TRIES

FORTNIGHT = 1_209_600
"""Seconds: as long as SQS keeps a message."""

ENDS = ("-dead", "-parked")
"""How the names of queues end at which messages stop."""

FREE_ALARM_METRICS = 10
"""Metrics that alarms of an account may watch for nothing (2026); one more costs $0.10 a month."""

SAYS_NOTHING = {
    "discovery": "its table holds members' own lists of searches; no fact comes from it and nothing is counted",
    "realtime": "its table holds connections and tickets; no fact comes from it and nothing is counted",
}
"""Contexts whose table needs no stream, with the reason."""

_SECRETIVE = re.compile(r"SECRET|PASSW|TOKEN|CREDENTIAL|PRIVATE|(^|_)KEY($|_)", re.IGNORECASE)


def queues(stacks: list[Stack]) -> Iterator[str]:
    """Every queue gives up after some tries, into a queue that keeps messages and raises an alarm."""
    watched = {_dimension(alarm, "QueueName") for each in stacks for alarm in each.of("AWS::CloudWatch::Alarm")}
    for stack in stacks:
        named = {str(queue.properties.get("QueueName")): queue for queue in stack.of("AWS::SQS::Queue")}
        for name, queue in named.items():
            if queue.properties.get("SqsManagedSseEnabled") is not True:
                yield f"{queue} is not encrypted"
            if name.endswith(ENDS):
                if queue.properties.get("MessageRetentionPeriod") != FORTNIGHT:
                    yield f"{queue} does not keep its messages for 14 days"
                if name not in watched:
                    yield f"{queue} has no alarm"
                continue
            redrive = queue.properties.get("RedrivePolicy") or {}
            dead = str(redrive.get("deadLetterTargetArn", "")).rpartition(":")[2]
            if dead not in named or not dead.endswith("-dead"):
                yield f"{queue} has no dead-letter queue in its own stack"
            if redrive.get("maxReceiveCount") != TRIES:
                yield f"{queue} does not give up after {TRIES} tries"


def streams(stacks: list[Stack]) -> Iterator[str]:
    """What reads a stream gives a batch up some time, and says which."""
    for each in _all(stacks, "AWS::Lambda::EventSourceMapping"):
        if ":dynamodb:" not in str(each.properties["EventSourceArn"]):
            continue
        failed = (each.properties.get("DestinationConfig") or {}).get("OnFailure") or {}
        if not tail(str(failed.get("Destination", ""))).endswith("-dead"):
            yield f"{each} has no OnFailure destination"
        if not {"MaximumRetryAttempts", "MaximumRecordAgeInSeconds"} & set(each.properties):
            yield f"{each} repeats a bad batch until the stream forgets it"


def rules(stacks: list[Stack]) -> Iterator[str]:
    """What the bus cannot deliver is kept, and the queue accepts it from that rule only."""
    for stack in stacks:
        open_to = {
            (str(queue), str(source))
            for each in stack.of("AWS::SQS::QueuePolicy")
            for said in as_list(each.properties["PolicyDocument"]["Statement"])
            for queue in as_list(said.get("Resource"))
            for source in as_list((said.get("Condition") or {}).get("ArnEquals", {}).get("aws:SourceArn"))
        }
        for rule in stack.of("AWS::Events::Rule"):
            if "EventPattern" not in rule.properties:
                continue  # a clock's tick that fails is followed by the next
            if not str(rule.properties.get("EventBusName", "")).endswith("-bus"):
                yield f"{rule} does not listen to the platform's bus"
            mine = _arn_of(rule)
            for target in rule.properties.get("Targets", []):
                dead = (target.get("DeadLetterConfig") or {}).get("Arn")
                if not dead:
                    yield f"{rule} has a target without DeadLetterConfig"
                for queue in filter(None, (target["Arn"], dead)):
                    if (queue, mine) not in open_to:
                        yield f"{rule} may not send to {tail(queue)}: no queue policy names it"


def queue_policies(stacks: list[Stack]) -> Iterator[str]:
    """Only the bus (or storage, where uploads arrive) sends from outside, and only from what this platform made."""
    for each in _all(stacks, "AWS::SQS::QueuePolicy"):
        for said in as_list(each.properties["PolicyDocument"]["Statement"]):
            sender = (said.get("Principal") or {}).get("Service") if isinstance(said.get("Principal"), dict) else None
            allowed = {"events.amazonaws.com"} | ({"s3.amazonaws.com"} if each.file.endswith("media.yaml") else set())
            if said.get("Effect") != "Allow" or sender not in allowed or said.get("Action") != "sqs:SendMessage":
                yield f"{each} lets {sender or said.get('Principal')} do {said.get('Action')}"
            sources = as_list((said.get("Condition") or {}).get("ArnEquals", {}).get("aws:SourceArn"))
            if not sources or any("*" in str(source) for source in sources):
                yield f"{each} does not say from which rules"


def tables(stacks: list[Stack]) -> Iterator[str]:
    for each in _all(stacks, "AWS::DynamoDB::Table"):
        own = each.properties
        images = (own.get("StreamSpecification") or {}).get("StreamViewType")
        if images != "NEW_AND_OLD_IMAGES" and str(own.get("TableName")).removeprefix(f"{PREFIX}-") not in SAYS_NOTHING:
            yield f"{each} has no stream of old and new images"
        if (own.get("PointInTimeRecoverySpecification") or {}).get("PointInTimeRecoveryEnabled") is not True:
            yield f"{each} has no point-in-time recovery"
        if own.get("TimeToLiveSpecification") != {"AttributeName": "expires_at", "Enabled": True}:
            yield f"{each} lets nothing expire"
        if own.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{each} costs money while idle"


def buckets(stacks: list[Stack]) -> Iterator[str]:
    """Private, encrypted, and by TLS only."""
    sealed = {
        each.properties["Bucket"]
        for each in _all(stacks, "AWS::S3::BucketPolicy")
        for said in as_list(each.properties["PolicyDocument"]["Statement"])
        if said.get("Effect") == "Deny"
        and said.get("Principal") == "*"
        and said.get("Action") == "s3:*"
        and (said.get("Condition") or {}).get("Bool", {}).get("aws:SecureTransport") in ("false", False)
    }
    closed = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    for each in _all(stacks, "AWS::S3::Bucket"):
        own = each.properties
        if not all((own.get("PublicAccessBlockConfiguration") or {}).get(word) is True for word in closed):
            yield f"{each} is not closed to the public"
        if "BucketEncryption" not in own:
            yield f"{each} is not encrypted"
        if own.get("BucketName") not in sealed:
            yield f"{each} has no policy that refuses plain HTTP"


def functions(stacks: list[Stack]) -> Iterator[str]:
    """Each says its limits, writes JSON lines, and carries no secret in its environment."""
    for each in _all(stacks, "AWS::Lambda::Function"):
        own = each.properties
        for word in ("Timeout", "MemorySize", "Description", "FunctionName"):
            if not own.get(word):
                yield f"{each} has no {word}"
        if (own.get("LoggingConfig") or {}).get("LogFormat") != "JSON":
            yield f"{each} does not log JSON"
        if (own.get("Runtime"), own.get("Architectures")) != ("python3.13", ["arm64"]):
            yield f"{each} runs on something else than Python 3.13 on arm64"
        for name, value in ((own.get("Environment") or {}).get("Variables") or {}).items():
            if _SECRETIVE.search(name) or _SECRETIVE.search(str(value)) or "{{resolve:" in str(value):
                yield f"{each} carries what looks like a secret in its environment: {name}"


def logs(stacks: list[Stack]) -> Iterator[str]:
    for each in _all(stacks, "AWS::Logs::LogGroup"):
        if not each.properties.get("RetentionInDays"):
            yield f"{each} keeps its lines for ever"


def alarms(stacks: list[Stack]) -> Iterator[str]:
    """Alarms of single queues are for size standard; what small watches fits into what costs nothing."""
    count = 0
    for each in _all(stacks, "AWS::CloudWatch::Alarm"):
        if each.condition != "Standard":
            if not each.file.endswith("watch.yaml"):
                yield f"{each} is not of size standard (Condition: Standard)"
            count += len(metrics_of(each))
        if not each.properties.get("AlarmDescription"):
            yield f"{each} does not say what to do"
    if count > FREE_ALARM_METRICS:
        yield f"alarms of size small watch {count} metrics; {FREE_ALARM_METRICS} are free"


def metrics_of(alarm: Resource) -> list[Any]:
    """The metrics that an alarm watches, each of which is paid for."""
    return [each for each in alarm.properties.get("Metrics", [{"MetricStat": 1}]) if "MetricStat" in each]


def gateways(stacks: list[Stack]) -> Iterator[str]:
    """Both doors have limits; access logs name no token."""
    for each in _all(stacks, "AWS::ApiGatewayV2::Stage"):
        limits = each.properties.get("DefaultRouteSettings") or {}
        if not (limits.get("ThrottlingRateLimit") and limits.get("ThrottlingBurstLimit")):
            yield f"{each} has no throttling"
        if re.search(r"authoriz|header|querystring", str(each.properties.get("AccessLogSettings", "")), re.IGNORECASE):
            yield f"{each} logs what may be a token"


RULES = (queues, streams, rules, queue_policies, tables, buckets, functions, logs, alarms, gateways)


def _all(stacks: list[Stack], *kinds: str) -> list[Resource]:
    return [each for stack in stacks for each in stack.of(*kinds)]


def _dimension(alarm: Resource, name: str) -> str:
    pairs = {each["Name"]: each["Value"] for each in as_list(alarm.properties.get("Dimensions"))}
    is_depth = alarm.properties.get("MetricName") == "ApproximateNumberOfMessagesVisible"
    return str(pairs.get(name)) if is_depth and alarm.properties.get("Threshold") == 0 else ""


def _arn_of(rule: Resource) -> str:
    bus = rule.properties.get("EventBusName", "")
    return f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{bus}/{rule.properties.get('Name', rule.name)}"
