"""The values of a template: intrinsic functions are replaced by what they give."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from application_template.errors import TemplateError, at
from application_template.functions import PLAIN_FUNCTIONS, availability_zones
from application_template.substitution import substitute

NO_VALUE = object()
"""What `AWS::NoValue` stands for: the property or item that has it is left out."""

Place = tuple[str, ...]
"""Where a value stands in a template, such as `("Resources", "Table", "Properties")`."""


class ResourceValues(Protocol):
    """What the resources of a template give to `Ref` and `Fn::GetAtt`."""

    def __contains__(self, logical_id: str) -> bool:
        """Return whether there is such a resource."""

    def reference(self, logical_id: str) -> Any:
        """Return the physical id of a resource."""

    def attribute(self, logical_id: str, name: str, where: Place) -> Any:
        """Return an attribute of a resource."""


@dataclass(frozen=True)
class Evaluator:
    """Replaces intrinsic functions by their values.

    Args:
        parameters: The values of parameters and pseudo-parameters.
        mappings: The section Mappings.
        conditions: The section Conditions.
        resources: What `Ref` and `Fn::GetAtt` give for resources.
        imports: What `Fn::ImportValue` gives, by the names of the exports of other stacks.
    """

    parameters: Mapping[str, Any]
    mappings: Mapping[str, Any]
    conditions: Mapping[str, Any]
    resources: ResourceValues
    imports: Mapping[str, str] = field(default_factory=dict)
    _truths: dict[str, bool | None] = field(default_factory=dict)

    def with_resources(self, resources: ResourceValues) -> "Evaluator":
        """Return an evaluator of the same template that knows other values of its resources."""
        return replace(self, resources=resources)

    def evaluate(self, value: Any, where: Place = ()) -> Any:
        """Return a value without intrinsic functions.

        Raises:
            TemplateError: A function is unknown or misused, or refers to something that does not exist.
        """
        if isinstance(value, dict):
            function = function_name(value)
            return self._call(function, value[function], where) if function else self._mapping(value, where)
        if isinstance(value, list):
            items = (self.evaluate(item, (*where, str(index))) for index, item in enumerate(value))
            return [item for item in items if item is not NO_VALUE]
        return value

    def holds(self, condition: str, where: Place) -> bool:
        """Return whether a condition of the template holds.

        Raises:
            TemplateError: There is no such condition, or it depends on itself.
        """
        if not isinstance(condition, str) or condition not in self.conditions:
            raise at(where, f"there is no condition {condition!r}{_known(self.conditions)}")
        place = ("Conditions", condition)
        if condition not in self._truths:
            self._truths[condition] = None
            self._truths[condition] = _truth(self.evaluate(self.conditions[condition], place), place)
        truth = self._truths[condition]
        if truth is None:
            raise at(place, "the condition depends on itself")
        return truth

    def _mapping(self, value: dict[str, Any], where: Place) -> dict[str, Any]:
        values = {key: self.evaluate(item, (*where, str(key))) for key, item in value.items()}
        return {key: item for key, item in values.items() if item is not NO_VALUE}

    def _call(self, function: str, argument: Any, where: Place) -> Any:
        if function in _LAZY_FUNCTIONS:
            return _LAZY_FUNCTIONS[function](self, argument, where)
        if function not in PLAIN_FUNCTIONS:
            raise at(where, f"{function} is not an intrinsic function that can be evaluated here")
        plain = self.evaluate(argument, (*where, function))
        try:
            return PLAIN_FUNCTIONS[function](plain)
        except TemplateError as error:
            raise at((*where, function), str(error)) from None

    def _reference(self, name: Any, where: Place) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        if isinstance(name, str) and name in self.parameters:
            return self.parameters[name]
        if isinstance(name, str) and name in self.resources:
            return self.resources.reference(name)
        raise at(where, f"there is no parameter or resource {name!r}")

    def _attribute(self, argument: Any, where: Place) -> Any:
        path = argument.split(".", 1) if isinstance(argument, str) else self.evaluate(argument, where)
        if not isinstance(path, list) or len(path) < 2 or not all(isinstance(part, str) for part in path):  # noqa: PLR2004
            raise at(where, f"Fn::GetAtt needs a resource and an attribute, got {argument!r}")
        logical_id, name = path[0], ".".join(path[1:])
        if logical_id not in self.resources:
            raise at(
                where, f"Fn::GetAtt refers to {logical_id}.{name}, and there is no such resource or output"
            )
        return self.resources.attribute(logical_id, name, where)

    def _sub(self, argument: Any, where: Place) -> str:
        text, variables = argument if is_pair(argument) else (argument, {})
        if not isinstance(text, str) or not isinstance(variables, dict):
            raise at(where, f"Fn::Sub needs a string, or a string and a mapping, got {argument!r}")
        own = {name: self.evaluate(value, (*where, "Fn::Sub", name)) for name, value in variables.items()}

        def value_of(name: str) -> Any:
            if name in own:
                return own[name]
            return (
                self._attribute(name, where)
                if "." in name and name not in self.parameters
                else self._reference(name, where)
            )

        return substitute(text, value_of, where)

    def _if(self, argument: Any, where: Place) -> Any:
        if not isinstance(argument, list) or len(argument) != 3:  # noqa: PLR2004
            raise at(where, f"Fn::If needs a condition and two values, got {argument!r}")
        condition, if_true, if_false = argument
        return self.evaluate(if_true if self.holds(condition, where) else if_false, where)

    def _find_in_map(self, argument: Any, where: Place) -> Any:
        path = self.evaluate(argument, where)
        default = path.pop()["DefaultValue"] if isinstance(path, list) and _has_default(path) else NO_VALUE
        if not isinstance(path, list) or len(path) != 3:  # noqa: PLR2004
            raise at(where, f"Fn::FindInMap needs a mapping and two keys, got {argument!r}")
        value: Any = self.mappings
        for step in path:
            if not isinstance(value, Mapping) or str(step) not in value:
                if default is not NO_VALUE:
                    return default
                raise at(where, f"Fn::FindInMap finds no {step!r} at {'/'.join(map(str, path))}")
            value = value[str(step)]
        return value

    def _availability_zones(self, argument: Any, where: Place) -> list[str]:
        region = self.evaluate(argument, where) or self.parameters["AWS::Region"]
        return availability_zones(region)

    def _import(self, argument: Any, where: Place) -> str:
        name = self.evaluate(argument, (*where, "Fn::ImportValue"))
        if not isinstance(name, str):
            raise at(where, f"Fn::ImportValue needs the name of an export, got {argument!r}")
        if name not in self.imports:
            raise at(where, f"{name!r} is an export of another stack: give its value as --import {name}=…")
        return self.imports[name]

    def _refuse_transform(self, argument: Any, where: Place) -> Any:
        name = argument.get("Name") if isinstance(argument, dict) else argument
        raise at(where, f"the macro {name!r} runs in AWS and cannot be imitated")


_LAZY_FUNCTIONS: dict[str, Callable[[Evaluator, Any, Place], Any]] = {
    "Ref": Evaluator._reference,
    "Condition": lambda evaluator, name, where: evaluator.holds(name, where),
    "Fn::GetAtt": Evaluator._attribute,
    "Fn::Sub": Evaluator._sub,
    "Fn::If": Evaluator._if,
    "Fn::FindInMap": Evaluator._find_in_map,
    "Fn::GetAZs": Evaluator._availability_zones,
    "Fn::ImportValue": Evaluator._import,
    "Fn::Transform": Evaluator._refuse_transform,
}


def function_name(value: dict[str, Any]) -> str | None:
    """Return the intrinsic function that a mapping with one key is; `Condition` is one only if there is no other key."""
    if len(value) != 1:
        return None
    (key,) = value
    if key == "Condition":
        return key if isinstance(value[key], str) else None
    return key if isinstance(key, str) and (key == "Ref" or key.startswith("Fn::")) else None


def _truth(value: Any, where: Place) -> bool:
    if not isinstance(value, bool):
        raise at(
            where,
            f"a condition must be one of Fn::And, Fn::Or, Fn::Not, Fn::Equals or Condition, got {value!r}",
        )
    return value


def is_pair(argument: Any) -> bool:
    """Return whether the argument of `Fn::Sub` is a string with its variables."""
    return isinstance(argument, list) and len(argument) == 2  # noqa: PLR2004


def _has_default(path: list[Any]) -> bool:
    return bool(path) and isinstance(path[-1], dict) and "DefaultValue" in path[-1]


def _known(names: Mapping[str, Any]) -> str:
    return f"; there are {', '.join(sorted(names))}" if names else ""
