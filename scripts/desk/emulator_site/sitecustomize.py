"""Python runs this at start-up in the emulator and in every function that the emulator starts.

The emulator runs functions with its own interpreter, so a function would see the emulator's packages (boto3, pydantic,
cryptography, ...) and a package missing in a layer would go unnoticed until the cloud. In a function's process this
module takes them away: what remains is the standard library, the function's zip and its layers, as in Lambda. (Lambda's
own runtime also carries a boto3; ours comes from the layer, so that its version is pinned.)

It also refuses the emulator's own `import botocore` in front of the handler: that import only serves the detection of
recursive calls, and would cost every cold start 150 ms and 20 MB that the cloud does not charge.
"""

# ruff: noqa: PTH100, PTH119, PTH120 - pathlib would cost each function's start more than all of this
import os
import sys
from types import FrameType


def _is_function() -> bool:
    return len(sys.orig_argv) > 1 and os.path.basename(sys.orig_argv[1]) == "_worker.py"


class _NoBotocoreForTheEmulator:
    """Stands first in the import system until the emulator has asked for botocore."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:  # noqa: ARG002 - Python's names
        if name != "botocore":
            return
        sys.meta_path.remove(self)
        frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - who asks?
        while frame is not None:
            if frame.f_code.co_name == "_ms_install_invoke_depth":
                raise ImportError("functions import botocore only when they use it")
            frame = frame.f_back


if _is_function():
    _here = os.path.dirname(os.path.abspath(__file__))
    _strange = ("site-packages", "dist-packages", _here)
    sys.path[:] = [entry for entry in sys.path if not entry.endswith(_strange)]
    os.environ.pop("PYTHONPATH", None)
    sys.dont_write_bytecode = True  # the extracted zips are thrown away
    sys.meta_path.insert(0, _NoBotocoreForTheEmulator())
