"""Least privilege as rules (security.md row 32): `broken(function, named_secrets)` gives a sentence for each breach.

What a rule cannot express stands in one of the tables below with its reason; a row that nothing needs is refused too.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from infra.tree import PREFIX, Function, as_list, tail

from desk import places
from kit.revocation import PARTITION

READS = {"GetItem", "BatchGetItem", "Query", "ConditionCheckItem"}
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"}
STREAMS = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
BASIC = "AWSLambdaBasicExecutionRole"

WIDE: dict[tuple[str, str], str] = {
    ("identity.inbox", "Send"): "letters leave from one address (condition); which identity of SES has it differs",
    ("identity.erase", "Send"): "letters leave from one address (condition); which identity of SES has it differs",
    ("relay.outbox", "Streams"): "it reads the stream of every context's table, also of one made tomorrow",
    ("relay.outbox", "ListStreams"): "the same; a stream's name ends in the time of its making",
}
"""(function, Sid) → why its resources have a `*` where a name should be."""

WITHOUT_KEYS: dict[tuple[str, str], str] = {
    ("feed.fan_out", "Followers"): "a post goes to followers of any author, from one index that holds nothing else",
    ("media.erase", "FindPictures"): "an index of keys only by owner: the key is the person who is erased, any one",
    ("media.export", "FindPictures"): "an index of keys only by owner: the key is the person who exports, any one",
    ("media.sweep", "FindOverdue"): "a sparse index of keys only: uploads that are not finished",
    ("posts.export", "FindComments"): "an index of keys only by commenter: the key is the person who exports, any one",
    ("posts.erase", "FindComments"): "an index of keys only by commenter: the key is the person who is erased, any one",
    ("realtime.sweep", "Overdue"): "a sparse index of keys only: connections that should have ended",
}
"""(function, Sid) → why its item operations have no condition on the partition key."""

ANY_SOURCE: dict[str, str] = {"relay.outbox": "it publishes what all contexts wrote"}
"""Function → why it may publish as any context."""

FOLDERS = (
    r"arn:aws:s3:::[\w-]+/[a-z/]+/\*",  # objects below one folder of one bucket
    r"arn:aws:dynamodb:[\w-]+:\d+:table/[\w-]+/stream/\*",  # a table's stream: its name ends in a time
    r"arn:aws:execute-api:[\w-]+:\d+:<SocketApiId>/live/(POST|DELETE)/@connections/\*",  # one API's open sockets
)
"""Where a trailing `*` is the only way to say it."""

EXPORTS = {
    "s3:PutObject": r"arn:aws:s3:::[\w-]+-uploads-\d+/exports/\*/parts/\*",  # each context writes its part
    # identity signs links to the whole; pages read the shell of the app
    "s3:GetObject": r"arn:aws:s3:::([\w-]+-uploads-\d+/exports/\*/archive\.zip|[\w-]+-artifacts-\d+/app/shell\.html)",
}
"""What contexts beside media may do with objects, one thing each: an export's folder is named after its account."""

OWNERS = {
    "s3": {"media"},
    "cloudfront": {"media"},
    "execute-api": {"realtime", "chat"},
    "events": set(),
    "ses": {"identity"},
    "sqs": set(),
    "ssm": set(),
    "states": {"identity"},
}
"""Services beyond DynamoDB that functions may use; where contexts are listed, only those."""


def broken(function: Function, secrets: set[str]) -> list[str]:
    """What is wrong with a function's permissions. `secrets` are those that its modules name."""
    found = [f"has {arn.rpartition('/')[2]}, a policy of AWS" for arn in function.managed if not arn.endswith(BASIC)]
    for said in function.statements:
        actions, resources = as_list(said.get("Action")), as_list(said.get("Resource"))
        where = str(said.get("Sid", "a statement of SAM"))
        sentences = [*_shape(said), *_wide(function, where, actions, resources)]
        for service in sorted({action.partition(":")[0] for action in actions}):
            mine = {action.partition(":")[2] for action in actions if action.startswith(f"{service}:")}
            sentences += _service(function, where, service, mine, resources, said)
        sentences += _secrets(actions, resources, secrets)
        found += [f"{where}: {sentence}" for sentence in sentences]
    return [f"{function.name}: {sentence}" for sentence in found]


def needed(function: Function) -> Iterator[tuple[str, str]]:
    """The rows of the tables above that this function makes use of."""
    for said in function.statements:
        key = (function.name, str(said.get("Sid")))
        wide = any("*" in each and not _is_folder(each) for each in as_list(said["Resource"]))
        if wide and not _is_export(as_list(said["Action"]), as_list(said["Resource"])):
            yield key
        if _items(as_list(said["Action"])) and not leading_keys(said):
            yield key


def leading_keys(said: dict[str, Any]) -> list[str]:
    """The partition keys that a statement is bound to."""
    return [
        key
        for operator, condition in (said.get("Condition") or {}).items()
        if operator in ("ForAllValues:StringLike", "ForAllValues:StringEquals")
        for key in as_list(condition.get("dynamodb:LeadingKeys"))
    ]


