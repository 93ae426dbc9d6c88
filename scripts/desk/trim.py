"""Take out of an installed layer what no function ever loads.

Chalice's distribution is two runtime files beside a command-line tool; botocore carries the models of 400 services.
"""

from __future__ import annotations

import shutil
from pathlib import Path

RECIPE = "2"  # raise it when trimming changes

# A client of any other service fails at once with UnknownServiceError, locally and in the cloud alike.
KEPT_SERVICES = frozenset(
    {
        "apigatewaymanagementapi",
        "cloudfront",
        "cloudwatch",
        "dynamodb",
        "dynamodbstreams",
        "events",
        "kms",
        "lambda",
        "logs",
        "s3",
        "scheduler",
        "secretsmanager",
        "sns",
        "sqs",
        "ssm",
        "stepfunctions",
        "sts",
    }
)
CHALICE_RUNTIME = frozenset({"__init__.py", "app.py"})
NEVER_LOADED = frozenset({".pyi", ".c", ".h", ".pyx", ".pxd", ".pyc"})
LICENCE_NAMES = ("LICEN", "NOTICE", "COPYING", "AUTHORS")
KEPT_METADATA = frozenset({"METADATA", "entry_points.txt"})  # versions and plug-ins are looked up at run time


def trim(packages: Path) -> None:
    """Trim a folder of installed packages in place. Licence texts stay."""
    shutil.rmtree(packages / "bin", ignore_errors=True)
    _trim_chalice(packages / "chalice")
    for owner in ("botocore", "boto3"):
        _trim_models(packages / owner / "data")
    shutil.rmtree(packages / "boto3" / "examples", ignore_errors=True)
    for path in sorted(packages.rglob("*"), reverse=True):  # children before their folders
        if path.is_dir() and path.name == "__pycache__":
            shutil.rmtree(path)
        elif path.is_file() and _never_used(path):
            path.unlink()


def _never_used(path: Path) -> bool:
    if path.parent.name.endswith(".dist-info"):
        return path.name not in KEPT_METADATA and not path.name.upper().startswith(LICENCE_NAMES)
    return path.suffix in NEVER_LOADED


def _trim_chalice(folder: Path) -> None:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in CHALICE_RUNTIME:
            path.unlink()


def _trim_models(data: Path) -> None:
    if not data.is_dir():
        return
    for path in data.iterdir():  # files beside the folders (endpoints, partitions, retry rules) belong to all services
        if path.is_dir() and path.name not in KEPT_SERVICES:
            shutil.rmtree(path)
    for version in data.glob("*/*"):
        for name in ("examples-1.json", "examples-1.json.gz", "completions-1.json", "completions-1.json.gz"):
            (version / name).unlink(missing_ok=True)
