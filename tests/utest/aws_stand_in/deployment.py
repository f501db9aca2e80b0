"""The stack `work` of a test, which templates create and change."""

import json
from collections.abc import Mapping
from typing import Any

from support.stand_in import Aws

Properties = Mapping[str, Any]
STACK = "work"


class Deployment:
    """Creates the stack, and changes it from then on.

    Args:
        aws: The account.
    """

    def __init__(self, aws: Aws) -> None:
        self._formation = aws.client("cloudformation")
        self._is_created = False

    def __call__(self, *, outputs: Properties | None = None, **resources: tuple[str, Properties]) -> str:
        """Deploy a template and return the status of the stack.

        Args:
            outputs: The template's outputs.
            resources: The type, without its `AWS::`, and the properties of each resource.
        """
        described = {
            name: {"Type": f"AWS::{kind}", "Properties": properties}
            for name, (kind, properties) in resources.items()
        }
        self.deploy({"Resources": described, "Outputs": outputs or {}})
        return self.status

    def deploy(self, template: Mapping[str, Any]) -> None:
        """Deploy a template."""
        work = self._formation.update_stack if self._is_created else self._formation.create_stack
        work(StackName=STACK, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"])
        self._is_created = True

    @property
    def status(self) -> str:
        return str(self._described()["StackStatus"])

    @property
    def outputs(self) -> dict[str, str]:
        return {one["OutputKey"]: one["OutputValue"] for one in self._described().get("Outputs", ())}

    @property
    def ids(self) -> dict[str, str]:
        """The physical ids of the resources, by logical id."""
        found = self._formation.describe_stack_resources(StackName=STACK)["StackResources"]
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}

    @property
    def reason(self) -> str:
        """Why the first resource that could not be created or changed has failed."""
        events = self._formation.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = (one for one in reversed(events) if one["ResourceStatus"].endswith("E_FAILED"))
        return str(next(failed)["ResourceStatusReason"])

    def delete(self) -> None:
        """Delete the stack."""
        self._formation.delete_stack(StackName=STACK)
        self._is_created = False

    def _described(self) -> Any:
        return self._formation.describe_stacks(StackName=STACK)["Stacks"][0]
