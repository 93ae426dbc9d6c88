"""What no template may leave out; each rule is shown biting on a template that lacks it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from infra.tree import Stack

from desk import places
from infra import completeness_rules as rules
from infra import tree

Rule = Callable[[list[Stack]], Iterator[str]]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: str(rule.__name__))
def test_every_template_is_complete(rule: Rule) -> None:
    assert list(rule(tree.stacks())) == []


# The same text everywhere

BLOCK = r"^{}:\n(?:(?:[ #].*)?\n)+"


def block(file: str, word: str) -> str:
    found = re.search(BLOCK.format(word), (places.ROOT / file).read_text(), re.MULTILINE)
    return found.group().strip() if found else ""


def contexts() -> list[str]:
    """Templates with functions."""
    return [file for file in tree.files() if block(file, "Globals")]


def test_globals_are_the_same_text_everywhere() -> None:
    assert len(contexts()) >= 3
    assert {file: block(file, "Globals") for file in contexts()} == dict.fromkeys(
        contexts(), block("infra/relay.yaml", "Globals")
    )


@pytest.mark.parametrize("file", contexts())
def test_parameters_are_those_of_the_relay_and_what_only_this_context_needs(file: str) -> None:
    common = block("infra/relay.yaml", "Parameters").splitlines()
    own = block(file, "Parameters").splitlines()
    assert [line for line in common if line not in own] == []
    more = {line.split(":")[0].strip() for line in own if line not in common}
    layers = {"CryptoLayer", "MediaLayer", "PasskeysLayer"}
    only = {"GraceDays", "MediaDistribution", "MongodbUri", "PushLoopback", "RequireVerified", "SocketApiId"}
    assert more <= layers | only


# The table of contents

APART = {"infra/edge.yaml": "the CDN is a stack of its own: it exists in the cloud only"}


def children() -> dict[str, dict[str, Any]]:
    """Template → the parameters that the root passes to it."""
    root = tree.read("template.yaml")
    stacks = root.of("AWS::CloudFormation::Stack")
    return {each.properties["TemplateURL"]: each.properties.get("Parameters") or {} for each in stacks}


def test_every_template_is_in_the_table_of_contents() -> None:
    assert {*children(), *APART} == {*tree.files(), *tree.files("infra/routes")}


@pytest.mark.parametrize("file", sorted(children()))
def test_the_root_passes_what_each_child_declares(file: str) -> None:
    declared = tree.read(file).parameters
    passed = set(children()[file])
    can_be_had = set(tree.read("template.yaml").parameters)
    assert passed <= set(declared), "passed and not declared"
    needed = {name for name, own in declared.items() if "Default" not in own or name in can_be_had}
    assert needed <= passed, "declared and not passed"


# Each rule biting

WHOLE = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Prefix: {Type: String}, Size: {Type: String}}
Conditions: {Standard: !Equals [!Ref Size, standard]}
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub ${Prefix}-posts
      BillingMode: PAY_PER_REQUEST
      StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
  Relay:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Sub ${Prefix}-relay-outbox
      EventSourceArn: !GetAtt Table.StreamArn
      MaximumRetryAttempts: 20
      DestinationConfig: {OnFailure: {Destination: !Sub "arn:aws:sqs:x:1:${Prefix}-relay-dead"}}
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${Prefix}-posts-one
      Description: One.
      Handler: posts.one.app
      Runtime: python3.13
      Architectures: [arm64]
      Timeout: 10
      MemorySize: 128
      LoggingConfig: {LogFormat: JSON}
      CodeUri: functions/posts
      Environment: {Variables: {PREFIX: !Ref Prefix}}
  Inbox:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub ${Prefix}-posts-inbox
      SqsManagedSseEnabled: true
      RedrivePolicy: {deadLetterTargetArn: !GetAtt InboxDead.Arn, maxReceiveCount: 5}
  InboxDead:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub ${Prefix}-posts-inbox-dead
      MessageRetentionPeriod: 1209600
      SqsManagedSseEnabled: true
  FromBus:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Inbox, !Ref InboxDead]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {Service: events.amazonaws.com}
            Action: sqs:SendMessage
            Resource: [!GetAtt Inbox.Arn, !GetAtt InboxDead.Arn]
            Condition: {ArnEquals: {aws:SourceArn: [!GetAtt Rule.Arn]}}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: !Sub ${Prefix}-bus
      EventPattern: {source: [lambdagram.graph]}
      Targets: [{Id: inbox, Arn: !GetAtt Inbox.Arn, DeadLetterConfig: {Arn: !GetAtt InboxDead.Arn}}]
  InboxDeadAlarm:
    Type: AWS::CloudWatch::Alarm
    Condition: Standard
    Properties:
      AlarmDescription: Look at it, then scripts/redrive posts-inbox.
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions: [{Name: QueueName, Value: !GetAtt InboxDead.QueueName}]
      Threshold: 0
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub ${Prefix}-media
      BucketEncryption: {}
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Condition: {Bool: {aws:SecureTransport: "false"}}
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      AccessLogSettings: {Format: $context.requestId}
      DefaultRouteSettings: {ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1}
  Log: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 14}}
"""

