"""The properties of a CloudFormation resource as the input of an operation of its service.

CloudFormation mostly uses the names of the service's own API, with a capital letter first, and takes strings for numbers and
Booleans.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from application_template.errors import TemplateError
from application_template.scalars import as_text, is_true


def service_input(model: Any, operation: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return those properties that an operation takes, with its names and types.

    Args:
        model: botocore's model of the service.
        operation: The operation, such as `CreateTable`.
        properties: Plain properties; those that the operation does not know are left out.

    Raises:
        TemplateError: A value cannot be what the operation needs.

    Example:
        >>> service_input(boto3.client("logs").meta.service_model, "PutRetentionPolicy", {"RetentionInDays": "7"})
        {'retentionInDays': 7}
    """
    return dict(_structure(properties, model.operation_model(operation).input_shape, operation))


def left_out(model: Any, operation: str, properties: Mapping[str, Any]) -> Iterator[str]:
    """Yield what `service_input` leaves out: properties, and what is within others, such as `Policies/PasswordRules`.

    Args:
        model: botocore's model of the service.
        operation: The operation.
        properties: Plain properties.
    """
    yield from _left_out_of_structure(properties, model.operation_model(operation).input_shape, "")


def left_out_within(model: Any, operation: str, properties: Mapping[str, Any]) -> Iterator[str]:
    """Yield what `service_input` leaves out within properties that an operation takes; its arguments are those of `left_out`."""
    shape = model.operation_model(operation).input_shape
    known = {name: value for name, value in properties.items() if _member(shape, name) is not None}
    yield from left_out(model, operation, known)


def _left_out_of_structure(value: Mapping[str, Any], shape: Any, where: str) -> Iterator[str]:
    for name, one in value.items():
        member = _member(shape, name)
        if member is None:
            yield f"{where}{name}"
        else:
            yield from _left_out_of(one, member, f"{where}{name}/")


def _left_out_of(value: Any, shape: Any, where: str) -> Iterator[str]:
    """Yield the paths, which begin with `where`, of what a shape does not have."""
    if shape.type_name == "structure" and isinstance(value, Mapping):
        yield from _left_out_of_structure(value, shape, where)
    elif shape.type_name == "list" and isinstance(value, list):
        for one in value:
            yield from _left_out_of(one, shape.member, where)
    elif shape.type_name == "map" and isinstance(value, Mapping):
        for name, one in value.items():
            yield from _left_out_of(one, shape.value, f"{where}{name}/")


def _member(shape: Any, property_name: str) -> Any:
    """Return the shape of the member that a property is; None if there is none."""
    wanted = _lower_first(property_name)
    return next((shape.members[name] for name in shape.members if _lower_first(name) == wanted), None)


def _fitted(value: Any, shape: Any, where: str) -> Any:
    convert = {
        "structure": _structure,
        "list": _list,
        "map": _map,
        "string": _string,
        "integer": _integer,
        "long": _integer,
        "boolean": _boolean,
        "double": _number,
        "float": _number,
    }.get(shape.type_name)
    return convert(value, shape, where) if convert else value


def _structure(value: Any, shape: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise TemplateError(f"{where} must be a mapping, got {value!r}")
    given = {_lower_first(name): (name, item) for name, item in value.items()}
    found = {name: given[_lower_first(name)] for name in shape.members if _lower_first(name) in given}
    return {
        name: _fitted(item, shape.members[name], f"{where}/{original}")
        for name, (original, item) in found.items()
    }


def _list(value: Any, shape: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise TemplateError(f"{where} must be a list, got {value!r}")
    return [_fitted(item, shape.member, where) for item in value]


def _map(value: Any, shape: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise TemplateError(f"{where} must be a mapping, got {value!r}")
    return {str(key): _fitted(item, shape.value, f"{where}/{key}") for key, item in value.items()}


def _string(value: Any, shape: Any, where: str) -> Any:  # noqa: ARG001 - as the others
    return as_text(value) if isinstance(value, bool | int | float) else value


def _integer(value: Any, shape: Any, where: str) -> int:  # noqa: ARG001 - as the others
    try:
        return int(value)
    except (TypeError, ValueError):
        raise TemplateError(f"{where} must be a whole number, got {value!r}") from None


def _number(value: Any, shape: Any, where: str) -> float:  # noqa: ARG001 - as the others
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TemplateError(f"{where} must be a number, got {value!r}") from None


def _boolean(value: Any, shape: Any, where: str) -> bool:  # noqa: ARG001 - as the others
    if str(value).lower() not in ("true", "false"):
        raise TemplateError(f"{where} must be true or false, got {value!r}")
    return is_true(value)


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]
