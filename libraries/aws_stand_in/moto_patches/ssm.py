"""Systems Manager: names and lists of parameters.

Source: AWS Systems Manager API reference, "PutParameter", "DescribeParameters" and "ParameterStringFilter".
"""

import functools
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ssm.exceptions import ParameterNotFound, ValidationException
from moto.ssm.models import Parameter, SimpleSystemManagerBackend
from moto.ssm.responses import SimpleSystemManagerResponse

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


def _require_what_can_be_listed() -> None:
    """Refuse names of other characters, where a colon begins a version, and invalid policies.

    Moto keeps them, and then fails at lists.
    """
    backend: Any = SimpleSystemManagerBackend
    put = backend.put_parameter

    @functools.wraps(put)
    def put_parameter(self: Any, name: str, *arguments: Any, **options: Any) -> Any:
        if not _NAME.fullmatch(name):
            raise ValidationException(
                "Parameter name: can be formed as a mix of letters, numbers and the following 3 symbols .-_; "
                "a path consists of sub-paths divided by slash symbol."
            )
        if (policies := options.get("policies")) and not _are_policies(policies):
            raise JsonRESTError(
                "InvalidPolicyTypeException", "The policies are not a list of policies in JSON."
            )
        return put(self, name, *arguments, **options)

    backend.put_parameter = put_parameter


def _are_policies(text: str) -> bool:
    try:
        policies = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(policies, list) and all(isinstance(one, dict) for one in policies)


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
    _require_what_can_be_listed()
    for operation in ("label_parameter_version", "unlabel_parameter_version"):
        _require_existing_parameter(operation)
    _filter_by_each_key()
    _describe_as_many_as_asked_for()