@cache
def published() -> dict[str, set[str]]:
    """Context → the partitions and indexes that its views give to others: `POST#*`, `index/followers`."""
    found: dict[str, set[str]] = {"identity": {PARTITION}}
    for path in (places.ROOT / "layers/shared/python/views").glob("*.py"):
        text = path.read_text()
        for context in re.findall(r'settings\(\)\.table\("(\w+)"\)', text):
            keys = found.setdefault(context, set())
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.JoinedStr) and isinstance(first := node.values[0], ast.Constant):
                    keys.update(f"{each}#*" for each in re.findall(r"^([A-Z_]+)#", str(first.value)))
            keys.update(f"index/{name}" for name in re.findall(r'Index\("(\w+)"', text))
    return found


def _shape(said: dict[str, Any]) -> Iterator[str]:
    if said.get("Effect") != "Allow" or "NotAction" in said or "NotResource" in said:
        yield "only plain Allow statements say what a function may do"
    for action in as_list(said.get("Action")):
        if "*" in action:
            yield f"{action} has a *"


def _is_export(actions: list[str], resources: list[str]) -> bool:
    """Whether a statement allows exactly one thing of `EXPORTS`."""
    return len(actions) == len(resources) == 1 and bool(re.fullmatch(EXPORTS.get(actions[0], "$"), resources[0]))


def _wide(function: Function, where: str, actions: list[str], resources: list[str]) -> Iterator[str]:
    if _is_export(actions, resources):
        return
    for each in resources:
        if "*" in each and not _is_folder(each) and (function.name, where) not in WIDE:
            yield f"{', '.join(actions)} on {each}, which is more than one thing"


def _is_folder(resource: str) -> bool:
    return any(re.fullmatch(pattern, resource) for pattern in FOLDERS)


def _items(actions: list[str]) -> set[str]:
    return {action.partition(":")[2] for action in actions if action.startswith("dynamodb:")} & (READS | WRITES)


def _service(
    function: Function, where: str, service: str, actions: set[str], resources: list[str], said: dict[str, Any]
) -> Iterator[str]:
    if service == "dynamodb":
        yield from _table(function, where, actions, resources, said)
        return
    if service not in OWNERS:
        yield f"{service} is no service of the functions"
        return
    exports = service == "s3" and _is_export([f"s3:{each}" for each in actions], resources)
    if OWNERS[service] and function.context not in OWNERS[service] and not exports:
        yield f"{service} belongs to {', '.join(sorted(OWNERS[service]))}"
    if service == "sqs":
        for queue in (tail(each) for each in resources):
            if queue.partition("-")[0] != function.context:
                yield f"the queue {queue} is another context's"
    if service == "events":
        conditions = said.get("Condition") or {}
        # AWS always hands the key to policies and an emulator never does: there IfExists means the same as without.
        bound = {**conditions.get("StringEqualsIfExists", {}), **conditions.get("StringEquals", {})}
        source = bound.get("events:source")
        if source != f"lambdagram.{function.context}" and function.name not in ANY_SOURCE:
            yield f"it may publish as {source or 'anybody'}"


def _table(
    function: Function, where: str, actions: set[str], resources: list[str], said: dict[str, Any]
) -> Iterator[str]:
    unknown = actions - READS - WRITES - STREAMS
    if unknown:
        yield f"no feature needs {', '.join(sorted(unknown))}"
    if (function.name, where) in WIDE:
        return
    tables = {tail(each) for each in resources}
    if len(tables) != 1:
        yield f"it names the tables {', '.join(sorted(tables))}: one statement, one table"
        return
    (table,) = tables
    keys = leading_keys(said)
    if actions & (READS | WRITES) and (not keys or "*" in keys) and (function.name, where) not in WITHOUT_KEYS:
        yield f"{', '.join(sorted(actions))} on {table} is bound to no partition key (dynamodb:LeadingKeys)"
    if table != function.context:
        yield from _foreign(table, actions, keys, resources)


def _foreign(table: str, actions: set[str], keys: list[str], resources: list[str]) -> Iterator[str]:
    if actions & (WRITES | STREAMS):
        yield f"{', '.join(sorted(actions & (WRITES | STREAMS)))} on {table}, another context's table"
    cards = published().get(table, set())
    for key in keys:
        if key not in cards:
            yield f"{key} of {table} is no card that views publish ({', '.join(sorted(cards)) or 'none'})"
    for each in resources:
        index = each.partition(f"table/{PREFIX}-{table}/")[2]
        if index and index not in cards:
            yield f"{index} of {table} is published by no view"


def _secrets(actions: list[str], resources: list[str], secrets: set[str]) -> Iterator[str]:
    if not any(action.startswith("ssm:") for action in actions):
        return
    for each in resources:
        name = each.partition(f":parameter/{PREFIX}/")[2]
        if name not in secrets:
            yield f"its modules do not name the secret {name or each}"
