"""What the environment says. Read once, at first use, never at import; every AWS name is derived from one prefix.

The fields below are the whole list: docs/settings.md is generated from them.
"""

import os
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta, Struct, convert


class Settings(Struct, frozen=True):
    """The settings of one deployed platform. Field `prefix` is read from `PREFIX`, and so on."""

    prefix: Annotated[str, Meta(description="First part of every AWS name.")] = "lambdagram-dev"
    account: Annotated[str, Meta(description="AWS account number, part of bucket names.")] = "000000000000"
    app_origin: Annotated[str, Meta(description="Origin of the web app.")] = "http://localhost:8080"
    media_origin: Annotated[str, Meta(description="Origin that serves renditions.")] = "http://media.localhost:8080"
    upload_origin: Annotated[str, Meta(description="Where presigned uploads go; empty means S3 itself.")] = ""
    issuer: Annotated[str, Meta(description="`iss` of access tokens: the address of the HTTP API.")] = ""
    socket_endpoint: Annotated[str, Meta(description="Management endpoint of the WebSocket API.")] = ""
    redis_url: Annotated[str, Meta(description="Redis or Valkey; empty means none, which costs speed only.")] = ""
    mongodb_uri: Annotated[
        str, Meta(description="MongoDB, for search only; empty means none. May hold a password.")
    ] = ""
    index_lag_seconds: Annotated[int, Meta(description="How far an index may lag behind its table, at most.")] = 30
    pull_threshold: Annotated[int, Meta(description="Followers from which an author's posts are pulled.")] = 10_000
    settle_seconds: Annotated[int, Meta(description="After this a follow or unfollow is looked at again.")] = 300
    push_loopback: Annotated[bool, Meta(description="Allow push services on this machine: never in a cloud.")] = False
    require_verified: Annotated[bool, Meta(description="Whether members must verify their contact first.")] = False
    mail_url: Annotated[str, Meta(description="`smtp://host:port`, or `ses`; empty means that no mail is sent.")] = ""
    mail_from: Annotated[str, Meta(description="Address that letters come from.")] = "no-reply@lambdagram.example"
    limits: Annotated[Literal["on", "off"], Meta(description="Limits of how often one may ask; off in tests.")] = "on"
    instance_name: Annotated[str, Meta(description="What this platform calls itself to people.")] = "Lambdagram"
    signup_mode: Annotated[
        Literal["open", "invitation", "closed"], Meta(description="Who may sign up: open, invitation or closed.")
    ] = "open"
    media_distribution: Annotated[str, Meta(description="Id of the CDN distribution of media; empty: none.")] = ""
    upload_files_a_day: Annotated[int, Meta(description="Files that a person may upload a day (UTC).")] = 500
    upload_megabytes_a_day: Annotated[int, Meta(description="Megabytes that a person may upload a day.")] = 2_000
    grace_days: Annotated[int, Meta(description="Days in which a deletion can be taken back.")] = 30
    erasure: Annotated[str, Meta(description="ARN of the state machine that erases accounts.")] = ""
    exporting: Annotated[str, Meta(description="ARN of the state machine that exports accounts.")] = ""
    storage_files: Annotated[int, Meta(description="Pictures that a person may keep.")] = 50_000
    storage_megabytes: Annotated[int, Meta(description="Megabytes that a person may keep, as uploaded.")] = 100_000

    def table(self, context: str) -> str:
        """The DynamoDB table of a context."""
        return f"{self.prefix}-{context}"

    def queue(self, name: str) -> str:
        """The name of an SQS queue."""
        return f"{self.prefix}-{name}"

    @property
    def bus(self) -> str:
        return f"{self.prefix}-bus"

    @property
    def media_bucket(self) -> str:
        return f"{self.prefix}-media-{self.account}"

    @property
    def upload_bucket(self) -> str:
        return f"{self.prefix}-uploads-{self.account}"

    @property
    def artifacts_bucket(self) -> str:
        """Where the deploy puts code, templates and the app's shell."""
        return f"{self.prefix}-artifacts-{self.account}"


@cache
def settings() -> Settings:
    """The settings of this environment. Tests that change the environment call `settings.cache_clear()`."""
    given = {name: os.environ[name.upper()] for name in Settings.__struct_fields__ if os.environ.get(name.upper())}
    return convert(given, Settings, strict=False)
