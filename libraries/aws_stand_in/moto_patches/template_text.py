"""The text of a template, in YAML or JSON, as CloudFormation reads it."""

import json
from typing import Any

import yaml
from moto.cloudformation.utils import yaml_tag_constructor
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from application_template.template_file import TIMESTAMP


def parsed_template(text: str) -> Any:
    """Return what a template says, with short forms such as `!Ref X` written out as `{"Ref": "X"}`.

    Raises:
        yaml.YAMLError: It is not YAML.
        ValueError: It is neither YAML nor JSON.
    """
    try:
        return yaml.load(text, _TemplateLoader)  # noqa: S506 - a safe loader with constructors for CloudFormation's tags
    except (ParserError, ScannerError):
        return json.loads(text)


class _TemplateLoader(yaml.SafeLoader):
    """Reads dates as strings, since CloudFormation has none."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class has it
        first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _long_form(loader: Any, tag: str, node: Any) -> Any:
    """Return what a tag of YAML stands for."""
    if tag != "!GetAtt":
        return yaml_tag_constructor(loader, tag, node)
    return {"Fn::GetAtt": loader.construct_sequence(node) if isinstance(node.value, list) else node.value}


_TemplateLoader.add_multi_constructor("", _long_form)
