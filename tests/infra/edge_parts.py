"""The edge of the cloud for tests: its functions in Node, its stack as plain values."""

import json
import re
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

EDGE = Path(__file__).resolve().parents[2] / "infra" / "edge"
STACK = EDGE.parent / "edge.yaml"
NOW = datetime(2026, 11, 22, 12, 3, tzinfo=UTC)

HARNESS = """
const fs = require('fs');
const vm = require('vm');
const work = JSON.parse(fs.readFileSync(0, 'utf8'));
const source = fs.readFileSync(work.file, 'utf8').replace(/^import .*$/mg, '');
class Then extends Date { static now() { return work.now; } }
const cf = { kvs: () => ({ get: async (name) => {
    if (name !== 'media-key' || work.key === null) { throw new Error('KeyNotFound'); }
    return work.key;
} }) };
const handler = vm.runInNewContext(source + ';handler', { cf, crypto: require('crypto'), Buffer, Date: Then });
(async () => {
    const answers = [];
    for (const event of work.events) { answers.push(await handler(event)); }
    console.log(JSON.stringify(answers));
})();
"""


def run(name: str, events: list[Any], *, key: str | None = None, now: datetime = NOW) -> list[Any]:
    """The answers of an edge function to `events`, at `now`, with `key` in the key-value store."""
    work = {"file": str(EDGE / name), "events": events, "key": key, "now": now.timestamp() * 1000}
    done = subprocess.run(["node", "-e", HARNESS], input=json.dumps(work), capture_output=True, text=True, check=True)
    answers: list[Any] = json.loads(done.stdout)
    return answers


def event(path: str, query: str = "") -> dict[str, Any]:
    """A viewer's request as CloudFront hands it to a function: names and values undecoded, repeats under multiValue."""
    found: dict[str, Any] = {}
    for pair in query.split("&") if query else []:
        name, _, value = pair.partition("=")
        if name in found:
            found[name].setdefault("multiValue", [{"value": found[name]["value"]}]).append({"value": value})
            found[name]["value"] = value
        else:
            found[name] = {"value": value}
    return {"request": {"method": "GET", "uri": path, "querystring": found, "headers": {}, "cookies": {}}}


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms as their long ones."""


def _long_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        value = value.split(".", 1) if suffix == "GetAtt" else value
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {suffix: value}


_Loader.add_multi_constructor("!", _long_form)


@cache
def stack() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(STACK.read_text(), Loader=_Loader)  # noqa: S506 - a safe loader
    return read


def properties(name: str) -> Any:
    return stack()["Resources"][name]["Properties"]


def solved(value: Any, *, domain: bool) -> Any:
    """`value` with the intrinsic functions of the stack worked out for one environment."""
    known = {
        "Prefix": "lambdagram-x",
        "DomainName": "photos.example.com",
        "AWS::Partition": "aws",
        "AWS::AccountId": "123456789012",
        "AWS::Region": "eu-central-1",
        "AWS::URLSuffix": "amazonaws.com",
        "MediaDistribution.DomainName": "dmedia.cloudfront.net",
    }
    if isinstance(value, dict) and len(value) == 1:
        ((name, inner),) = value.items()
        if name == "If":
            return solved(inner[1] if domain else inner[2], domain=domain)
        if name == "Ref":
            return known.get(inner, inner)
        if name == "Sub":
            text, extra = (inner[0], inner[1]) if isinstance(inner, list) else (inner, {})
            places = known | {key: solved(one, domain=domain) for key, one in extra.items()}
            return re.sub(r"\$\{([^}]+)\}", lambda found: str(places[found[1]]), text)
    if isinstance(value, dict):
        return {key: solved(one, domain=domain) for key, one in value.items()}
    return [solved(one, domain=domain) for one in value] if isinstance(value, list) else value
