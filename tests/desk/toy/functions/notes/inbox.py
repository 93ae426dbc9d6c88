"""Takes messages and prints them."""

import sys
from typing import Any


def app(event: dict[str, Any], context: object) -> dict[str, Any]:
    for record in event["Records"]:
        sys.stderr.write(f"message {record['body']}\n")
    return {"batchItemFailures": []}
