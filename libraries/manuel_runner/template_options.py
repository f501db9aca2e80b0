"""The options of commands that start an application from its template."""

import argparse
from pathlib import Path
from typing import Any

from application_template.errors import TemplateError
from manuel_stack.info import REGION
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.settings import Settings

SOME_ACCOUNT = "000000000000"
"""Stands for the account that the stack will have."""

OPTIONS = {
    "template_parameters": "--parameter",
    "template_imports": "--import",
    "template_python": "--python",
    "template_limits_memory": "--limit-memory",
}
"""The option that sets each setting."""


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
        help="a parameter of the template; overrides samconfig.toml next to it",
    )
    group.add_argument(
        "--import",
        dest="imports",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what another stack exports and the template imports by Fn::ImportValue, or what {{resolve:NAME}} stands for",
    )
    group.add_argument(
        "--python",
        metavar="FILE",
        help="the interpreter of the template's Python functions (by default of the version that their Runtime names)",
    )
    group.add_argument(
        "--limit-memory",
        action="store_true",
        help="kill a function of the template that uses more memory than its MemorySize",
    )


def template_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of the template, unless none is named.

    Raises:
        ConfigurationError: A parameter or import is not NAME=VALUE, or an option belongs to a template that is not named.
    """
    given = {
        "template_parameters": dict(_pair("--parameter", text) for text in options.parameter),
        "template_imports": dict(_pair("--import", text) for text in options.imports),
        "template_python": options.python,
        "template_limits_memory": options.limit_memory,
    }
    if options.template is None:
        if strange := [OPTIONS[name] for name, value in given.items() if value]:
            raise ConfigurationError(f"{strange[0]} is for --template: name the template too")
        return {}
    return {
        "template": str(options.template.resolve()),
        **{name: value for name, value in given.items() if value is not None},
    }


def require_template(settings: Settings) -> None:
    """Read the template that the settings name, if any, check it as far as is possible, and install what its functions need.

    Raises:
        ConfigurationError: It is wrong or cannot run here, or packages cannot be installed.
    """
    if settings.template is None:
        return
    from serverless_application.packages import install_packages
    from serverless_application.preparation import TemplateSource

    path = Path(settings.template).resolve()
    source = TemplateSource(path, settings.template_parameters, settings.template_imports)
    try:
        application, _ = source.read(SOME_ACCOUNT, REGION)
        install_packages(application, settings.template_python)
    except TemplateError as error:
        raise ConfigurationError(str(error)) from None


def _pair(option: str, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ConfigurationError(f"{option} needs NAME=VALUE, got {text!r}")
    return name, value
