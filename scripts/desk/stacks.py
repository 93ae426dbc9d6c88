"""One CloudFormation stack: create or update it, tell its progress per resource, name the reason of a failure."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from desk.terminal import DeskError, Say

NESTED = "AWS::CloudFormation::Stack"
_BROKEN = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"}
_STANDING = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
_CONSEQUENCES = ("cancelled", "The following resource(s) failed", "was not successfully", "Embedded stack")


class Stack:
    """A stack by name. `patience` is the pause between looks, in seconds."""

    def __init__(self, cloudformation: Any, name: str, *, patience: float, speak: Say) -> None:
        self._cloudformation = cloudformation
        self._name = name
        self._patience = patience
        self._speak = speak
        self._told: set[str] = set()
        self._earlier: set[str] = set()  # events of earlier changes

    def exists(self) -> bool:
        return self._describe() is not None

    def stands(self) -> bool:
        """True when the last change to it went well."""
        return (self._describe() or {}).get("StackStatus") in _STANDING - {"UPDATE_ROLLBACK_COMPLETE"}

    def outputs(self) -> dict[str, str]:
        rows = (self._describe() or {}).get("Outputs", [])
        return {row["OutputKey"]: row["OutputValue"] for row in rows}

    def parameters(self) -> dict[str, str]:
        """What it was made with last; secret ones (NoEcho) are left out. Empty when there is no such stack."""
        rows = (self._describe() or {}).get("Parameters", [])
        return {row["ParameterKey"]: row["ParameterValue"] for row in rows if set(row["ParameterValue"]) != {"*"}}

    def apply(self, template_url: str, parameters: Mapping[str, str]) -> bool:
        """Create or update, and wait. False when there was nothing to change. DeskError tells the first failure."""
        there = self._describe()
        if there and there["StackStatus"] in _BROKEN:
            self._speak(f"  {self._name} is left over from a failed creation; deleting it first")
            self.delete()
            there = None
        if there and there["StackStatus"].endswith("_IN_PROGRESS"):
            self._speak(f"  another change to {self._name} is under way; waiting for it")
            self._wait(self._name)
        if there and there["StackStatus"] == "UPDATE_ROLLBACK_FAILED":
            self._speak(f"  {self._name} is left over from a failed rollback; ending that first")
            self._cloudformation.continue_update_rollback(StackName=self._name)
            self._wait(self._name)
        self._look_away(self._name)
        asked: dict[str, Any] = {
            "StackName": self._name,
            "TemplateURL": template_url,
            "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        }
        try:
            if there:
                self._cloudformation.update_stack(**asked)
            else:
                self._cloudformation.create_stack(**asked)
        except ClientError as refused:
            if "No updates are to be performed" in str(refused):
                return False
            raise DeskError(f"CloudFormation refuses {self._name}: {refused.response['Error']['Message']}") from None
        status = self._wait(self._name)
        if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            raise DeskError(f"{self._name} ended as {status}. The first failure:\n{self.first_failure()}")
        return True

    def delete(self) -> None:
        """Delete and wait; DeskError names what could not be deleted."""
        there = self._describe()
        if there is None:
            return
        stack_id = there["StackId"]
        self._look_away(stack_id)
        self._cloudformation.delete_stack(StackName=stack_id)
        status = self._wait(stack_id)
        if status not in {"DELETE_COMPLETE", ""}:
            raise DeskError(f"{self._name} ended as {status}. The first failure:\n{self.first_failure()}")

    def resources(self, stack_id: str | None = None) -> list[dict[str, str]]:
        """Every resource of this stack and of those nested in it: logical, physical, type, stack (its id)."""
        found = []
        pages = self._cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack_id or self._name)
        for page in pages:
            for row in page.get("StackResourceSummaries", []):
                physical = row.get("PhysicalResourceId", "")
                if row["ResourceType"] == NESTED and physical:
                    found += self.resources(physical)
                found.append(
                    {
                        "logical": row["LogicalResourceId"],
                        "physical": physical,
                        "type": row["ResourceType"],
                        "stack": stack_id or self._name,
                    }
                )
        return found

    def first_failure(self) -> str:
        """The earliest failed resource and its reason, looked for in nested stacks too; not what followed from it."""
        failed = [
            event
            for stack_id in self._family(self._name)
            for event in self._events(stack_id)
            if event["ResourceStatus"].endswith("_FAILED") and event["EventId"] not in self._earlier
        ]
        failed.sort(key=lambda event: event["Timestamp"])
        causes = [
            event
            for event in failed
            if not any(word in event.get("ResourceStatusReason", "") for word in _CONSEQUENCES)
            and not (event["ResourceType"] == NESTED and len(failed) > 1)
        ]
        for event in causes or failed:
            where = f"{event['StackName']} / {event['LogicalResourceId']} ({event['ResourceType']})"
            return f"  {where}: {event.get('ResourceStatusReason') or 'no reason given'}"
        return f"  {(self._describe() or {}).get('StackStatusReason', 'CloudFormation gives no reason')}"

    def _describe(self, name: str | None = None) -> dict[str, Any] | None:
        try:
            stacks = self._cloudformation.describe_stacks(StackName=name or self._name)["Stacks"]
        except ClientError as refused:
            if "does not exist" in str(refused):
                return None
            raise
        live = [row for row in stacks if row["StackStatus"] != "DELETE_COMPLETE"] or (stacks if name else [])
        return live[0] if live else None

    def _wait(self, name: str) -> str:
        while True:
            row = self._describe(name)
            status: str = row["StackStatus"] if row else ""
            self._tell(name)
            if not status.endswith("_IN_PROGRESS"):
                return status
            time.sleep(self._patience)

    def _look_away(self, name: str) -> None:
        """What has happened so far is no news."""
        for stack_id in self._family(name):
            self._earlier |= {event["EventId"] for event in self._events(stack_id)}
        self._told |= self._earlier

    def _tell(self, name: str) -> None:
        for stack_id in self._family(name):
            for event in reversed(self._events(stack_id)):
                if event["EventId"] in self._told:
                    continue
                self._told.add(event["EventId"])
                status = event["ResourceStatus"]
                if status.endswith(("_COMPLETE", "_FAILED")) and event["LogicalResourceId"] != event["StackName"]:
                    reason = event.get("ResourceStatusReason", "") if status.endswith("_FAILED") else ""
                    kind = event["ResourceType"].removeprefix("AWS::")
                    self._speak(f"  {status.lower():<16} {event['LogicalResourceId']}  {kind}  {reason}".rstrip())

    def _family(self, name: str) -> list[str]:
        """The stack and its nested ones, found through their events (they may still be in the making)."""
        family, seen = [name], {name}
        for stack_id in family:
            for event in self._events(stack_id):
                child = event.get("PhysicalResourceId", "")
                nested = event["ResourceType"] == NESTED and ":stack/" in child and child != event.get("StackId")
                if nested and child not in seen:
                    seen.add(child)
                    family.append(child)
        return family

    def _events(self, stack_id: str) -> list[dict[str, Any]]:
        """Newest first; empty when there is no such stack."""
        try:
            pages = self._cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack_id)
            return [event for page in pages for event in page["StackEvents"]]
        except ClientError:
            return []
