"""Templates and code say the same thing, or the build fails: what starts a function, and what reaches it."""

import types
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from contracts.graph import PersonFollowed
from contracts.posts import PostLiked
from desk import places
from desk.generate.discover import Context, Function, System, discover
from desk.generate.routes import route_files
from desk.generate.templates import read_templates
from desk.generate.wiring import mismatches
from kernel.ids import PersonId
from kit.consumers import Inbox, Schedule, StreamReader
from kit.service import Service


def test_templates_and_code_agree() -> None:
    assert mismatches(discover(places.ROOT), read_templates(places.ROOT)) == []


TEMPLATE = """
Globals: {Function: {Timeout: 10, CodeUri: functions/toys}}
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Sub "${Prefix}-toys"}
  Inbox:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub ${Prefix}-toys-inbox
      VisibilityTimeout: 60
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5}
  WebFunction:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: !Sub "${Prefix}-toys-web", Handler: toys.web.app}
  InboxFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${Prefix}-toys-inbox
      Handler: toys.inbox.app
      Events:
        Inbox:
          Type: SQS
          Properties: {Queue: !GetAtt Inbox.Arn, BatchSize: 10, FunctionResponseTypes: [ReportBatchItemFailures]}
  CountsFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${Prefix}-toys-counts
      Handler: toys.counts.app
      Events:
        Changes:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Table.StreamArn
            BatchSize: 500
            FunctionResponseTypes: [ReportBatchItemFailures]
  SweepFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${Prefix}-toys-sweep
      Handler: toys.sweep.app
      Events:
        Hourly: {Type: Schedule, Properties: {Schedule: rate(1 hour)}}
  DoorFunction:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: !Sub "${Prefix}-toys-door", Handler: toys.door.app}
  DoorIntegration:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {IntegrationUri: !Sub "arn:aws:apigateway:x:lambda:path/functions/${DoorFunction.Arn}/invocations"}
  Connect:
    Type: AWS::ApiGatewayV2::Route
    Properties: {RouteKey: $connect, Target: !Sub "integrations/${DoorIntegration}"}
  LikesRule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [lambdagram.posts], detail-type: [PostLiked.v1]}
      Targets: [{Id: inbox, Arn: !GetAtt Inbox.Arn}]
  FollowsRule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [lambdagram.graph], detail-type: [PersonFollowed.v1]}
      Targets: [{Id: inbox, Arn: !GetAtt Inbox.Arn}]
"""


@cache
def toys() -> System:
    """A context with one function of each kind."""
    web = Service("web")

    @web.put("/v1/toys/{toy_id}", status=204)
    def keep_toy(me: PersonId, toy_id: str) -> None:
        """Keep a toy."""

    inbox = Inbox("inbox", queue="toys-inbox")
    inbox.on(PostLiked)(lambda envelope: None)
    inbox.on(PersonFollowed)(lambda envelope: None)
    counts = StreamReader("counts", table="toys", batch_size=500)
    counts.reads(lambda records: None)
    sweep = Schedule("sweep")
    sweep.every("rate(1 hour)")(lambda: None)
    door = Service("door")
    door.on_ws_connect()(lambda event: None)
    package = types.ModuleType("toys", "Toys.")
    apps = {"web": web, "inbox": inbox, "counts": counts, "sweep": sweep, "door": door}
    functions = [Function("toys", name, app, types.ModuleType(f"toys.{name}", name)) for name, app in apps.items()]
    return System(places.ROOT, [Context("toys", package, functions)], [PostLiked, PersonFollowed])


Change = Callable[[str], str]


def checked(folder: Path, *, template: Change = str, routes: Change = str) -> list[str]:
    """What the check finds in the toys' templates after a change to one of them."""
    made = {path: routes(text) for path, text in route_files(toys()).items()}
    for path, text in {"infra/toys.yaml": template(TEMPLATE), **made}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return mismatches(toys(), read_templates(folder))


def test_templates_that_fit_are_passed(tmp_path: Path) -> None:
    assert checked(tmp_path) == []


