"""Says what its process sees."""

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any


def app(event: dict[str, Any], context: object) -> dict[str, Any]:
    from greeting import word

    sys.stderr.write("a line, so that the emulator does not wait for one\n")
    seen = {
        "says": f"{os.environ['GREETING']} {word.WORD}",
        "boto3": importlib.util.find_spec("boto3") is not None,
        "botocore loaded": "botocore" in sys.modules,
        "path": sys.path,
        "environ": sorted(os.environ),
        "bytecode": word.__cached__ is not None and Path(word.__cached__).exists(),
    }
    return {"statusCode": 200, "body": json.dumps(seen)}
