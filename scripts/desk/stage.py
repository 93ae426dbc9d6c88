"""The options that name a running stage, and access to it: --stage dev, --endpoint http://127.0.0.1:4566 or aws."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.exceptions import EndpointConnectionError

from desk import places
from desk.cloud import client
from desk.emulator import Access
from desk.terminal import DeskError

LOCAL = "http://127.0.0.1:4566"
AWS = "aws"


def add_options(parser: argparse.ArgumentParser) -> None:
    """--stage and --endpoint."""
    parser.add_argument("--stage", default="dev", help="whose (dev)")
    parser.add_argument(
        "--endpoint",
        default=os.environ.get("AWS_ENDPOINT_URL", LOCAL),
        help=f"where the local AWS answers (AWS_ENDPOINT_URL, else {LOCAL}); `{AWS}` means AWS itself",
    )


def access_of(stage: str, endpoint: str) -> Access:
    """The owner's keys: an emulator that checks them keeps its owner's secret in the stage's folder."""
    if endpoint == AWS:
        return Access(None, boto3.Session().region_name or "us-east-1")
    secret = places.state_of(stage) / "emulator" / "owner-secret"
    return Access(endpoint, key="test", secret=secret.read_text().strip() if secret.is_file() else "test")


def pages(access: Access, service: str, operation: str, **request: Any) -> Iterator[dict[str, Any]]:
    """All pages of a listing; DeskError when nothing answers."""
    try:
        yield from client(access, service).get_paginator(operation).paginate(**request)
    except EndpointConnectionError:
        raise DeskError(f"Nothing answers at {access.endpoint}. Is scripts/dev running?") from None
