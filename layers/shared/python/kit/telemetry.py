"""One log, one metrics sink and one correlation id, from a click to the push that it causes."""

from contextvars import ContextVar
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from kernel.ids import FactId
from kit.settings import settings

__all__ = ["MetricUnit", "caused_by", "journey", "logger", "metrics"]

journey: ContextVar[str] = ContextVar("journey", default="")
caused_by: ContextVar[FactId | None] = ContextVar("caused_by", default=None)


@cache
def logger() -> Logger:
    """The structured logger. One line is one JSON object; secrets are never handed to it."""
    return Logger(service="lambdagram")


@cache
def metrics() -> Metrics:
    """Metrics in embedded metric format, namespace Lambdagram; dimension `service` is the stage's prefix."""
    return Metrics(namespace="Lambdagram", service=settings().prefix)


def count(name: str, value: float = 1, unit: MetricUnit = MetricUnit.Count, **dimensions: str) -> None:
    """Add to a metric; it leaves with the end of the invocation (`leave`)."""
    sink = metrics()
    for key, text in dimensions.items():
        sink.add_dimension(key, text)
    sink.add_metric(name, unit, value)


def enter(journey_id: str, cause: FactId | None = None, **keys: Any) -> None:
    """Start a unit of work: every line from here on carries these keys."""
    journey.set(journey_id)
    caused_by.set(cause)
    log = logger()
    log.clear_state()
    log.append_keys(journey=journey_id, **keys)


def leave() -> None:
    """End a unit of work: its metrics leave as one line of the log, from which CloudWatch takes them."""
    if metrics.cache_info().currsize and metrics().provider.metric_set:
        metrics().flush_metrics()
