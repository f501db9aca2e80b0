"""The expansion of SAM's resource types, by AWS's own translator."""

import logging
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from application_template.errors import TemplateError

NOT_IMITATED = {
    "AWS::Serverless::Application": "AWS::CloudFormation::Stack",
    "AWS::Serverless::GraphQLApi": "AWS::AppSync::GraphQLApi",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
}
"""Types that are not expanded, since nothing of them can run here, with those that they stand for."""


def expand_sam(template: dict[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a template whose resources are CloudFormation's.

    Args:
        template: A template with resources such as `AWS::Serverless::Function`, whose code is in S3.
        parameters: The values of parameters and pseudo-parameters.

    Raises:
        TemplateError: SAM would not accept it.
    """
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    resources = {name: _unexpanded(resource) for name, resource in template["Resources"].items()}
    region = SimpleNamespace(region_name=parameters["AWS::Region"])
    try:
        return dict(
            Translator({}, Parser(), boto_session=region).translate(
                {**template, "Resources": resources},
                dict(parameters),
                passthrough_metadata=True,
                get_managed_policy_map=dict,
            )
        )
    except InvalidDocumentException as error:
        raise TemplateError("; ".join(_one_line(cause.message) for cause in error.causes)) from None


def _unexpanded(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a resource of a type that is not imitated without what SAM would look for, such as files in S3."""
    if resource["Type"] not in NOT_IMITATED:
        return resource
    return {**resource, "Type": NOT_IMITATED[resource["Type"]], "Properties": {}}


def _one_line(message: str) -> str:
    return " ".join(message.split())
