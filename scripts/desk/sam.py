"""Expand SAM templates in process, nested ones too, without a network: the same for the cloud and for the emulator.

Paths in every template are relative to the repository. A template names what it is made of like this, and the tree
below turns each name into an address of the artifacts bucket:

    CodeUri: functions/posts            (AWS::Serverless::Function)
    ContentUri: layers/runtime          (AWS::Serverless::LayerVersion)
    TemplateURL: infra/posts.yaml       (AWS::CloudFormation::Stack)
    DefinitionUri: infra/x.asl.yaml     (AWS::Serverless::StateMachine; put into the template itself)
    Fn::Transform: {Name: AWS::Include, Parameters: {Location: infra/routes/posts.yaml}}   (merged in place)
"""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.narrow import narrow
from desk.terminal import DeskError

Template = dict[str, Any]
LARGEST_TEMPLATE = 1_000_000  # bytes, of a template in a bucket (CloudFormation quotas)

# Where a resource type names a folder or file of the repository, and how a bucket address is written there.
_CODE = {
    "AWS::Serverless::Function": ("CodeUri", "Bucket", "Key"),
    "AWS::Serverless::LayerVersion": ("ContentUri", "Bucket", "Key"),
    "AWS::Lambda::Function": ("Code", "S3Bucket", "S3Key"),
    "AWS::Lambda::LayerVersion": ("Content", "S3Bucket", "S3Key"),
}


@dataclass(frozen=True)
class Expanded:
    """A template as CloudFormation takes it. `key` is its content-hash name in the artifacts bucket."""

    path: str
    body: Template
    children: dict[str, Expanded] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return json.dumps(self.body, sort_keys=True, separators=(",", ":"))

    @property
    def key(self) -> str:
        stamp = hashlib.sha256(self.text.encode()).hexdigest()[:16]
        return f"templates/{Path(self.path).stem}-{stamp}.json"

    def all(self) -> list[Expanded]:
        """This template and every one below it, children first."""
        return [found for child in self.children.values() for found in child.all()] + [self]


class Expansion:
    """Expands a root template and its children.

    `place_code(folder)` builds and gives the (bucket, key) of a code folder; `place_template(expanded)` gives the URL
    at which a child will be found.
    """

    def __init__(
        self,
        root: Path,
        *,
        region: str,
        place_code: Callable[[str], tuple[str, str]],
        place_template: Callable[[Expanded], str],
    ) -> None:
        self._root = root
        self._region = region
        self._place_code = place_code
        self._place_template = place_template

    def expand(self, path: str, parameters: Mapping[str, str] | None = None, above: tuple[str, ...] = ()) -> Expanded:
        """Expand one template; DeskError names the template and what is wrong with it."""
        if path in above:
            raise DeskError(f"{path} contains itself: {' → '.join((*above, path))}")
        template = self._read(path)
        globals_code = template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
        children: dict[str, Expanded] = {}
        for name, resource in template.get("Resources", {}).items():
            kind, properties = resource.get("Type", ""), resource.setdefault("Properties", {})
            if globals_code and kind == "AWS::Serverless::Function":
                properties.setdefault("CodeUri", globals_code)
            if kind == "AWS::CloudFormation::Stack" and _is_path(properties.get("TemplateURL")):
                children[name] = self.expand(properties["TemplateURL"], above=(*above, path))
                properties["TemplateURL"] = self._place_template(children[name])
            elif kind == "AWS::Serverless::StateMachine" and _is_path(properties.get("DefinitionUri")):
                properties["Definition"] = self._read(properties.pop("DefinitionUri"))
            elif kind in _CODE:
                self._place(kind, properties)
        body = self._translate(path, template, dict(parameters or {}))
        expanded = Expanded(path, body, children)
        if len(expanded.text) > LARGEST_TEMPLATE:
            count = len(expanded.text)
            raise DeskError(f"{path} is {count} bytes when expanded; CloudFormation takes {LARGEST_TEMPLATE}.")
        return expanded

    def _place(self, kind: str, properties: dict[str, Any]) -> None:
        where, bucket_word, key_word = _CODE[kind]
        if _is_path(properties.get(where)):
            bucket, key = self._place_code(properties[where].rstrip("/"))
            properties[where] = {bucket_word: bucket, key_word: key}

    def _read(self, path: str) -> Template:
        from samtranslator.yaml_helper import yaml_parse  # its import takes 300 ms

        file = self._root / path
        if not file.is_file():
            raise DeskError(f"{path} is named by a template but there is no such file.")
        try:
            parsed = yaml_parse(file.read_text(encoding="utf-8"))
        except Exception as wrong:  # noqa: BLE001 - the parser's errors share no base but Exception
            raise DeskError(f"{path} cannot be read: {wrong}") from None
        if not isinstance(parsed, dict):
            raise DeskError(f"{path} holds no template.")
        included: Template = self._include(copy.deepcopy(parsed))  # YAML anchors would be shared otherwise
        return included

    def _include(self, node: Any) -> Any:
        """Merge AWS::Include by ourselves: CloudFormation would want each snippet in a bucket."""
        if isinstance(node, list):
            return [self._include(item) for item in node]
        if not isinstance(node, dict):
            return node
        merged: dict[str, Any] = {}
        for name, value in node.items():
            wanted = value if name == "Fn::Transform" and isinstance(value, dict) else {}
            location = wanted.get("Parameters", {}).get("Location")
            if wanted.get("Name") == "AWS::Include" and _is_path(location):
                merged |= self._read(location)
            else:
                merged[name] = self._include(value)
        return merged

    def _translate(self, path: str, template: Template, parameters: dict[str, str]) -> Template:
        if not template.pop("Transform", None):
            return template  # plain CloudFormation
        os.environ.setdefault("AWS_DEFAULT_REGION", self._region)  # asked for when the translator builds ARNs
        from samtranslator.model.exceptions import InvalidDocumentException
        from samtranslator.translator.transform import transform

        logging.getLogger("samtranslator").setLevel(logging.ERROR)
        given = {"AWS::Region": self._region, "AWS::StackName": "stack", **parameters}
        try:
            body: Template = transform(template, given, _ManagedPolicies())
        except InvalidDocumentException as refused:
            reasons = "\n".join(f"  {cause.message}" for cause in refused.causes) or refused.message
            raise DeskError(f"{path} is not a right SAM template:\n{reasons}") from None
        narrow(body)
        return body


class _ManagedPolicies:
    """The translator asks IAM for the names of AWS's policies; we know the few that it adds by itself."""

    def load(self) -> dict[str, str]:
        service = "arn:aws:iam::aws:policy/service-role"
        names = ("AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole", "AWSLambdaDynamoDBExecutionRole")
        return {name: f"{service}/{name}" for name in names}


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and "://" not in value and not value.startswith("s3:")
