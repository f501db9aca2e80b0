"""Requests of JSON protocols, checked against their operation's model before the operation sees them, as on AWS.

A validator is compiled for each shape of botocore's models when it is first needed.

Source: "Common errors" of the API references for the codes; the wording is that of AWS's services.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from aws_stand_in import wire
from aws_stand_in.aws_response import AwsError

Check = Callable[[Any, str, list[str]], None]
"""Takes a value, its path and a list for complaints about it."""
Show = Callable[[Any], str]
"""Shows a value in a complaint."""

_JSON_TOKENS = {bool: "TRUE_VALUE", int: "NUMBER_VALUE", float: "DECIMAL_VALUE", str: "STRING_VALUE"}
_TARGETS = {
    "string": "String", "character": "String", "blob": "String", "boolean": "Boolean", "integer": "Integer", "long": "Long",
    "float": "Float", "double": "Double", "timestamp": "Date",
}  # fmt: skip
_ACCEPTED: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "character": (str,), "blob": (str,), "boolean": (bool,), "integer": (int,), "long": (int,),
    "float": (int, float), "double": (int, float), "timestamp": (int, float),
}  # fmt: skip
_VISIBLE = (
    r"!-~\u00a1-\u00ac\u00ae-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff"
    r"\uf900-\ufefe\uff00-\ufff8\U00010000-\U000effff"
)
"""Letters, marks, symbols, numbers and punctuation."""
_SEPARATORS = r" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ORDERS = {
    frozenset(order): order
    for order in [("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES")]
}
"""Values in the order in which AWS names them, where it is known not to be the model's.

Source: moto's test that is verified on AWS, tests/test_dynamodb/test_dynamodb_select.py::test_select_values_are_case_sensitive.
"""
_NEVER_SHOWN = ("LogGroupIdentifier",)
"""Shapes whose values AWS keeps out of complaints, although the model does not call them sensitive.

