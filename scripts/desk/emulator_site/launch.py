"""Start the emulator with its known faults repaired. Runs on the emulator's own interpreter, with nothing of ours.

Each repair names the fault, and can be deleted when a test that needs it (tests/desk) passes without.
"""

import sys

from ministack.services import cloudformation
from ministack.services.cloudformation import provisioners


def keep_attributes_of_nested_resources() -> None:
    """Updating a nested stack forgot the attributes of its unchanged resources (MiniStack 1.5.33).

    `Fn::GetAtt` on them then failed: "Requested attribute Arn does not exist in schema", and the update rolled back.
    The parent's update hands the old attributes over; the nested one does not.
    """
    original, stacks = provisioners._update_resource, cloudformation._stacks

    def repaired(resource_type, physical_id, old, new, stack_name, logical_id=None, old_attrs=None):  # type: ignore[no-untyped-def]
        if old_attrs is None:
            resources = (stacks.get(stack_name) or {}).get("_resources", {})
            old_attrs = (resources.get(logical_id) or {}).get("Attributes")
        return original(resource_type, physical_id, old, new, stack_name, logical_id, old_attrs)

    provisioners._update_resource = repaired


def main() -> None:
    for repair in (keep_attributes_of_nested_resources,):
        try:
            repair()
        except AttributeError as changed:
            print(f"The emulator has changed; {repair.__name__} was left out: {changed}", file=sys.stderr)
    from ministack.app import main as serve

    serve()


main()
