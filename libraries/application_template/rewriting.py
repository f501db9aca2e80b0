"""Parts of a template in another place, where the names in them stand for something else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from application_template.evaluation import function_name, is_pair
from application_template.substitution import variables_of


@dataclass(frozen=True)
class Names:
    """What names stand for elsewhere; those that are not listed stay.

    Attributes:
        references: What takes the place of `Ref`, by its argument.
        resources: Other logical ids for `Fn::GetAtt`.
        attributes: What takes the place of `Fn::GetAtt`, by resource and attribute, such as `Users.Outputs.TableName`.
        conditions: Other names of conditions.
        mappings: Other names of mappings.
    """

    references: Mapping[str, Any] = field(default_factory=dict)
    resources: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    mappings: Mapping[str, str] = field(default_factory=dict)

    def rewritten(self, value: Any) -> Any:
        """Return a value whose intrinsic functions use the other names.

        Example:
            >>> Names(references={"Table": {"Ref": "UsersTable"}}).rewritten({"TABLE": {"Ref": "Table"}})
            {'TABLE': {'Ref': 'UsersTable'}}
        """
        if isinstance(value, list):
            return [self.rewritten(item) for item in value]
        if not isinstance(value, dict):
            return value
        function = function_name(value)
        if function in _REWRITERS:
            return _REWRITERS[function](self, value[function])
        return {key: self.rewritten(item) for key, item in value.items()}

    def _reference(self, name: Any) -> Any:
        return self.references[name] if _is_in(self.references, name) else {"Ref": name}

    def _condition(self, name: Any) -> Any:
        return {"Condition": self._renamed(self.conditions, name)}

    def _attribute(self, argument: Any) -> Any:
        path = argument.split(".", 1) if isinstance(argument, str) else argument
        if not isinstance(path, list) or not path:
            return {"Fn::GetAtt": argument}
        whole = ".".join(map(str, path))
        if whole in self.attributes:
            return self.attributes[whole]
        return {"Fn::GetAtt": [self._renamed(self.resources, path[0]), *map(self.rewritten, path[1:])]}

    def _sub(self, argument: Any) -> Any:
        text, own = argument if is_pair(argument) else (argument, {})
        if not isinstance(text, str) or not isinstance(own, dict):
            return {"Fn::Sub": argument}
        variables = {name: self._variable(name) for name in variables_of(text)}
        return {"Fn::Sub": [text, {**variables, **{name: self.rewritten(own[name]) for name in own}}]}

    def _variable(self, name: str) -> Any:
        is_attribute = "." in name and name not in self.references
        return self._attribute(name) if is_attribute else self._reference(name)

    def _if(self, argument: Any) -> Any:
        return {"Fn::If": self._with_name_first(self.conditions, argument)}

    def _find_in_map(self, argument: Any) -> Any:
        return {"Fn::FindInMap": self._with_name_first(self.mappings, argument)}

    def _with_name_first(self, names: Mapping[str, str], argument: Any) -> Any:
        if not isinstance(argument, list) or not argument:
            return argument
        return [self._renamed(names, argument[0]), *map(self.rewritten, argument[1:])]

    def _renamed(self, names: Mapping[str, str], name: Any) -> Any:
        return names[name] if _is_in(names, name) else self.rewritten(name)


def _is_in(names: Mapping[str, Any], name: Any) -> bool:
    return isinstance(name, str) and name in names


_REWRITERS: dict[str | None, Callable[[Names, Any], Any]] = {
    "Ref": Names._reference,
    "Condition": Names._condition,
    "Fn::GetAtt": Names._attribute,
    "Fn::Sub": Names._sub,
    "Fn::If": Names._if,
    "Fn::FindInMap": Names._find_in_map,
}