Source: moto's test that is verified on AWS, tests/test_logs/test_logs.py::test_get_log_events_using_arn.
"""
_MEASURED_BY_LENGTH = ("string", "blob")
_LONGEST_SHOWN = 200


def require_types(parameters: object, service: str, operation: str) -> None:
    """Refuse parameters of types that the operation's model does not have, for services that word all other errors themselves.

    Args:
        parameters: The request's body as JSON.
        service: boto3's name of the service.
        operation: The operation.

    Raises:
        AwsError: `SerializationException`.
    """
    _complaints(parameters, service, operation)


def require_valid(
    parameters: object, service: str, operation: str, code: str = "ValidationException"
) -> None:
    """Refuse parameters that violate the operation's model.

    Args:
        parameters: The request's body as JSON.
        service: boto3's name of the service.
        operation: The operation.
        code: The service's error code for constraints of the model that are not met.

    Raises:
        AwsError: `SerializationException` for a value of another type; the service's error for all constraints that are not met,
            together.
    """
    complaints = _complaints(parameters, service, operation)
    if complaints:
        raise _refusal(complaints, code)


def not_one_of(value: object, path: str, allowed: Iterable[object], code: str) -> AwsError:
    """Return the error for a value outside the allowed ones, where the operation's model does not name them.

    Args:
        value: The value.
        path: The parameter that has it.
        allowed: The values in the order in which AWS names them.
        code: The service's error code.
    """
    return _refusal([_complaint(value, path, _one_of(allowed))], code)


def _refusal(complaints: list[str], code: str) -> AwsError:
    errors = "error" if len(complaints) == 1 else "errors"
    return AwsError(code, f"{len(complaints)} validation {errors} detected: {'; '.join(complaints)}")


def _complaints(parameters: object, service: str, operation: str) -> list[str]:
    complaints: list[str] = []
    try:
        _validator(service, operation)(parameters, "", complaints)
    except RecursionError as error:
        raise _serialization_error("The body is nested too deeply.") from error
    return complaints


@cache
def _validator(service: str, operation: str) -> Check:
    shape = wire.service_model(service).operation_model(operation).input_shape
    return _ignore if shape is None else _Compiler().check(shape)


def _ignore(_value: Any, _path: str, _complaints: list[str]) -> None:
    """Accept anything: an operation without parameters, or a document without a schema."""


class _Compiler:
    """Makes the checks of shapes; a recursive shape refers to its own check."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self._map_values: set[str] = set()

    def check(self, shape: Any) -> Check:
        if shape.name not in self._checks:
            self._checks[shape.name] = self._later(shape.name)
            self._checks[shape.name] = getattr(self, f"_{shape.type_name}", self._scalar)(shape)
        return self._checks[shape.name]

    def _later(self, name: str) -> Check:
        """Return a check that looks up the real one when it is called, for recursive shapes."""

        def check(value: Any, path: str, complaints: list[str]) -> None:
            self._checks[name](value, path, complaints)

        return check

    def _structure(self, shape: Any) -> Check:
        if shape.is_document_type:
            return _ignore
        payload = shape.serialization.get("payload")
        members = {
            name: (_lower(name), self._payload(member) if name == payload else self.check(member))
            for name, member in shape.members.items()
        }
        required = [(name, _lower(name)) for name in shape.required_members]

        def check(value: Any, path: str, complaints: list[str]) -> None:
            if not isinstance(value, dict):
                raise _serialization_error("Unexpected field type")
            for name, shown in required:
                if value.get(name) is None:
                    complaints.append(_complaint(None, f"{path}{shown}", "Member must not be null"))
            for name, held in value.items():
                if held is not None and name in members:
                    shown, check_member = members[name]
                    check_member(held, f"{path}{shown}.", complaints)

        return check

    def _payload(self, shape: Any) -> Check:
        """Return the check of what is the body itself, in which bytes are as they are."""
        return _scalar_check(shape, {}) if shape.type_name == "blob" else self.check(shape)

    def _list(self, shape: Any) -> Check:
        check_member = self.check(shape.member)
        check_length = _ignore if shape.name in self._map_values else _length_check(shape)

        def check(value: Any, path: str, complaints: list[str]) -> None:
            if not isinstance(value, list):
                raise _serialization_error("Unexpected field type")
            check_length(value, path, complaints)
            for number, held in enumerate(value, 1):
                if held is None:
                    raise _serialization_error("Null value in a list")
                check_member(held, f"{path}{number}.member.", complaints)

        return check

    def _map(self, shape: Any) -> Check:
        self._map_values.add(shape.value.name)
        check_value = self.check(shape.value)
        check_key = self.check(shape.key)
        check_length = _length_check(shape)
        check_value_length = _map_value_check(shape.value)

        def check(value: Any, path: str, complaints: list[str]) -> None:
            if not isinstance(value, dict):
                raise _serialization_error("Unexpected field type")
            check_length(value, path, complaints)
            for name, held in value.items():
                check_key(name, path, complaints)
                if held is None:
                    raise _serialization_error("Null value in a map")
                check_value_length(held, path, complaints)
                check_value(held, f"{path}{name}.member.", complaints)

        return check

    @staticmethod
    def _scalar(shape: Any) -> Check:
        return _scalar_check(shape, _FORMS)


def _scalar_check(shape: Any, forms: Mapping[str, Callable[[Any], None]]) -> Check:
    kind = shape.type_name
    accepted, form, constraint = _ACCEPTED[kind], forms.get(kind), _constraint_check(shape)

    def check(value: Any, path: str, complaints: list[str]) -> None:
        if not isinstance(value, accepted) or (kind != "boolean" and isinstance(value, bool)):
            raise _type_error(value, kind)
        if form is not None:
            form(value)
        if constraint is not None:
            constraint(value, path, complaints)

    return check


def _constraint_check(shape: Any) -> Check | None:
    constraints = shape.metadata
    show = _show_nothing if constraints.get("sensitive") or shape.name in _NEVER_SHOWN else _show
    checks: list[Check] = []
    if shape.type_name == "string" and shape.enum:
        checks.append(_enum_check(_ORDERS.get(frozenset(shape.enum), shape.enum), show))
    if constraints.keys() & {"min", "max"}:
        by_length = shape.type_name in _MEASURED_BY_LENGTH
        checks.append(_length_check(shape, show) if by_length else _range_check(shape, show))
    if "pattern" in constraints and (pattern := compiled_pattern(constraints["pattern"])):
        checks.append(_pattern_check(pattern, constraints["pattern"], show))
    return _all_of(checks) if checks else None


def _all_of(checks: list[Check]) -> Check:
    def check(value: Any, path: str, complaints: list[str]) -> None:
        for each in checks:
            each(value, path, complaints)

    return check


