"""Writes which properties the resources of a template have, from CloudFormation's registry, of which cfn-lint has a copy.

`python tests/resource_schemas.py` writes it again, after an update of cfn-lint or for a new type of resource.
"""

import json
from collections.abc import Iterable
from typing import Any

from serverless_application.creators import CREATORS
from serverless_application.property_checks import SCHEMAS

REGION = "us-east-1"
KEPT = frozenset(
    (
        "$ref",
        "additionalProperties",
        "definitions",
        "items",
        "patternProperties",
        "properties",
        "type",
    )
)
NAMED = frozenset(("definitions", "patternProperties", "properties"))
SCALARS = frozenset(("boolean", "integer", "number", "string"))
ANY_SCALAR = ("boolean", "number", "string")
"""CloudFormation takes a number as a string, and a string that is one as a number."""


def schemas() -> dict[str, Any]:
    """Return what a resource's properties look like, by its type."""
    return {kind: _schema(kind) for kind in sorted(CREATORS) if kind.startswith("AWS::")}


def write() -> None:
    """Write the schemas, with a line for each type, so that a difference can be read."""
    lines = (
        f"{json.dumps(kind)}: {json.dumps(schema, sort_keys=True)}" for kind, schema in schemas().items()
    )
    SCHEMAS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _schema(kind: str) -> Any:
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema
    settable = _without(schema["properties"], schema.get("readOnlyProperties", ()))
    return _shape({**schema, "properties": settable})


def _without(properties: dict[str, Any], read_only: Iterable[str]) -> dict[str, Any]:
    unsettable = {path.removeprefix("/properties/") for path in read_only}
    return {name: schema for name, schema in properties.items() if name not in unsettable}


def _shape(schema: Any) -> Any:
    """Return the part of a schema that says of which kind values are, and not which values are allowed."""
    if isinstance(schema, list):
        return [_shape(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: value for name, value in schema.items() if name in KEPT}
    return {
        name: {key: _shape(item) for key, item in value.items()}
        if name in NAMED
        else _kinds(value)
        if name == "type"
        else _shape(value)
        for name, value in kept.items()
    }


def _kinds(kinds: str | list[str]) -> list[str]:
    named = {kinds} if isinstance(kinds, str) else set(kinds)
    return sorted(named - SCALARS | (set(ANY_SCALAR) if named & SCALARS else set()))


if __name__ == "__main__":
    write()
