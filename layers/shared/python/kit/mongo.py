"""MongoDB, for read models that need a query language. They can be made anew from the tables (scripts/rebuild).

Losing it costs what reads them and nothing else: whoever asks gets Away, 503 with Retry-After, and the next request
finds it again by itself. The address may hold a password: neither it nor what the driver says of a failure is logged.
`pymongo` is imported at the first use.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from kernel.errors import Away
from kit import meter
from kit.settings import settings

T = TypeVar("T")

SELECTION_MS = 1_000
"""Milliseconds to find a server that answers."""

ANSWER_MS = 3_000
"""Milliseconds to wait for an answer."""

CONNECTIONS = 4
"""Of one environment, which does one thing at a time."""

RETRY_SECONDS = 2
_REFUSED = frozenset({13, 18, 8000})
"""What servers call credentials that they do not take: not allowed, no such user, and the same of Atlas."""


class Slow(Away):
    """A query took longer than it may: a simpler one may be answered."""


def database() -> Any:
    """The platform's database, named after its prefix. Away when there is no address, or none that can be read."""
    return _client(settings().mongodb_uri)[settings().prefix]


@contextmanager
def answering() -> Iterator[None]:
    """Turns a MongoDB that does not answer inside of the block into Away. Wrong queries are raised as they are."""
    from pymongo import errors

    try:
        yield
    except errors.ExecutionTimeout:
        raise Slow(retry_after=RETRY_SECONDS, store="mongo", reason="it takes too long") from None
    except (errors.ConnectionFailure, errors.ConfigurationError) as error:
        raise _away(type(error).__name__) from None
    except errors.OperationFailure as error:
        if error.code in _REFUSED:
            raise _away(f"{type(error).__name__} {error.code}") from None
        raise


def transaction(work: Callable[[Any], T]) -> T:
    """What `work` did with its session, all of it or nothing; it is done again when another one was in its way.

    Needs a replica set, as Atlas, DocumentDB and scripts/dev have. Away when MongoDB does not answer.
    """
    with answering(), database().client.start_session() as session:
        done: T = session.with_transaction(work)
        return done


def forget() -> None:
    """Close the client; the next use makes another one. For tests, which change the address."""
    if _client.cache_info().currsize:
        _client(settings().mongodb_uri).close()
    _client.cache_clear()


@cache
def _client(uri: str) -> Any:
    from pymongo import MongoClient, errors
    from pymongo.monitoring import CommandListener

    class Counts(CommandListener):
        def started(self, event: Any) -> None:
            meter.sent("mongo", event.command_name)

        def succeeded(self, event: Any) -> None:
            """Nothing is counted here."""

        def failed(self, event: Any) -> None:
            """Nothing is counted here."""

    if not uri:
        raise _away("no address")
    try:
        with warnings.catch_warnings(action="ignore"):  # they quote the address, too
            return MongoClient(
                uri,
                appname="lambdagram",
                serverSelectionTimeoutMS=SELECTION_MS,
                connectTimeoutMS=SELECTION_MS,
                socketTimeoutMS=ANSWER_MS,
                waitQueueTimeoutMS=SELECTION_MS,
                maxPoolSize=CONNECTIONS,
                w="majority",
                journal=True,  # a server without replicas would forget the last 0.1 s when it is killed
                event_listeners=[Counts()],
            )
    except (errors.PyMongoError, ValueError) as error:  # what it says may quote the address
        raise _away(type(error).__name__) from None


def _away(reason: str) -> Away:
    return Away(retry_after=RETRY_SECONDS, store="mongo", reason=reason)
