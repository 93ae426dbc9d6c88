"""What every test gets: no account, no region of this machine, and long gates only when asked for."""

import os
import re

import pytest

SAFE = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "LIMITS": "off",  # tests come from one address and in a hurry; tests/kit/test_limits.py turns them on
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",  # moto does not answer on account hosts
}
FRESH_ID = re.compile(r"0[0-9a-hjkmnp-tv-z]{25}", re.IGNORECASE)
UNSAFE = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ENDPOINT_URL")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run the long gates (marked full)")


def pytest_configure(config: pytest.Config) -> None:
    """Nothing that a test does can reach a real account, whatever the shell is signed in to."""
    os.environ.update(SAFE)
    for name in UNSAFE:
        os.environ.pop(name, None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of cases are the same in every process, also of cases with a fresh id in them."""
    return FRESH_ID.sub("<id>", val) if isinstance(val, str) and FRESH_ID.search(val) else None
