"""Starts the erasure of accounts whose grace is over.

An execution has a name of its account and day, so it is started once a day, and one that failed is taken up the next
day where it stopped: its steps find what is left.
"""

from identity import reads
from kernel import clock
from kernel.ids import PersonId
from kit import telemetry
from kit.consumers import Schedule
from kit.settings import settings
from kit.wire import WireError, client

app = Schedule("leaving-due")

MOST = 100
"""Accounts that one run starts; the oldest come first."""


@app.every("rate(1 hour)")
def start_due() -> None:
    """Start what is due."""
    for account in reads.leaving_due(clock.now(), MOST):
        start(account)


def start(account: PersonId) -> None:
    """Start one erasure, unless it was started today."""
    request = {
        "stateMachineArn": settings().erasure,
        "name": f"{account}-{clock.now():%Y%m%d}",
        "input": f'{{"account": "{account}"}}',
    }
    try:
        client("states").call("StartExecution", request)
    except WireError as error:
        if "ExecutionAlreadyExists" not in str(error):
            raise
        return
    telemetry.count("ErasuresStarted")
