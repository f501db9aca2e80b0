"""A keyword for JSON schemas: an integer is written as one, without a fraction.

JSON Schema takes `5.0` for an integer (draft 2020-12, section 6.1.1), which many clients do not.
"""

from typing import Any

WRITTEN_AS_INTEGER = "x-written-as-integer"


class WrittenAsInteger:
    """The check of one value against the keyword, as jsonschema-rs calls it."""

    def __init__(self, parent: dict[str, Any], value: Any, path: list[Any]) -> None:
        pass

    def validate(self, instance: Any) -> None:
        """Reject a number that has a fraction, also if this is zero.

        Raises:
            ValueError: It has one.
        """
        if isinstance(instance, float) and instance.is_integer():
            raise ValueError(f"{instance} is not written as an integer")


def with_written_integers(schema: Any) -> Any:
    """Return a copy of a schema, or of a document of schemas, in which the keyword is next to each type `integer`."""
    if isinstance(schema, list):
        return [with_written_integers(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    copied = {name: with_written_integers(value) for name, value in schema.items()}
    return copied | {WRITTEN_AS_INTEGER: True} if _is_an_integers(schema) else copied


def _is_an_integers(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    return kinds == "integer" or (isinstance(kinds, list) and "integer" in kinds)
