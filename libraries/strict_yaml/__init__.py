"""YAML in which no key of a mapping occurs twice, where PyYAML takes the last one."""

from collections.abc import Hashable
from contextlib import suppress
from typing import Any

import yaml

DEEPEST = 100
"""How many mappings and lists may be inside each other; in the contract it is twelve."""

_EVENTS = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def parse_yaml(text: str) -> Any:
    """Parse YAML with PyYAML's safe loader.

    Raises:
        yaml.YAMLError: The text is not such YAML; a `MarkedYAMLError` says where.
        RecursionError: It is nested too deeply: more than `DEEPEST`.

    Example:
        >>> parse_yaml("limit: 1")
        {'limit': 1}
    """
    _require_few_levels(text)
    return yaml.load(text, _UniqueKeysLoader)  # noqa: S506 - a safe loader


def _require_few_levels(text: str) -> None:
    """Fail for deep nesting at once, for which PyYAML's own scanner takes a second; what is malformed it says better.

    Raises:
        RecursionError: It is nested too deeply.
    """
    levels = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=_EVENTS):
            levels += _step(event)
            if levels > DEEPEST:
                raise RecursionError(f"more than {DEEPEST} mappings and lists are inside each other")


def describe_yaml_error(error: yaml.YAMLError) -> str:
    """Return in one line what is wrong with YAML, and where."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"malformed YAML on line {error.problem_mark.line + 1}: {error.problem}"
    return f"malformed: {error}"


def _step(event: yaml.Event) -> int:
    return isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


class _UniqueKeysLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return the mapping of a node.

        Raises:
            MarkedYAMLError: A key occurs twice.
        """
        seen: set[str] = set()
        for key in _scalar_keys(node):
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"key {key.value[:100]!r} occurs twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _scalar_keys(node: yaml.Node) -> list[yaml.ScalarNode]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [key for key, _ in pairs if isinstance(key, yaml.ScalarNode)]
