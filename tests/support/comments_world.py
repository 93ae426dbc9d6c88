"""More of the small world of posts, for tests of what stands under them."""

from typing import Any

from kernel.ids import PersonId, PostId
from kit.items import item_to_wire
from kit.settings import settings
from kit.wire import Table, dynamodb
from views.graph import digest_key, follow_key
from views.posts import post_key
from views.profiles import profile_key


def unblock(reader: PersonId) -> None:
    """Nobody is hidden from `reader` any more."""
    table, pk, sk = digest_key(reader)
    Table(table).put({"pk": pk, "sk": sk, "version": 2})


def follow(follower: PersonId, followee: PersonId) -> None:
    table, pk, sk = follow_key(follower, followee)
    Table(table).put({"pk": pk, "sk": sk, "followee": followee, "follow_id": followee})


def alter_post(post: PostId, **attributes: Any) -> None:
    """Set attributes of a post's card as its authors or staff do."""
    _set(*post_key(post), attributes)


def alter_profile(person: PersonId, **attributes: Any) -> None:
    """Set attributes of a person's card, such as `private` or `state`."""
    _set(*profile_key(person), attributes)


def _set(table: str, pk: str, sk: str, attributes: dict[str, Any]) -> None:
    assert table.startswith(settings().prefix)
    dynamodb().call(
        "UpdateItem",
        {
            "TableName": table,
            "Key": item_to_wire({"pk": pk, "sk": sk}),
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in attributes),
            "ExpressionAttributeNames": {f"#{name}": name for name in attributes},
            "ExpressionAttributeValues": item_to_wire({f":{name}": value for name, value in attributes.items()}),
        },
    )
