"""`AWS::Include`: parts of a template in files of their own, and the macros that cannot run here."""

from pathlib import Path
from typing import Any

from application_template.errors import TemplateError, at
from application_template.template_file import parse_template

SERVERLESS = "AWS::Serverless-2016-10-31"
LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"
INCLUDE = "AWS::Include"


def transforms_of(template: dict[str, Any]) -> list[Any]:
    """Return the macros in the section Transform, in their order."""
    section = template.get("Transform", [])
    return section if isinstance(section, list) else [section]


def require_known_transforms(template: dict[str, Any]) -> None:
    """Require that a template needs no macro that runs in AWS.

    Raises:
        TemplateError: It does.
    """
    for transform in transforms_of(template):
        name = transform.get("Name") if isinstance(transform, dict) else transform
        if name not in (SERVERLESS, LANGUAGE_EXTENSIONS, INCLUDE):
            raise at(("Transform",), f"the macro {name!r} runs in AWS and cannot be imitated")


def include_files(value: Any, folder: Path) -> Any:
    """Return a value with each `Fn::Transform` of `AWS::Include` replaced by the file that it names.

    Raises:
        TemplateError: The file is in S3 or cannot be read.
    """
    if isinstance(value, list):
        return [include_files(item, folder) for item in value]
    if not isinstance(value, dict):
        return value
    included = _included(value.get("Fn::Transform"), folder)
    rest = {key: item for key, item in value.items() if not (key == "Fn::Transform" and included is not None)}
    return {**(included or {}), **{key: include_files(item, folder) for key, item in rest.items()}}


def _included(transform: Any, folder: Path) -> dict[str, Any] | None:
    if not isinstance(transform, dict) or transform.get("Name") != INCLUDE:
        return None
    location = transform.get("Parameters", {}).get("Location")
    content = read_local_file(location, folder, "AWS::Include")
    if not isinstance(content, dict):
        raise TemplateError(f"{location}: a part to include must be a mapping")
    return dict(include_files(content, folder))


def read_local_file(location: Any, folder: Path, what: str) -> Any:
    """Return the value of a YAML or JSON file next to a template.

    Raises:
        TemplateError: It is not a local file, or cannot be read.
    """
    if not isinstance(location, str) or location.startswith(("s3://", "https://")):
        raise TemplateError(f"{what} {location!r} is not a local file: download it and name its path")
    try:
        return parse_template((folder / location).read_text(encoding="utf-8"))
    except OSError as error:
        raise TemplateError(f"{what} {location!r} cannot be read: {error.strerror}") from None
    except TemplateError as error:
        raise TemplateError(f"{location}: {error}") from None
