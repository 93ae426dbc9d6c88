"""Which heavy modules each function may load (bar P1): the cold start is the sum of its imports.

One row per Lambda function, `<context>.<feature>`; a function without a row fails. Add a heavy module only with the
reason in the pull request: what it costs is in docs/benchmarks.md.
"""

# `botocore` itself is a small file that Powertools always loads; its client machinery is what costs.
HEAVY = frozenset(
    {"argon2", "boto3", "botocore.client", "cryptography", "jwt", "PIL", "pillow_heif", "pydantic", "pymongo"}
    | {"pynamodb", "redis", "requests", "webauthn"}
)

READS: frozenset[str] = frozenset()  # functions that only read, over the wire client
COMMANDS = frozenset({"botocore.client", "pynamodb"})  # functions that write through store.py
OBJECTS = frozenset({"botocore.client"})  # functions that read and write storage
CRYPTO = frozenset({"cryptography", "jwt"})  # identity only
PUSHES = frozenset({"cryptography"})  # encrypted for each device
PICTURES = frozenset({"PIL", "pillow_heif"})  # media only

ALLOWED: dict[str, frozenset[str]] = {
    "feed.fan_out": READS,
    "feed.home": READS,
    "feed.inbox": COMMANDS,
    "feed.rebuild": COMMANDS,
    "feed.settle": COMMANDS,
    "graph.blocks": COMMANDS,
    "graph.close_friends": COMMANDS,
    "graph.counts": READS,
    "graph.follows": COMMANDS,
    "graph.inbox": COMMANDS,
    "graph.lists": READS,
    "graph.mutes": COMMANDS,
    "graph.pulled": COMMANDS,
    "graph.requests": COMMANDS,
    "identity.challenges": COMMANDS | CRYPTO | {"argon2"},
    "identity.contacts": COMMANDS | CRYPTO | {"argon2"},
    "identity.devices": COMMANDS,
    "identity.factors": COMMANDS | CRYPTO | {"argon2"},
    "identity.inbox": COMMANDS,
    "identity.instance": READS,
    "identity.passkeys": COMMANDS | CRYPTO | {"webauthn"},
    "identity.password_change": COMMANDS | CRYPTO | {"argon2"},
    "identity.people": COMMANDS | CRYPTO,
    "identity.usernames": COMMANDS,
    "identity.sessions": COMMANDS | CRYPTO | {"argon2"},
    "identity.signing_keys": CRYPTO,
    "identity.well_known": READS,
    "media.inbox": COMMANDS,
    "media.parts": COMMANDS,
    "media.process": COMMANDS | PICTURES,
    "media.sweep": COMMANDS,
    "media.uploads": COMMANDS,
    "moderation.cases": COMMANDS,
    "moderation.erase": COMMANDS,
    "moderation.ending": COMMANDS,
    "moderation.people": COMMANDS,
    "moderation.reports": COMMANDS,
    "notifications.deliver": COMMANDS | PUSHES,
    "notifications.digest": COMMANDS,
    "notifications.inbox": COMMANDS,
    "notifications.overview": COMMANDS,
    "notifications.preferences": COMMANDS,
    "notifications.push": COMMANDS | PUSHES,
    "posts.archive": COMMANDS,
    "posts.coauthors": COMMANDS,
    "posts.comment_likes": COMMANDS,
    "posts.comment_pins": COMMANDS,
    "posts.comments": COMMANDS,
    "posts.counts": READS,
    "posts.drafts": COMMANDS,
    "posts.edit": COMMANDS,
    "posts.hidden_words": COMMANDS,
    "posts.inbox": COMMANDS,
    "posts.likes": COMMANDS,
    "posts.pins": COMMANDS,
    "posts.publish": COMMANDS,
    "posts.read": READS,
    "posts.replies": READS,
    "posts.saves": COMMANDS,
    "posts.schedule": COMMANDS,
    "posts.share": READS,
    "profiles.inbox": COMMANDS,
    "profiles.profiles": COMMANDS,
    "realtime.connect": COMMANDS,
    "realtime.disconnect": COMMANDS,
    "realtime.inbox": COMMANDS,
    "realtime.signals": READS,
    "realtime.sweep": COMMANDS,
    "realtime.tickets": COMMANDS,
    "feed.erase": READS,
    "graph.export": OBJECTS,
    "identity.export": COMMANDS,
    "identity.exports": COMMANDS | CRYPTO,
    "media.export": OBJECTS,
    "media.export_archive": OBJECTS,
    "notifications.export": OBJECTS,
    "posts.export": OBJECTS,
    "profiles.export": OBJECTS,
    "graph.erase": COMMANDS,
    "identity.erase": COMMANDS,
    "identity.leaving": COMMANDS | CRYPTO,
    "identity.leaving_due": READS,
    "media.erase": COMMANDS,
    "notifications.erase": COMMANDS,
    "posts.erase": COMMANDS,
    "profiles.erase": COMMANDS,
    "realtime.erase": READS,
    "relay.outbox": READS,
}
