"""The expansion of SAM's resource types, by AWS's own translator."""

import logging
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from application_template.errors import TemplateError
from application_template.nested_stacks import NESTED_STACK

NOT_IMITATED = {
    "AWS::Serverless::GraphQLApi": "AWS::AppSync::GraphQLApi",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
}
"""Types that are not expanded, since nothing of them can run here, with those that they stand for."""
APPLICATION, FUNCTION = "AWS::Serverless::Application", "AWS::Serverless::Function"


def expand_sam(template: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a template whose resources are CloudFormation's.

    Args:
        template: A template with resources such as `AWS::Serverless::Function`, whose code is in S3.
        parameters: The values of parameters and pseudo-parameters, which SAM may write into the template. What refers to another
            parameter stays as it is.

    Raises:
        TemplateError: SAM would not accept it.
    """
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    resources = {name: _unexpanded(resource) for name, resource in template["Resources"].items()}
    region = SimpleNamespace(region_name=parameters["AWS::Region"])
    declared = template.get("Parameters") or {}
    known = {name: declaration for name, declaration in declared.items() if name in parameters}
    try:
        expanded = Translator({}, Parser(), boto_session=region).translate(
            {**template, "Resources": resources, "Parameters": known},
            dict(parameters),
            passthrough_metadata=True,
            get_managed_policy_map=dict,
        )
    except InvalidDocumentException as error:
        raise TemplateError("; ".join(_one_line(cause.message) for cause in error.causes)) from None
    return {**expanded, "Parameters": declared}


def _unexpanded(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a resource of a type that is not imitated without what SAM would look for, such as files in S3.

    An application is a nested stack already, and a function has an image if it needs one.
    """
    if resource["Type"] == APPLICATION:
        return _as_nested_stack(resource)
    if resource["Type"] == FUNCTION:
        return _with_image(resource)
    if resource["Type"] not in NOT_IMITATED:
        return resource
    return {**resource, "Type": NOT_IMITATED[resource["Type"]], "Properties": {}}


def _with_image(function: dict[str, Any]) -> dict[str, Any]:
    """Return a function that SAM accepts although `sam build` has not made its container image yet."""
    properties = function.get("Properties") or {}
    if properties.get("PackageType") != "Image":
        return function
    return {**function, "Properties": {"ImageUri": "not-built:latest", **properties}}


def _as_nested_stack(application: dict[str, Any]) -> dict[str, Any]:
    properties = application.get("Properties") or {}
    return {
        **application,
        "Type": NESTED_STACK,
        "Properties": {
            "TemplateURL": properties.get("Location"),
            "Parameters": properties.get("Parameters") or {},
        },
    }


def _one_line(message: str) -> str:
    return " ".join(message.split())