def _enum_check(allowed: Sequence[str], show: Show) -> Check:
    def check(value: Any, path: str, complaints: list[str]) -> None:
        if value not in allowed:
            complaints.append(_complaint(value, path, _one_of(allowed), show))

    return check


def _one_of(allowed: Iterable[object]) -> str:
    return f"Member must satisfy enum value set: [{', '.join(map(str, allowed))}]"


def compiled_pattern(pattern: str) -> re.Pattern[str] | None:
    """Return a Java pattern for Python; None if it uses something that Python lacks, which is then not checked."""
    try:
        return re.compile(_in_python(pattern))
    except re.error:
        return None


def _pattern_check(compiled: re.Pattern[str], pattern: str, show: Show) -> Check:
    def check(value: Any, path: str, complaints: list[str]) -> None:
        if not compiled.fullmatch(value):
            constraint = f"Member must satisfy regular expression pattern: {pattern}"
            complaints.append(_complaint(value, path, constraint, show))

    return check


def _in_python(pattern: str) -> str:
    """Return a Java pattern without character classes by Unicode category, which Python does not have."""
    return pattern.replace(r"\p{L}\p{M}\p{S}\p{N}\p{P}", _VISIBLE).replace(r"\p{Z}", _SEPARATORS)


def _length_check(shape: Any, show: Show | None = None) -> Check:
    return _bounds_check(shape, len, "length", show or _show)


def _map_value_check(shape: Any) -> Check:
    """Return the check of a list that is a map's value, which AWS reports for the map."""
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max")
    if shape.type_name != "list" or most is None:
        return _ignore
    constraint = (
        f"Map value must satisfy constraint: [Member must have length less than or equal to {most}, "
        f"Member must have length greater than or equal to {least}]"
    )

    def check(value: Any, path: str, complaints: list[str]) -> None:
        if isinstance(value, list) and not least <= len(value) <= most:
            complaints.append(_complaint(value, path, constraint))

    return check


def _range_check(shape: Any, show: Show) -> Check:
    return _bounds_check(shape, lambda value: value, "value", show)


def _bounds_check(shape: Any, measure: Callable[[Any], float], what: str, show: Show) -> Check:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")

    def check(value: Any, path: str, complaints: list[str]) -> None:
        measured = measure(value)
        if least is not None and measured < least:
            constraint = f"Member must have {what} greater than or equal to {least}"
            complaints.append(_complaint(value, path, constraint, show))
        if most is not None and measured > most:
            constraint = f"Member must have {what} less than or equal to {most}"
            complaints.append(_complaint(value, path, constraint, show))

    return check


def _show(value: Any) -> str:
    return " null" if value is None else f" '{str(value)[:_LONGEST_SHOWN]}'"


def _show_nothing(_value: Any) -> str:
    """Keep a value that is sensitive out of the complaint."""
    return ""


def _complaint(value: Any, path: str, constraint: str, show: Show = _show) -> str:
    return f"Value{show(value)} at '{path.rstrip('.')}' failed to satisfy constraint: {constraint}"


def _type_error(value: Any, kind: str) -> AwsError:
    if isinstance(value, dict):
        return _serialization_error("Start of structure or map found where not expected.")
    if isinstance(value, list):
        return _serialization_error("Start of list found where not expected")
    token = "FALSE_VALUE" if value is False else _JSON_TOKENS[type(value)]
    return _serialization_error(f"{token} cannot be converted to {_TARGETS[kind]}")


def _require_base64(text: str) -> None:
    try:
        b64decode(text, validate=True)
    except ValueError:
        raise _serialization_error("The value is not in Base64.") from None


def _require_calendar(seconds: float) -> None:
    """Refuse epoch seconds that are not of the years 1 to 9999: no client can show them."""
    if not _FIRST_SECOND <= seconds <= _LAST_SECOND:
        raise _serialization_error(f"{seconds} is not a point in time.")


_FIRST_SECOND, _LAST_SECOND = -62_135_596_800, 253_402_300_799
_FORMS: Mapping[str, Callable[[Any], None]] = {"blob": _require_base64, "timestamp": _require_calendar}
"""Refuses a value of the right type that does not stand for what the model says."""


def _serialization_error(message: str) -> AwsError:
    return AwsError("SerializationException", message, status=400)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
