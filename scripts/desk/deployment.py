"""The commands scripts/deploy and scripts/destroy: a stage of the platform on AWS or behind an endpoint."""

from __future__ import annotations

import argparse
import os
import sys

import boto3
from localstack_client import config

from desk import aftercare, keys, places, shell
from desk.cdn import Cdn, Wishes
from desk.cloud import Deployed, account_of, deploy, destroy, gateway_of
from desk.emulator import Access
from desk.terminal import DeskError, say, step
from desk.webapp import ensure_web


def deploy_main() -> int:
    """scripts/deploy."""
    parser = _parser("scripts/deploy", "Build, upload and deploy a stage, and wait until it stands.")
    parser.add_argument("--size", choices=("small", "standard"), default="small", help="how generous it is (small)")
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of template.yaml (repeatable); MongodbUri, which may hold a password, is taken from MONGODB_URI",
    )
    parser.add_argument(
        "--target", choices=("cloud", "local"), help="what functions run on; local behind an endpoint, else cloud"
    )
    parser.add_argument("--domain", help="name of the app, as in photos.example.com (AWS; kept until given again)")
    parser.add_argument("--certificate", help="ACM certificate (ARN, us-east-1) of the domain and of media.<domain>")
    parser.add_argument("--web-acl", help="WAF web ACL (ARN, us-east-1) before the CDN")
    chosen = parser.parse_args()
    access, prefix = _access(chosen), places.prefix_of(chosen.stage)
    cdn = None if access.endpoint else Cdn(access, prefix, speak=say)
    app = ensure_web() if cdn else None  # what cannot be built shall not stop a deployment half-way
    say(f"deploying {prefix} to {access.endpoint or f'AWS, account {account_of(access)}, {access.region}'}")
    parameters = dict(pair(text) for text in chosen.parameter)
    keys.make_secrets(access, prefix, speak=say)
    offers = {"Size": chosen.size, "Gateway": gateway_of(access), **(cdn.offers() if cdn else {})}
    if uri := os.environ.get("MONGODB_URI"):
        offers["MongodbUri"] = uri  # on a command line everybody on this machine could read it

    def platform() -> Deployed:
        return deploy(access, prefix, parameters, offers=offers, target=chosen.target, speak=say)

    with step("deployed", say):
        deployed = platform()
    if cdn and app:
        with step("CDN", say):
            wishes = Wishes(DomainName=chosen.domain, CertificateArn=chosen.certificate, WebAclArn=chosen.web_acl)
            cdn.deploy(deployed.outputs, wishes)
        if not offers.items() >= cdn.offers().items():
            with step("told the functions where the CDN is", say):
                offers |= cdn.offers()
                deployed = platform()
        cdn.publish(app)
    shell.upload(access, deployed.artifacts, speak=say)
    if access.endpoint:
        aftercare.attend(access, deployed, speak=say)
    keys.make_signing_key(access, deployed, speak=say)
    say("  nothing had changed" if not deployed.changed else "  the stack stands")
    for name, value in sorted(deployed.outputs.items()):
        say(f"  {name:<24} {value}")
    return 0


def destroy_main() -> int:
    """scripts/destroy."""
    parser = _parser("scripts/destroy", "Delete a stage with all its data. Buckets are emptied first.")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    chosen = parser.parse_args()
    access, prefix = _access(chosen), places.prefix_of(chosen.stage)
    where = access.endpoint or f"AWS, account {account_of(access)}, {access.region}"
    if not chosen.yes:
        if not sys.stdin.isatty():
            raise DeskError("This deletes data for good; say --yes when nobody can be asked.")
        typed = input(f"Delete {prefix} on {where}, with everything people put there? Type the stage's name: ")
        if typed != chosen.stage:
            raise DeskError("Nothing was deleted.")
    with step("destroyed", say):
        destroy(access, prefix, speak=say)
        keys.forget_secrets(access, prefix)
    return 0


def _parser(name: str, purpose: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=name,
        description=purpose,
        epilog="Credentials and region come from the usual AWS configuration (AWS_PROFILE, AWS_REGION, ...).",
    )
    parser.add_argument("--stage", required=True, help="its name; everything is called lambdagram-<stage>-...")
    parser.add_argument(
        "--endpoint",
        default=os.environ.get("AWS_ENDPOINT_URL") or _localstack_host(),
        help="a LocalStack-compatible cloud instead of AWS (default: AWS_ENDPOINT_URL or LOCALSTACK_HOST)",
    )
    parser.add_argument("--region", help="default: the AWS configuration's, else us-east-1")
    return parser


def _access(chosen: argparse.Namespace) -> Access:
    session = boto3.Session()
    region = chosen.region or session.region_name or "us-east-1"
    if chosen.endpoint and session.get_credentials() is None:  # emulators take any key
        return Access(chosen.endpoint, region, "test", "test")
    return Access(chosen.endpoint or None, region)


def _localstack_host() -> str:
    """The endpoint of LocalStack's own tools where LOCALSTACK_HOST names one; all services have the same."""
    return str(config.get_service_endpoint("cloudformation")) if os.environ.get("LOCALSTACK_HOST") else ""


def pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise DeskError(f"--parameter wants NAME=VALUE, not {text!r}.")
    return name, value
