"""Real tables for store tests: made on an emulator from the definition in infra/, so that a schema has one source."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
import pytest
import yaml

from kernel.ids import new_id
from kit import revocation, wire
from kit.settings import settings
from support.emulator import ENVIRONMENT, ROOT

_KEPT = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode", "StreamSpecification")


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, kept as plain values."""


def _tagged(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return {tag: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {tag: loader.construct_sequence(node)}
    return {tag: loader.construct_mapping(node) if isinstance(node, yaml.MappingNode) else None}


_Loader.add_multi_constructor("!", _tagged)


@cache
def definition(context: str) -> dict[str, Any]:
    """The properties of a context's table as infra/<context>.yaml has them. Read once: a template takes 50 ms."""
    template = yaml.load((ROOT / "infra" / f"{context}.yaml").read_text(), _Loader)  # noqa: S506 - a SafeLoader
    return dict(template["Resources"]["Table"]["Properties"])


def make_table(endpoint: str, prefix: str, context: str, region: str = ENVIRONMENT["AWS_REGION"]) -> str:
    """Make the table of a context; returns its name."""
    wanted = {name: value for name, value in definition(context).items() if name in _KEPT}
    if "StreamSpecification" in wanted:
        wanted["StreamSpecification"] = {"StreamEnabled": True, **wanted["StreamSpecification"]}
    client(endpoint, "dynamodb", region).create_table(TableName=f"{prefix}-{context}", **wanted)
    return f"{prefix}-{context}"


@cache
def client(endpoint: str, service: str, region: str = ENVIRONMENT["AWS_REGION"]) -> Any:
    """A boto3 client for an emulator; the same one for all tests of a process."""
    make: Any = boto3.client  # its stubs want the service as a literal
    return make(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@contextmanager
def tables(endpoint: str, *contexts: str, secrets: tuple[str, ...] = (), **more: str) -> Iterator[str]:
    """Tables of these contexts under a prefix of their own, and an environment in which the code under test finds them.

    `secrets` are made in SSM; `more` are further settings, such as `REDIS_URL`. Yields the prefix.
    """
    from kit import secrets as secrets_of_the_kit
    from kit.store import Item

    prefix = f"t{new_id()[-12:]}"
    with pytest.MonkeyPatch.context() as patch:
        given = {**ENVIRONMENT, "AWS_ENDPOINT_URL": endpoint, "PREFIX": prefix, **more}
        for name, value in given.items():
            patch.setenv(name, value)
        for name in secrets:
            client(endpoint, "ssm").put_parameter(
                Name=f"/{prefix}/{name}", Value="c2VjcmV0IG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMhIQ==", Type="SecureString"
            )
        _forget(Item, secrets_of_the_kit)
        for context in contexts:
            make_table(endpoint, prefix, context)
        # a signed-in caller of `app(event)` asks for the list of ended sessions; tests of it make identity's table
        patch.setattr(revocation, "_read", revocation._read if "identity" in contexts else frozenset)
        try:
            yield prefix
        finally:
            _forget(Item, secrets_of_the_kit)


def _forget(item: Any, secrets: Any) -> None:
    settings.cache_clear()
    secrets.text.cache_clear()
    revocation.forget()
    wire.reset()
    todo = [item]
    while todo:
        model = todo.pop()
        model._connection = None
        todo += model.__subclasses__()
