"""The template that a request submits, with the values of its parameters and its tags.

Source: AWS CloudFormation API reference, "CreateStack", "UpdateStack" and "CreateChangeSet".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.cloudformation import models

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.overlays.cloudformation import stack_parameters, templates

_WITHOUT_RESOURCES = ("AWSTemplateFormatVersion", "Description", "Metadata", "Parameters")
"""The sections of a template that cannot be changed alone."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A template and its parameters.

    Attributes:
        text: The template as it was submitted.
        template: The template.
        parameters: The value of each of its parameters.
        tags: The tags; None if the request says nothing of them.
    """

    text: str
    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    tags: Mapping[str, str] | None

    def changes(self, stack: Any) -> bool:
        """Return whether it differs from what a stack has."""
        return (
            _substance(self.template) != _substance(models.Stack.parse_template(stack.template))
            or dict(self.parameters) != dict(stack.parameters)
            or (self.tags is not None and dict(self.tags) != dict(stack.tags))
        )


def submission_of(request: AwsRequest, stack: Any = None, *, expanded: bool = False) -> Submission:
    """Return what a request submits.

    Args:
        request: The request.
        stack: The stack that it is for; None for a new one.
        expanded: Whether macros are expanded without being acknowledged.

    Raises:
        AwsError: The template or a parameter is wrong, or a capability is missing.
    """
    given = request.parameters
    text = templates.text_of(request, stack)
    template = templates.read(text)
    templates.require_capabilities(template, given.get("Capabilities", ()), expanded=expanded)
    values = stack_parameters.values(
        template.get("Parameters") or {}, given.get("Parameters", ()), stack.parameters if stack else {}
    )
    tags = {one["Key"]: one["Value"] for one in given["Tags"]} if "Tags" in given else None
    return Submission(text, template, values, tags)


def _substance(template: Any) -> dict[str, Any]:
    return {name: part for name, part in template.items() if name not in _WITHOUT_RESOURCES}