WRONG = {
    "a handler that is no function": ("toys.web.app", "toys.wob.app", "toys.wob.app is no function"),
    "a function in no template": (
        "Handler: toys.sweep.app",
        "Handler: toys.web.app",
        "toys.sweep has an app and is in no",
    ),
    "a name of its own": ('"${Prefix}-toys-web"', '"${Prefix}-web"', "FunctionName is not ${Prefix}-toys-web"),
    "another queue": (
        "${Prefix}-toys-inbox\n      Vis",
        "${Prefix}-toys-box\n      Vis",
        "takes toys-inbox; the template",
    ),
    "another batch size": ("BatchSize: 10", "BatchSize: 9", "BatchSize of toys-inbox is 9; toys.inbox says 10"),
    "no batch size": ("            BatchSize: 500\n", "", "BatchSize of toys is 100; toys.counts says 500"),
    "whole batches fail": (
        "BatchSize: 10, FunctionResponseTypes: [ReportBatchItemFailures]",
        "BatchSize: 10",
        "toys-inbox lacks FunctionResponseTypes",
    ),
    "another table's stream": (
        '"${Prefix}-toys"',
        '"${Prefix}-posts"',
        "toys.counts takes toys; the template gives it posts",
    ),
    "another clock": (
        "rate(1 hour)",
        "rate(2 hours)",
        "toys.sweep takes rate(1 hour); the template gives it rate(2 hours)",
    ),
    "another socket route": ("RouteKey: $connect", "RouteKey: $default", "toys.door takes $connect"),
    "a source too many": (
        "Handler: toys.web.app}",
        "Handler: toys.web.app, Events: {T: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}}",
        "toys.web is started by routes only, not by schedule rate(1 day)",
    ),
    "a fact that nobody hears": ("[PostLiked.v1]", "[PostLiked.v1, PostUnliked.v1]", "PostUnliked.v1 is no fact"),
    "a reaction without a rule": (
        "[PersonFollowed.v1]",
        "[PostLiked.v1]",
        "toys.inbox reacts to PersonFollowed.v1; no rule",
    ),
    "a rule from the wrong context": ("lambdagram.graph", "lambdagram.posts", "these facts come from lambdagram.graph"),
    "a rule to another queue": (
        "[{Id: inbox, Arn: !GetAtt Inbox.Arn}]",
        '[{Id: inbox, Arn: !Sub "arn:aws:sqs:x:y:${Prefix}-other-inbox"}]',
        "no function reads queue other-inbox",
    ),
    "a message that comes back too soon": (
        "VisibilityTimeout: 60",
        "VisibilityTimeout: 59",
        "VisibilityTimeout of toys-inbox is 59; 6 times the timeout is 60",
    ),
    "a slower function": ("Timeout: 10", "Timeout: 11", "6 times the timeout is 66"),
    "no dead-letter queue": ("RedrivePolicy", "Redrive", "queue toys-inbox has no RedrivePolicy"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_template_that_does_not_fit_is_refused(tmp_path: Path, case: str) -> None:
    right, wrong, sentence = WRONG[case]
    assert right in TEMPLATE
    found = checked(tmp_path, template=lambda text: text.replace(right, wrong))
    assert any(sentence in each for each in found), found


WRONG_ROUTES = {
    "a route without a view": ("PUT /v1/toys", "PUT /v1/dolls", "PUT /v1/dolls/{toy_id} has no view"),
    "a view without a route": ("PUT /v1/toys", "PUT /v1/dolls", "PUT /v1/toys/{toy_id} of toys-web is in no template"),
    "a members' route for everybody": ("Type: JWT", "Type: NONE", "asks for a session otherwise"),
    "a route to another function": ("${Prefix}-toys-web\n", "${Prefix}-toys-door\n", "goes elsewhere"),
}


@pytest.mark.parametrize("case", WRONG_ROUTES)
def test_a_route_that_does_not_fit_is_refused(tmp_path: Path, case: str) -> None:
    right, wrong, sentence = WRONG_ROUTES[case]
    found = checked(tmp_path, routes=lambda text: text.replace(right, wrong))
    assert any(sentence in each for each in found), found
