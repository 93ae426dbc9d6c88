"""The secrets of a stage: made once, kept as SSM SecureStrings, never shown. CloudFormation cannot make such."""

from __future__ import annotations

import base64
import json
import secrets

from desk.cloud import Deployed, client
from desk.emulator import Access
from desk.terminal import DeskError, Say, silent

_TICK = {  # as EventBridge sends it for a schedule
    "version": "0",
    "id": "deploy",
    "account": "000000000000",
    "region": "us-east-1",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "time": "2026-01-01T00:00:00Z",
    "resources": [],
    "detail": {},
}
NAMES = (
    "cursor-key",
    "media-key",
    "refresh-key",
    "factor-key",
    "letter-key",
    "origin-secret",
    "unsubscribe-key",
    "vapid-key",
)


def make_secrets(access: Access, prefix: str, *, speak: Say = silent) -> None:
    """Make each secret that is missing: 256 random bits in base64. Secrets that are there stay as they are."""
    ssm = client(access, "ssm")
    for name in NAMES:
        value = base64.b64encode(secrets.token_bytes(32)).decode()
        try:
            ssm.put_parameter(Name=f"/{prefix}/{name}", Value=value, Type="SecureString", Overwrite=False)
            speak(f"  made the secret /{prefix}/{name}")
        except ssm.exceptions.ParameterAlreadyExists:
            continue


def make_signing_key(access: Access, deployed: Deployed, *, speak: Say = silent) -> None:
    """Run the function that makes and rotates signing keys, so that the first sign-in finds one."""
    name = f"{deployed.stack}-identity-signing-keys"
    lambdas = client(access, "lambda")
    try:
        answer = lambdas.invoke(FunctionName=name, Payload=json.dumps(_TICK))
    except lambdas.exceptions.ResourceNotFoundException:
        return  # a stack without identity, as tests deploy
    if "FunctionError" in answer:
        raise DeskError(f"{name} failed: {answer['Payload'].read().decode()[:500]}")
    speak("  the signing key is there")


def forget_secrets(access: Access, prefix: str) -> None:
    """Delete the secrets of a stage that is no more."""
    ssm = client(access, "ssm")
    ssm.delete_parameters(Names=[f"/{prefix}/{name}" for name in (*NAMES, "signing-key")])
