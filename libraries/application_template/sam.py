"""The expansion of SAM's resource types, by AWS's own translator."""

import logging
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from application_template.errors import TemplateError


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
    region = SimpleNamespace(region_name=parameters["AWS::Region"])
    try:
        return dict(
            Translator({}, Parser(), boto_session=region).translate(
                template, dict(parameters), passthrough_metadata=True, get_managed_policy_map=dict
            )
        )
    except InvalidDocumentException as error:
        raise TemplateError("; ".join(_one_line(cause.message) for cause in error.causes)) from None


def _one_line(message: str) -> str:
    return " ".join(message.split())
