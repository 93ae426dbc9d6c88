"""Deploy the templates through CloudFormation, to AWS or to any endpoint that speaks like it.

The artifacts bucket `<prefix>-artifacts-<account>` is made here, before the stack: the stack's code comes out of it.
Deploying to AWS itself is unproved: it was written to AWS's documentation and never run against an account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from desk import places
from desk.emulator import Access
from desk.packaging import NO_BYTECODE, Packager, Target
from desk.sam import Expanded, Expansion
from desk.stacks import NESTED, Stack
from desk.terminal import DeskError, Say, silent, size


@dataclass(frozen=True)
class Deployed:
    """What a deployment left behind. `changed` is False when everything was already there."""

    stack: str
    outputs: dict[str, str]
    template: Expanded
    changed: bool
    artifacts: str
    packages: dict[str, str] = field(default_factory=dict)  # folder → key in the artifacts bucket


@dataclass(frozen=True)
class Found:
    """A deployed resource beside what its template says about it. References in `properties` are not resolved."""

    kind: str
    physical: str
    properties: dict[str, Any]


@cache
def client(access: Access, service: str) -> Any:
    """A client for that cloud. Without keys of its own it takes the caller's usual AWS configuration."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=access.endpoint,
        region_name=access.region,
        aws_access_key_id=access.key,
        aws_secret_access_key=access.secret,
        config=Config(
            retries={"mode": "standard", "max_attempts": 5},
            s3={"addressing_style": "path"} if access.endpoint else {},
            account_id_endpoint_mode="disabled",
        ),
    )


