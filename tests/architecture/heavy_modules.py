"""Which heavy modules each function may load (bar P1): the cold start is the sum of its imports.

One row per Lambda function, `<context>.<feature>`; a function without a row fails. Add a heavy module only with the
reason in the pull request: what it costs is in docs/benchmarks.md.
"""

HEAVY = frozenset(
    {"argon2", "boto3", "botocore", "cryptography", "jwt", "PIL", "pillow_heif", "pydantic", "pymongo", "pynamodb"}
    | {"redis", "requests"}
)

READS: frozenset[str] = frozenset()
COMMANDS = frozenset({"botocore", "pynamodb"})

ALLOWED: dict[str, frozenset[str]] = {
    # identity
    # profiles
    # graph
    # media
    # posts
    # feed
    # notifications
    # realtime
    # relay
}
