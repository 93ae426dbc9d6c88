"""The API's routes as CloudFormation: one nested template per context, made from the views.

`infra/routes/well_known.yaml` is apart: the authorizer reads the issuer's documents when it is made, so those routes
stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.generate.discover import Function, System
from desk.terminal import DeskError

WELL_KNOWN = "identity.well_known"

_HEADER = """\
# Made by scripts/generate from functions/{context}/; edit the views, not this file.
AWSTemplateFormatVersion: "2010-09-09"
Description: {description}
"""
_QUIET = """
Metadata:
  cfn-lint:
    config:
      ignore_checks: [W2001] # AuthorizerId: every context takes the same parameters, also one without members' routes
"""
_PARAMETERS = """
Parameters:
  Prefix:
    Type: String
    Description: What every name of this environment begins with.
  ApiId:
    Type: String
    Description: Id of the HTTP API.
"""
_AUTHORIZER = """\
  AuthorizerId:
    Type: String
    Description: Id of the authorizer that checks access tokens.
"""
_FUNCTION = """\
  {id}Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref ApiId
      IntegrationType: AWS_PROXY
      PayloadFormatVersion: "2.0"
      IntegrationUri: !Sub >-
        arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:${{Prefix}}-{function}
  {id}Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Sub "${{Prefix}}-{function}"
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{ApiId}}/*"
"""
_ROUTE = """\
  {id}Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref ApiId
      RouteKey: {key}
      Target: !Sub "integrations/${{{function}Integration}}"
      AuthorizationType: {type}
"""


def route_files(system: System) -> dict[str, str]:
    """Path → text of every template of routes. DeskError when two views claim one route."""
    _refuse_doubles(system)
    files = {}
    for context in system.contexts:
        functions = [f for f in context.functions if f.endpoints or f.pages]
        early = [f for f in functions if f.name == WELL_KNOWN]
        late = [f for f in functions if f.name != WELL_KNOWN]
        if early:
            files["infra/routes/well_known.yaml"] = _template(
                context.name, "Routes of the issuer's public documents; they stand before the authorizer.", early, False
            )
        if late:
            files[f"infra/routes/{context.name}.yaml"] = _template(
                context.name, f"Routes of {context.name}.", late, True
            )
    return files


def routes_of(function: Function) -> Iterator[tuple[str, str, bool, str]]:
    """(method, path, whether a session is required, the view's name), in the order of the file."""
    for endpoint in [*function.endpoints, *function.pages]:
        for path, session in endpoint.routes:
            yield endpoint.method, path, session, endpoint.name


def logical_id(method: str, path: str) -> str:
    """`PUT /v1/posts/{post_id}/like` → `PutPostsByPostIdLike`."""
    words = []
    for part in path.removeprefix("/v1").split("/"):
        words += (
            ["by", *re.findall(r"[A-Za-z0-9]+", part)] if part.startswith("{") else re.findall(r"[A-Za-z0-9]+", part)
        )
    return method.capitalize() + "".join(word[:1].upper() + word[1:] for word in words)


def camel(name: str) -> str:
    """`send_message` → `SendMessage`."""
    return "".join(part.capitalize() for part in name.split("_"))


def _template(context: str, description: str, functions: list[Function], authorizer: bool) -> str:
    members = any(session for function in functions for _, _, session, _ in routes_of(function))
    text = _HEADER.format(context=context, description=description)
    text += _QUIET if authorizer and not members else ""
    text += _PARAMETERS + (_AUTHORIZER if authorizer else "") + "\nResources:\n"
    return text + "\n".join(_function(function) for function in functions)


def _function(function: Function) -> str:
    id_ = camel(function.feature)
    text = _FUNCTION.format(id=id_, function=function.aws_name)
    for method, path, session, _ in routes_of(function):
        text += _ROUTE.format(
            id=logical_id(method, path), key=f"{method} {path}", function=id_, type="JWT" if session else "NONE"
        )
        if session:
            text += "      AuthorizerId: !Ref AuthorizerId\n"
    return text


def _refuse_doubles(system: System) -> None:
    seen: dict[str, str] = {}
    for function in system.functions:
        for method, path, session, view in routes_of(function):
            where = f"{function.name}.{view}"
            shape = re.sub(r"\{[^}]*\}", "{}", path)
            for key in (f"route {method} {shape}", f"{function.context} {logical_id(method, path)}"):
                if key in seen:
                    raise DeskError(f"{where} and {seen[key]} both claim {key}.")
                seen[key] = where
            if session and function.name == WELL_KNOWN:
                raise DeskError(f"{where} needs a session, but its routes stand before the authorizer.")