def account_of(access: Access) -> str:
    """The account that the credentials belong to; DeskError when there are none that work."""
    try:
        account: str = client(access, "sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as refused:
        raise DeskError(f"The cloud does not accept these credentials: {refused}") from None
    return account


def deploy(
    access: Access,
    prefix: str,
    parameters: Mapping[str, str] | None = None,
    *,
    offers: Mapping[str, str] | None = None,
    target: Target | None = None,
    root: Path = places.ROOT,
    template: str = "template.yaml",
    build: Path | None = None,
    speak: Say = silent,
    unless: Callable[[Expanded, Mapping[str, str]], bool] = lambda _expanded, _parameters: False,
) -> Deployed:
    """Build, upload, expand, and create or update the stack named `prefix`; waits until it stands.

    `parameters` go to the root template and must be declared there; `offers` are passed only where they are declared.
    `target` is what functions run on: by default this machine behind an endpoint, and Lambda on AWS.
    `unless(expanded, parameters)` may answer that exactly this already stands; then nothing is sent.
    Raises DeskError with the reason of the first failure.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,38}[a-z0-9]", prefix):
        raise DeskError(f"{prefix!r} is no prefix: 3 to 40 lower-case letters, digits and dashes, a letter first.")
    packager = Packager(target or ("local" if access.endpoint else "cloud"), root=root, build=build)
    if not packager.precompiled:
        speak(f"  {NO_BYTECODE}")
    bucket = f"{prefix}-artifacts-{account_of(access)}"
    files: dict[str, Path] = {}
    packages: dict[str, str] = {}

    def place_code(folder: str) -> tuple[str, str]:
        if folder not in packages:
            package = packager.build(folder)
            if package.seconds:
                speak(f"  built {folder}, {size(package.size)}, in {package.seconds:.1f} s")
            packages[folder] = f"packages/{package.path.name}"
            files[packages[folder]] = package.path
        return bucket, packages[folder]

    def place_template(child: Expanded) -> str:
        return address(access, bucket, child.key)

    expansion = Expansion(root, region=access.region, place_code=place_code, place_template=place_template)
    given = {"Prefix": prefix, **(offers or {})}
    expanded = expansion.expand(template, {**given, **(parameters or {})})
    declared = expanded.body.get("Parameters", {})
    unknown = set(parameters or {}) - set(declared)
    if unknown:
        raise DeskError(f"{template} declares no parameter {', '.join(sorted(unknown))}; it has {', '.join(declared)}.")
    values = {name: value for name, value in given.items() if name in declared} | dict(parameters or {})
    stack = Stack(client(access, "cloudformation"), prefix, patience=0.1 if access.endpoint else 4.0, speak=speak)
    if unless(expanded, values) and stack.stands():
        return Deployed(prefix, stack.outputs(), expanded, False, bucket, packages)
    _make_bucket(access, bucket)
    _upload(access, bucket, files, expanded.all(), speak)
    changed = stack.apply(address(access, bucket, expanded.key), values)
    return Deployed(prefix, stack.outputs(), expanded, changed, bucket, packages)


def destroy(access: Access, prefix: str, *, speak: Say = silent) -> None:
    """Delete the stack `prefix` with everything in it, its CDN and the artifacts bucket. Buckets are emptied first.

    What the template retains (DeletionPolicy) stays, and the stack's last event names it.
    """
    artifacts = f"{prefix}-artifacts-{account_of(access)}"
    _destroy_stack(access, edge_of(prefix), speak)  # first: its policy is on the platform's bucket
    if not _destroy_stack(access, prefix, speak):
        speak(f"  there is no stack {prefix}")
    if _empty(access, artifacts, speak):
        client(access, "s3").delete_bucket(Bucket=artifacts)
        speak(f"  deleted {artifacts}")


def edge_of(prefix: str) -> str:
    """The name of the CDN's stack; only a stage on AWS has one."""
    return f"{prefix}-edge"


def find_resources(access: Access, deployed: Deployed) -> list[Found]:
    """Every resource of the stack and of those nested in it."""

    def found_in(stack: str, template: Expanded) -> list[Found]:
        found = []
        for page in pages.paginate(StackName=stack):
            for row in page.get("StackResourceSummaries", []):
                logical, physical = row["LogicalResourceId"], row.get("PhysicalResourceId", "")
                if row["ResourceType"] == NESTED and logical in template.children:
                    found += found_in(physical, template.children[logical])
                properties = template.body.get("Resources", {}).get(logical, {}).get("Properties", {})
                found.append(Found(row["ResourceType"], physical, properties))
        return found

    pages = client(access, "cloudformation").get_paginator("list_stack_resources")
    return found_in(deployed.stack, deployed.template)


def gateway_of(access: Access) -> str:
    """Below which address an emulator serves its API gateways; empty on AWS, where each has a name of its own."""
    return f"{access.endpoint.rstrip('/')}/_aws/execute-api" if access.endpoint else ""


def address(access: Access, bucket: str, key: str) -> str:
    """Where CloudFormation finds an object."""
    if access.endpoint:
        return f"{access.endpoint.rstrip('/')}/{bucket}/{key}"
    return f"https://{bucket}.s3.{access.region}.amazonaws.com/{key}"


def _destroy_stack(access: Access, name: str, speak: Say) -> bool:
    """False when there is no such stack."""
    stack = Stack(client(access, "cloudformation"), name, patience=0.1 if access.endpoint else 4.0, speak=speak)
    if not stack.exists():
        return False
    for bucket in [row["physical"] for row in stack.resources() if row["type"] == "AWS::S3::Bucket"]:
        _empty(access, bucket, speak)
    stack.delete()
    speak(f"  deleted the stack {name}")
    return True


def _make_bucket(access: Access, bucket: str) -> None:
    s3 = client(access, "s3")
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as answer:
        if answer.response["Error"]["Code"] not in {"404", "NoSuchBucket", "NotFound"}:
            raise DeskError(f"The bucket {bucket} cannot be used: {answer}") from None
    else:
        return
    home = {} if access.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": access.region}}
    s3.create_bucket(Bucket=bucket, **home)
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(closed, True))


def _upload(access: Access, bucket: str, files: Mapping[str, Path], templates: Iterable[Expanded], speak: Say) -> None:
    """Put what is not there yet. Names carry content hashes, so what is there is right."""
    s3 = client(access, "s3")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    there = {row["Key"] for page in pages for row in page.get("Contents", [])}
    for key, path in files.items():
        if key not in there:
            s3.upload_file(str(path), bucket, key)
            speak(f"  uploaded {path.name}, {size(path.stat().st_size)}")
    for expanded in templates:
        if expanded.key not in there:
            s3.put_object(Bucket=bucket, Key=expanded.key, Body=expanded.text.encode(), ContentType="application/json")


def _empty(access: Access, bucket: str, speak: Say) -> bool:
    """Remove every object and version; False when there is no such bucket."""
    s3 = client(access, "s3")
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError:
        return False
    count = 0
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        doomed = [
            {"Key": row["Key"], "VersionId": row["VersionId"]}
            for row in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        ]
        if doomed:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": doomed, "Quiet": True})
            count += len(doomed)
    speak(f"  emptied {bucket} ({count} objects)")
    return True
