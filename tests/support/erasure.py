"""Looks through every store of a platform for what names a person: ids, addresses, media. Not by list: by looking."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from kernel.packing import unpack
from support.emulator import ROOT

ALLOWED = ROOT / "tests" / "account_end" / "allowed.toml"


class Hit(NamedTuple):
    """Where a needle was found: `place` is a table or bucket, `where` its key, `ends` whether it expires by itself."""

    store: str
    place: str
    where: str
    attribute: str
    needle: str
    ends: bool


def tables(dynamodb: Any, prefix: str) -> Iterator[str]:
    for page in dynamodb.get_paginator("list_tables").paginate():
        yield from (name for name in page["TableNames"] if name.startswith(f"{prefix}-"))


def scan(
    clients: Any, prefix: str, needles: Mapping[str, str], redis_url: str = "", mongodb_uri: str = ""
) -> list[Hit]:
    """All places in tables, buckets, Redis and MongoDB that have a needle. `needles`: what it is called → the text."""
    hits: list[Hit] = []
    for table in tables(clients("dynamodb"), prefix):
        for item in items(clients("dynamodb"), table):
            where = f"{item['pk']['S']} / {item['sk']['S']}"
            for attribute, text in texts(item):
                for name, needle in needles.items():
                    if needle in text:
                        hits.append(
                            Hit(
                                "dynamodb",
                                table.removeprefix(f"{prefix}-"),
                                where,
                                attribute,
                                name,
                                "expires_at" in item,
                            )
                        )
    s3 = clients("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for each in page.get("Contents", []):
                hits += [
                    Hit("s3", bucket["Name"], each["Key"], "key", name, False)
                    for name, needle in needles.items()
                    if needle in each["Key"]
                ]
    hits += list(_redis(redis_url, needles)) if redis_url else []
    return hits + (list(_mongo(mongodb_uri, prefix, needles)) if mongodb_uri else [])


def items(dynamodb: Any, table: str) -> Iterator[dict[str, Any]]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def texts(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every attribute as text; what is packed is unpacked."""
    for name, value in item.items():
        if "B" in value:
            try:
                yield name, unpack(bytes(value["B"]))
            except ValueError:
                yield name, repr(value["B"])
        else:
            yield name, repr(value)


def not_allowed(hits: Iterable[Hit], me: Mapping[str, str]) -> list[Hit]:
    """The hits for which tests/account_end/allowed.toml has no row."""
    rows = tomllib.loads(ALLOWED.read_text())["tombstone"]
    return [hit for hit in hits if not any(_allows(row, hit, me) for row in rows)]


def _allows(row: Mapping[str, Any], hit: Hit, me: Mapping[str, str]) -> bool:
    pattern = str(row["where"])
    for name, text in me.items():
        pattern = pattern.replace("{" + name + "}", text)
    return (
        row["store"] == hit.store
        and fnmatchcase(hit.place, row["place"])
        and fnmatchcase(hit.where, pattern)
        and fnmatchcase(hit.attribute, row.get("attribute", "*"))
        and hit.needle in row["needles"]
        and (hit.ends or not row.get("ends", True))
    )


def _mongo(uri: str, prefix: str, needles: Mapping[str, str]) -> Iterator[Hit]:
    from pymongo import MongoClient

    with MongoClient[dict[str, Any]](uri) as mongo:
        for collection in mongo[prefix].list_collection_names():
            for document in mongo[prefix][collection].find():
                ends = "expires_at" in document
                for attribute, value in document.items():
                    for name, needle in needles.items():
                        if needle in repr(value):
                            yield Hit("mongo", collection, str(document["_id"]), attribute, name, ends)


def _redis(url: str, needles: Mapping[str, str]) -> Iterator[Hit]:
    import redis

    store: Any = redis.Redis.from_url(url)
    for key in store.scan_iter(count=500):
        value = _value(store, key)
        for name, needle in needles.items():
            if needle in repr(key) or needle in repr(value):
                yield Hit("redis", "redis", repr(key), "value", name, store.ttl(key) > 0)


def _value(store: Any, key: bytes) -> Any:
    match store.type(key):
        case b"hash":
            return store.hgetall(key)
        case b"set":
            return store.smembers(key)
        case b"zset":
            return store.zrange(key, 0, -1)
        case b"list":
            return store.lrange(key, 0, -1)
        case b"string":
            return store.get(key)
    return None
