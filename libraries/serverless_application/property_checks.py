"""Whether a resource has the properties of its type, and values of the right kind in them.

`resources.schema.json` is the part of CloudFormation's own schemas that says which properties there are. Which are needed, and
which values they take, the services say when the resource is created.

Source: AWS CloudFormation registry, schemas of resource types.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from field_comparison.suggestions import did_you_mean

if TYPE_CHECKING:
    import jsonschema_rs

SCHEMAS = Path(__file__).with_name("resources.schema.json")
KINDS = {"array": "a list", "object": "a mapping"}
SCALAR = "a single value"


def require_properties(resource: TemplateResource) -> None:
    """Require that a resource has only properties of its type, and values of the right kind in them.

    Raises:
        TemplateError: It does not; the message names the property.
    """
    validator = _validator(resource.type)
    if validator is None:
        return
    for error in validator.iter_errors(resource.properties):
        raise TemplateError(_message(error, resource.type))


@cache
def _schemas() -> dict[str, Any]:
    return dict(json.loads(SCHEMAS.read_text(encoding="utf-8")))


@cache
def _validator(kind: str) -> "jsonschema_rs.Draft7Validator | None":
    from jsonschema_rs import Draft7Validator

    schema = _schemas().get(kind)
    return None if schema is None else Draft7Validator(schema)


def _message(error: "jsonschema_rs.ValidationError", kind: str) -> str:
    place = "/".join(map(str, error.instance_path))
    wrong = error.kind.as_dict()
    if "unexpected" in wrong:
        return _unknown(wrong["unexpected"][0], place or kind, _schema_at(kind, error.schema_path))
    return f"{place} must be {_any_of(wrong['types'])}, not {_named(error.instance)}"


def _unknown(name: str, owner: str, schema: Mapping[str, Any]) -> str:
    known = list(schema.get("properties", {}))
    patterns = [*schema.get("patternProperties", {})]
    if patterns and not known:
        return f"{owner} cannot have {name!r}: a name in it has the form {' or '.join(patterns)}"
    hint = did_you_mean(name, known) or f" It can have {', '.join(sorted(known))}."
    return f"{owner} has no property {name!r}.{hint}"


def _schema_at(kind: str, keyword: list[str | int]) -> dict[str, Any]:
    """Return the part of a schema that another keyword in it is of."""
    part = _schemas()[kind]
    for step in keyword[:-1]:
        part = part[step]
    return dict(part)


def _any_of(kinds: Iterable[str]) -> str:
    return " or ".join(sorted({KINDS.get(kind, SCALAR) for kind in kinds}))


def _named(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list | dict):
        return KINDS["array" if isinstance(value, list) else "object"]
    return repr(value)
