"""The options of commands that start an application from its template."""

import argparse
from pathlib import Path
from typing import Any

from application_template.errors import TemplateError
from manuel_stack.process import REGION
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings

SOME_ACCOUNT = "000000000000"
"""Stands for the account that the stack will have."""


def add_template_arguments(group: argparse._ActionsContainer) -> None:
    """Add `--template` and what belongs to it."""
    group.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help="a SAM or CloudFormation template whose functions are started, instead of the reference backend",
    )
    group.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the template; overrides samconfig.toml beside it",
    )


def template_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings `template` and `template_parameters`, unless no template is named.

    Raises:
        ConfigurationError: A parameter is not NAME=VALUE.
    """
    parameters = dict(_pair(text) for text in options.parameter)
    if options.template is None:
        if parameters:
            raise ConfigurationError("--parameter is for --template: name the template too")
        return {}
    return {"template": str(options.template.resolve()), "template_parameters": parameters}


def require_template(settings: Settings) -> None:
    """Read the template that the settings name, if any, check it as far as is possible, and install what its functions need.

    Raises:
        ConfigurationError: It is wrong or cannot run here, or packages cannot be installed.
    """
    if settings.template is None:
        return
    from serverless_application.packages import install_packages
    from serverless_application.preparation import TemplateSource

    source = TemplateSource(Path(settings.template), settings.template_parameters)
    try:
        application, _ = source.read(SOME_ACCOUNT, REGION)
        install_packages(application)
    except TemplateError as error:
        raise ConfigurationError(str(error)) from None


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ConfigurationError(f"--parameter needs NAME=VALUE, got {text!r}")
    return name, value
