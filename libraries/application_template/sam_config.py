"""`samconfig.toml`, in which SAM's own command keeps the options of a deployment."""

import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from application_template.errors import TemplateError

FILE = "samconfig.toml"
SECTIONS = (("default", "global", "parameters"), ("default", "deploy", "parameters"))
LONG_FORM = ("ParameterKey=", ",ParameterValue=")


@dataclass(frozen=True, slots=True)
class SamConfig:
    """What a template's deployment says about the stack.

    Attributes:
        stack_name: The stack's name; None if nothing says it.
        parameters: Values of the template's parameters by name.
    """

    stack_name: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


def read_sam_config(folder: Path) -> SamConfig:
    """Read the file in the folder of a template; without one, nothing is set.

    Raises:
        TemplateError: It is not valid TOML, or an override of a parameter is not `Name=value`.
    """
    path = folder / FILE
    if not path.exists():
        return SamConfig()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateError(f"{path}: {error}") from None
    options: dict[str, Any] = {}
    for section in SECTIONS:
        options |= _section(content, section)
    return SamConfig(options.get("stack_name"), _overrides(options.get("parameter_overrides", ""), path))


def _section(content: Any, path: tuple[str, ...]) -> dict[str, Any]:
    for key in path:
        content = content.get(key, {}) if isinstance(content, dict) else {}
    return content if isinstance(content, dict) else {}


def _overrides(given: Any, path: Path) -> dict[str, str]:
    """Return parameters from one string, or from a list of strings, in the short form `Name=value` or in the long one."""
    parts = [
        part for text in (given if isinstance(given, list) else [given]) for part in shlex.split(str(text))
    ]
    return dict(_pair(part, path) for part in parts)


def _pair(part: str, path: Path) -> tuple[str, str]:
    key, value = LONG_FORM
    if part.startswith(key) and value in part:
        name, _, text = part.removeprefix(key).partition(value)
        return name, text
    name, equals, text = part.partition("=")
    if not equals or not name:
        raise TemplateError(f"{path}: parameter_overrides needs Name=value, got {part!r}")
    return name, text
