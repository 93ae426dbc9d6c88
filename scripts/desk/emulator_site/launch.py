"""Start the emulator with its known faults repaired. Runs on the emulator's own interpreter, with nothing of ours.

Each repair names the fault, and can be deleted when a test that needs it (tests/desk) passes without.
"""

import hashlib
import sys
import tempfile
import threading
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime  # type: ignore[import-not-found]
from ministack.services import cloudformation, dynamodb  # type: ignore[import-not-found]
from ministack.services.cloudformation import provisioners  # type: ignore[import-not-found]


def keep_attributes_of_nested_resources() -> None:
    """Updating a nested stack forgot the attributes of its unchanged resources (MiniStack 1.5.33).

    `Fn::GetAtt` on them then failed: "Requested attribute Arn does not exist in schema", and the update rolled back.
    The parent's update hands the old attributes over; the nested one does not.
    """
    original, stacks = provisioners._update_resource, cloudformation._stacks  # noqa: SLF001 - there is no other door

    def repaired(
        resource_type: str,
        physical_id: str,
        old: dict[str, Any],
        new: dict[str, Any],
        stack_name: str,
        logical_id: str | None = None,
        old_attrs: dict[str, Any] | None = None,
    ) -> tuple[str, dict[str, Any]]:
        if old_attrs is None:
            resources = (stacks.get(stack_name) or {}).get("_resources", {})
            old_attrs = (resources.get(logical_id) or {}).get("Attributes")
        done: tuple[str, dict[str, Any]] = original(
            resource_type, physical_id, old, new, stack_name, logical_id, old_attrs
        )
        return done

    provisioners._update_resource = repaired  # noqa: SLF001


def share_extracted_layers() -> None:
    """Each worker of a function unpacked all its layers again: thousands of files, a second and 30 MB of disk each.

    A layer is unpacked once per run, and workers get a link to it. Functions never write below their layers.
    """
    alone = threading.Lock()

    class SharingZipFile(zipfile.ZipFile):
        def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
            if path is None or not Path(path).name.startswith("layer_") or self.filename is None:
                super().extractall(path, members, pwd)
                return
            digest = hashlib.sha256(Path(self.filename).read_bytes()).hexdigest()[:24]
            shared = Path(tempfile.gettempdir()) / "layers" / digest
            with alone:
                if not shared.exists():
                    partial = shared.with_suffix(".partial")
                    super().extractall(partial)
                    partial.rename(shared)
            Path(path).rmdir()
            Path(path).symlink_to(shared, target_is_directory=True)

    class Zipfile:
        ZipFile = SharingZipFile

        def __getattr__(self, name: str) -> Any:
            return getattr(zipfile, name)

    lambda_runtime.zipfile = Zipfile()


def read_expressions_once() -> None:
    """A query read its key condition again for each row of the partition: half of what the emulator worked (1.5.33).

    Both functions tell the same of the same text, and nothing changes the tokens that are handed out.
    """
    dynamodb._tokenize = lru_cache(4096)(dynamodb._tokenize)  # noqa: SLF001
    dynamodb._condition_syntax_error = lru_cache(4096)(dynamodb._condition_syntax_error)  # noqa: SLF001


def main() -> None:
    for repair in (keep_attributes_of_nested_resources, share_extracted_layers, read_expressions_once):
        try:
            repair()
        except AttributeError as changed:
            print(f"The emulator has changed; {repair.__name__} was left out: {changed}", file=sys.stderr)
    from ministack.app import main as serve  # type: ignore[import-not-found]

    serve()


main()
