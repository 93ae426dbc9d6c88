"""Start the emulator with its known faults repaired. Runs on the emulator's own interpreter, with nothing of ours.

Each repair names the fault, and can be deleted when a test that needs it (tests/desk) passes without.
"""

import sys
from typing import Any

from ministack.services import cloudformation  # type: ignore[import-not-found]
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


def main() -> None:
    for repair in (keep_attributes_of_nested_resources,):
        try:
            repair()
        except AttributeError as changed:
            print(f"The emulator has changed; {repair.__name__} was left out: {changed}", file=sys.stderr)
    from ministack.app import main as serve  # type: ignore[import-not-found]

    serve()


main()