LACKING: dict[str, tuple[str, str, str]] = {
    "no dead-letter queue": ("RedrivePolicy", "Redrive", "Inbox has no dead-letter queue"),
    "a dead-letter queue elsewhere": ("!GetAtt InboxDead.Arn, max", "arn:x:p-other, max", "no dead-letter queue in"),
    "too many tries": ("maxReceiveCount: 5", "maxReceiveCount: 50", "does not give up after 5 tries"),
    "a short memory": ("MessageRetentionPeriod: 1209600", "MessageRetentionPeriod: 60", "14 days"),
    "an open queue": ("SqsManagedSseEnabled: true", "SqsManagedSseEnabled: false", "Inbox is not encrypted"),
    "no alarm": ("Value: !GetAtt InboxDead.QueueName", "Value: !GetAtt Inbox.QueueName", "InboxDead has no alarm"),
    "an alarm that waits": ("Threshold: 0", "Threshold: 100", "InboxDead has no alarm"),
    "an alarm on small": ("    Condition: Standard\n", "", "is not of size standard"),
    "an alarm without words": ("AlarmDescription", "Comment", "does not say what to do"),
    "no failure destination": ("OnFailure", "OnSuccess", "has no OnFailure destination"),
    "a batch for ever": ("      MaximumRetryAttempts: 20\n", "", "until the stream forgets"),
    "an undelivered fact": (", DeadLetterConfig: {Arn: !GetAtt InboxDead.Arn}", "", "without DeadLetterConfig"),
    "another bus": ("EventBusName: !Sub ${Prefix}-bus", "EventBusName: default", "platform's bus"),
    "a closed queue": ("[!GetAtt Rule.Arn]", "[arn:other]", "Rule may not send to posts-inbox: no queue policy"),
    "a queue for all rules": ("[!GetAtt Rule.Arn]", '["arn:aws:events:*"]', "does not say from which rules"),
    "a queue for everybody": ("{Service: events.amazonaws.com}", '"*"', "lets * do sqs:SendMessage"),
    "a queue to be read": ("Action: sqs:SendMessage", "Action: sqs:ReceiveMessage", "do sqs:ReceiveMessage"),
    "no stream": ("NEW_AND_OLD_IMAGES", "KEYS_ONLY", "no stream of old and new images"),
    "no recovery": ("PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false", "point-in-time"),
    "no expiry": ("AttributeName: expires_at", "AttributeName: expires", "lets nothing expire"),
    "a table by the hour": ("PAY_PER_REQUEST", "PROVISIONED", "costs money while idle"),
    "a public bucket": ("BlockPublicPolicy: true", "BlockPublicPolicy: false", "not closed to the public"),
    "a plain bucket": ("      BucketEncryption: {}\n", "", "Bucket is not encrypted"),
    "plain HTTP": ('aws:SecureTransport: "false"', 'aws:SecureTransport: "true"', "refuses plain HTTP"),
    "another's policy": ("Bucket: !Ref Bucket", "Bucket: other", "refuses plain HTTP"),
    "no limit of time": ("      Timeout: 10\n", "", "has no Timeout"),
    "no limit of memory": ("      MemorySize: 128\n", "", "has no MemorySize"),
    "lines for people": ("LogFormat: JSON", "LogFormat: Text", "does not log JSON"),
    "another processor": ("[arm64]", "[x86_64]", "something else than"),
    "a secret by name": ("{PREFIX: !Ref Prefix}", "{MEDIA_KEY: abc}", "a secret in its environment: MEDIA_KEY"),
    "a secret by value": (
        "{PREFIX: !Ref Prefix}",
        '{X: "{{resolve:ssm-secure:y}}"}',
        "a secret in its environment: X",
    ),
    "no throttling": ("ThrottlingRateLimit: 1", "ThrottlingRateLimit: 0", "has no throttling"),
    "tokens in the log": ("$context.requestId", "$context.authorizer.header", "logs what may be a token"),
    "lines for ever": ("RetentionInDays: 14", "Tags: []", "keeps its lines for ever"),
}


def found(folder: Path, text: str) -> list[str]:
    planted = [tree.stack(folder, text)]
    return [sentence for rule in rules.RULES for sentence in rule(planted)]


def test_a_whole_template_is_passed(tmp_path: Path) -> None:
    assert found(tmp_path, WHOLE) == []


@pytest.mark.parametrize("case", LACKING)
def test_a_template_that_lacks_something_is_refused(tmp_path: Path, case: str) -> None:
    right, wrong, sentence = LACKING[case]
    assert right in WHOLE
    assert sentence in "; ".join(found(tmp_path, WHOLE.replace(right, wrong)))


def test_small_cannot_grow_dear(tmp_path: Path) -> None:
    one = "  A{0}: {{Type: AWS::CloudWatch::Alarm, Properties: {{AlarmDescription: Look., MetricName: x}}}}\n"
    many = "Resources:\n" + "".join(one.format(number) for number in range(rules.FREE_ALARM_METRICS + 1))
    assert list(rules.alarms([tree.stack(tmp_path, many, name="watch")])) == [
        "alarms of size small watch 11 metrics; 10 are free"
    ]
