"""Systems Manager: names, values and lists of parameters.

Source: AWS Systems Manager API reference, "PutParameter", "DescribeParameters" and "ParameterStringFilter".
"""

import functools
import inspect
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ssm.exceptions import ParameterNotFound, ValidationException
from moto.ssm.models import Parameter, ParameterDict, SimpleSystemManagerBackend
from moto.ssm.responses import SimpleSystemManagerResponse

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.model_validation import compiled_pattern

MOST_LEVELS = 15
LONGEST_STANDARD_VALUE = 4096
LONGEST_VALUE = 8192
_PAGE_SIZE = 10
_DATA_TYPE = "DataType"
_OWN_KEYS = {"Tier": "tier", _DATA_TYPE: "data_type"}
"""Keys of filters at which moto finds nothing, and the attributes of a parameter that they are about."""

_NAME = re.compile(r"[a-zA-Z0-9_.\-/]+")

Filter = Mapping[str, Any]


def _require_existing_parameter(operation: str) -> None:
    """Refuse a name before moto looks it up: moto then keeps it without a version, and fails at every list."""
    backend: Any = SimpleSystemManagerBackend
    change = getattr(backend, operation)

    @functools.wraps(change)
    def refuse_or_change(self: Any, name: str, *arguments: Any, **options: Any) -> Any:
        if name not in self._parameters:
            raise ParameterNotFound(f"Parameter {name} not found.")
        return change(self, name, *arguments, **options)

    setattr(backend, operation, refuse_or_change)


def _check_parameters() -> None:
    """Refuse parameters that Systems Manager refuses.

    Moto takes them all, and fails at lists of those with names of other characters, where a colon begins a version, or with
    invalid policies.
    """
    backend: Any = SimpleSystemManagerBackend
    put = backend.put_parameter
    signature = inspect.signature(put)

    @functools.wraps(put)
    def put_parameter(self: Any, *arguments: Any, **options: Any) -> Any:
        given = signature.bind(self, *arguments, **options).arguments
        name, value = given["name"], given["value"] or ""
        _require_name(name)
        _require_policies(given.get("policies"))
        former = self._parameters[name][-1] if given["overwrite"] and name in self._parameters else None
        tier = given.get("tier") or getattr(former, "tier", None) or self.default_parameter_tier
        pattern = given["allowed_pattern"] or getattr(former, "allowed_pattern", None)
        _require_length(value, tier)
        _require_pattern(value, pattern)
        return put(self, *arguments, **options)

    backend.put_parameter = put_parameter


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValidationException(
            "Parameter name: can be formed as a mix of letters, numbers and the following 3 symbols .-_; "
            "a path consists of sub-paths divided by slash symbol."
        )
    if len(name.strip("/").split("/")) > MOST_LEVELS:
        raise JsonRESTError(
            "HierarchyLevelLimitExceededException", f"A hierarchy can have a maximum of {MOST_LEVELS} levels."
        )


def _require_policies(policies: str | None) -> None:
    if policies and not _are_policies(policies):
        raise JsonRESTError("InvalidPolicyTypeException", "The policies are not a list of policies in JSON.")


def _are_policies(text: str) -> bool:
    try:
        policies = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(policies, list) and all(isinstance(one, dict) for one in policies)


def _require_length(value: str, tier: str | None) -> None:
    if tier == "Standard" and len(value) > LONGEST_STANDARD_VALUE:
        raise ValidationException(
            f"Standard tier parameters support a maximum parameter value of {LONGEST_STANDARD_VALUE} characters. "
            "To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
        )
    if len(value) > LONGEST_VALUE:
        raise ValidationException(f"The parameter value exceeds the limit of {LONGEST_VALUE} characters.")


def _require_pattern(value: str, pattern: str | None) -> None:
    if not pattern:
        return
    allowed = compiled_pattern(pattern)
    if allowed is None:
        raise JsonRESTError(
            "InvalidAllowedPatternException", f"The allowed pattern {pattern} is not a regular expression."
        )
    if not allowed.fullmatch(value):
        raise JsonRESTError(
            "ParameterPatternMismatchException",
            f"Parameter value, cannot be validated against allowedPattern: {pattern}",
        )


def _refuse_binary_secrets() -> None:
    """Leave out versions of secrets that are binary, and refuse such a secret: moto fails at it."""
    parameter: Any = Parameter
    parameters: Any = ParameterDict
    encrypt, of_secret = parameter.encrypt, parameters._get_secretsmanager_parameter
    parameter.encrypt = lambda self, value: None if value is None else encrypt(self, value)

    @functools.wraps(of_secret)
    def get_secret(self: Any, secret_name: str) -> list[Parameter]:
        versions: list[Any] = of_secret(self, secret_name)
        if versions and versions[-1].value is None:
            raise NotImitatedError(f"a parameter that stands for the secret {secret_name}, which is binary")
        return [version for version in versions if version.value is not None]

    parameters._get_secretsmanager_parameter = get_secret


def _filter_by_each_key() -> None:
    """Filter by tier and data type too, and by all filters: moto stops at one that asks whether there is a tag."""
    backend: Any = SimpleSystemManagerBackend
    match, validate = backend._match_filters, backend._validate_parameter_filters

    def matches(self: Any, parameter: Parameter, one: Filter) -> bool:
        if attribute := _OWN_KEYS.get(one["Key"]):
            return _has_value(str(getattr(parameter, attribute)), one)
        return bool(match(self, parameter, [one]))

    def _match_filters(self: Any, parameter: Parameter, filters: Sequence[Filter] | None = None) -> bool:
        return all(matches(self, parameter, one) for one in filters or ())

    def _validate_parameter_filters(self: Any, filters: Sequence[Filter] | None, by_path: bool) -> None:
        validate(self, [one for one in filters or () if by_path or one["Key"] != _DATA_TYPE], by_path)

    backend._match_filters, backend._validate_parameter_filters = _match_filters, _validate_parameter_filters


def _has_value(value: str, one: Filter) -> bool:
    begins = one.get("Option") == "BeginsWith"
    return any(value.startswith(each) if begins else value == each for each in one.get("Values", ()))


def _describe_as_many_as_asked_for() -> None:
    """Return pages of `MaxResults` parameters: moto's always have ten."""
    response: Any = SimpleSystemManagerResponse

    def describe_parameters(self: Any) -> ActionResult:
        start = int((self._get_param("NextToken") or "0").strip())
        end = start + self._get_param("MaxResults", _PAGE_SIZE)
        found = self.ssm_backend.describe_parameters(
            self._get_param("Filters"), self._get_param("ParameterFilters")
        )
        described = [parameter.describe_response_object(False) for parameter in found[start:end]]
        return ActionResult(
            {"Parameters": described, **({"NextToken": str(end)} if end < len(found) else {})}
        )

    response.describe_parameters = describe_parameters


@functools.cache
def apply() -> None:
    """Change moto's Systems Manager, once per process."""
    _check_parameters()
    _refuse_binary_secrets()
    for operation in ("label_parameter_version", "unlabel_parameter_version"):
        _require_existing_parameter(operation)
    _filter_by_each_key()
    _describe_as_many_as_asked_for()
