"""Says what its process sees."""

import importlib.util
import json
import os
import sys


def app(event, context):
    from greeting import word

    print("a line, so that the emulator does not wait for one")
    seen = {
        "says": f"{os.environ['GREETING']} {word.WORD}",
        "boto3": importlib.util.find_spec("boto3") is not None,
        "botocore loaded": "botocore" in sys.modules,
        "path": sys.path,
        "environ": sorted(os.environ),
        "bytecode": word.__cached__ is not None and os.path.exists(word.__cached__),
    }
    return {"statusCode": 200, "body": json.dumps(seen)}
