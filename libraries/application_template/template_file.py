"""A template as the file has it: YAML with the short forms of intrinsic functions, or JSON."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from application_template.errors import TemplateError, at

TIMESTAMP = "tag:yaml.org,2002:timestamp"
STRING = "tag:yaml.org,2002:str"
WITHOUT_PREFIX = ("Ref", "Condition")
SECTIONS = frozenset(
    (
        *("AWSTemplateFormatVersion", "Conditions", "Description", "Globals", "Mappings", "Metadata"),
        *("Hooks", "Outputs", "Parameters", "Resources", "Rules", "Transform"),
    )
)

MAPPINGS = ("Conditions", "Globals", "Mappings", "Outputs", "Parameters")
"""The sections that are mappings and may be missing or empty."""

Template = dict[str, Any]


def read_template_file(path: Path) -> Template:
    """Read a template.

    Raises:
        TemplateError: There is no such file, it is neither YAML nor JSON, a key occurs twice, or it is not a template.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TemplateError(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TemplateError("cannot be read: it is not UTF-8") from None
    return _require_template(parse_template(text))


def parse_template(text: str) -> Any:
    """Return the value that YAML or JSON stands for, with short forms such as `!Ref X` written out as `{"Ref": "X"}`.

    Raises:
        TemplateError: The text is neither, or a key occurs twice.
    """
    with suppress(json.JSONDecodeError, RecursionError):
        return json.loads(text, object_pairs_hook=_without_duplicates)
    try:
        return yaml.load(text, _TemplateLoader)  # noqa: S506 - a safe loader with constructors for CloudFormation's tags
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise TemplateError(f"{line}{error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise TemplateError(f"is not valid YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise TemplateError("its values are nested too deeply") from None


def _require_template(value: Any) -> Template:
    if not isinstance(value, dict):
        raise TemplateError("is not a template: expected a mapping with Resources")
    unknown = [str(section) for section in value if section not in SECTIONS]
    if unknown:
        raise TemplateError(
            f"{unknown[0]} is not a section of a template; the sections are {', '.join(sorted(SECTIONS))}"
        )
    if not isinstance(value.get("Resources"), dict) or not value["Resources"]:
        raise TemplateError("Resources is missing or empty: a template needs at least one resource")
    for section in MAPPINGS:
        if not isinstance(value.get(section) or {}, dict):
            raise at((section,), "must be a mapping")
    return value


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise TemplateError(f"the key {key!r} occurs twice in the same object")
        result[key] = value
    return result


class _TemplateLoader(yaml.SafeLoader):
    """Reads dates and all keys as strings, since CloudFormation has no others, and refuses a key that occurs twice."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class has it
        first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        self._require_distinct_keys(node)
        self.flatten_mapping(node)  # keys that come from an anchor are strings as well
        _make_keys_strings(node)
        return super().construct_mapping(node, deep)

    def _require_distinct_keys(self, node: yaml.MappingNode) -> None:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
                continue
            if key.value in seen:
                line = key.start_mark.line + 1
                raise TemplateError(f"line {line}: the key {key.value!r} occurs twice in the same mapping")
            seen.add(key.value)

    def construct_function(self, suffix: str, node: yaml.Node) -> dict[str, Any]:
        """Write out the short form of an intrinsic function."""
        argument = self._argument(node)
        if suffix == "GetAtt" and isinstance(argument, str):
            argument = argument.split(".", 1)
        return {suffix if suffix in WITHOUT_PREFIX else f"Fn::{suffix}": argument}

    def _argument(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self.construct_scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return self.construct_sequence(node, deep=True)
        return self.construct_mapping(node, deep=True)  # type: ignore[arg-type]


def _make_keys_strings(node: yaml.MappingNode) -> None:
    """Let keys such as the id of an account be strings, exactly as they are written."""
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            key.tag = STRING


_TemplateLoader.add_multi_constructor("!", _TemplateLoader.construct_function)
