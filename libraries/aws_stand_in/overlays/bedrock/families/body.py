"""Bodies of InvokeModel, validated against a pydantic model, and refused in the words of Bedrock's JSON schemas.

Source: Amazon Bedrock User Guide, "Inference request parameters and response fields for foundation models".
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from aws_stand_in.aws_response import AwsError

_JSON_TYPES: Sequence[tuple[type | tuple[type, ...], str]] = (
    (bool, "Boolean"), (int, "Integer"), (float, "BigDecimal"), (str, "String"), (list, "JSONArray"), (dict, "JSONObject"),
    (type(None), "Null"),
)  # fmt: skip
_WANTED: Mapping[str, str] = {
    "string_type": "String", "int_type": "Integer", "int_from_float": "Integer", "float_type": "Number", "bool_type": "Boolean",
    "list_type": "JSONArray", "dict_type": "JSONObject", "model_type": "JSONObject", "model_attributes_type": "JSONObject",
}  # fmt: skip


_ABOUT_KEYS: Mapping[str, str] = {
    "missing": "required key [{key}] not found",
    "extra_forbidden": "extraneous key [{key}] is not permitted",
}
_ABOUT_VALUES: Mapping[str, str] = {
    "greater_than_equal": "{given} is not greater or equal to {ge}",
    "less_than_equal": "{given} is not less or equal to {le}",
    "string_too_short": "expected minLength: {min_length}, actual: {size}",
    "string_too_long": "expected maxLength: {max_length}, actual: {size}",
    "too_short": "expected minimum item count: {min_length}, found: {size}",
    "too_long": "expected maximum item count: {max_length}, found: {size}",
    "literal_error": "{given} is not a valid enum value",
}


class ModelBody(BaseModel):
    """An object in a body: it has no other members, and none of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CamelCaseBody(ModelBody):
    """An object whose members are written in camel case."""

    model_config = ConfigDict(alias_generator=to_camel)


Read = TypeVar("Read", bound=ModelBody)


def read_body(kind: type[Read], body: Mapping[str, Any]) -> Read:
    """Read a body.

    Raises:
        AwsError: ValidationException.
    """
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise malformed(_violations(error)) from error


def malformed(what: str) -> AwsError:
    """Return the error for a body that does not match the model's schema."""
    return validation_error(f"Malformed input request: {what}, please reformat your input and try again.")


def validation_error(message: str) -> AwsError:
    """Return Bedrock's error for a request that is wrong."""
    return AwsError("ValidationException", message, status=400)


def _violations(error: ValidationError) -> str:
    found = error.errors(include_url=False)
    if len(found) > 1:
        return f"{len(found)} schema violations found"
    return _violation(found[0])


def _violation(error: Any) -> str:
    path, kind, given = error["loc"], error["type"], error["input"]
    if kind in _ABOUT_KEYS:
        return f"{_pointer(path[:-1])}: {_ABOUT_KEYS[kind].format(key=path[-1])}"
    if kind in _WANTED:
        return f"{_pointer(path)}: expected type: {_WANTED[kind]}, found: {_json_type(given)}"
    if kind in _ABOUT_VALUES:
        size = len(given) if isinstance(given, (str, list)) else 0
        return (
            f"{_pointer(path)}: {_ABOUT_VALUES[kind].format(given=given, size=size, **error.get('ctx', {}))}"
        )
    return f"{_pointer(path)}: {error['msg']}"


def _pointer(path: Sequence[str | int]) -> str:
    return "#" + "".join(f"/{element}" for element in path)


def _json_type(value: Any) -> str:
    return next((name for kind, name in _JSON_TYPES if isinstance(value, kind)), "Object")
