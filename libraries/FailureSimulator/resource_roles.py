"""Tables and buckets in rules: by their role in Manuel (`usage`), or by their deployed name."""

from collections.abc import Callable, Mapping
from typing import Any

KINDS = ("table", "bucket")
"""The options of rules that name a resource."""

DeployedName = Callable[[str, str], str]
"""Returns the deployed name for a kind of resource and a role; any other name is returned unchanged."""


def with_deployed_names(rule: Mapping[str, Any], deployed_name: DeployedName) -> dict[str, Any]:
    """Return a rule with deployed names in place of roles."""
    names = {kind: _listed(rule[kind]) for kind in KINDS if rule.get(kind)}
    return {**rule, **{kind: [deployed_name(kind, name) for name in names[kind]] for kind in names}}


def _listed(names: Any) -> list[str]:
    return [name.strip() for name in (names.split(",") if isinstance(names, str) else names)]
