"""What the placeholders of a request's expressions stand for."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from dynamodb_engine.errors import EmptySetError, ExpressionError, ValidationError
from dynamodb_engine.expressions.paths import Element, Path
from dynamodb_engine.values import Value, checked

NAMES, VALUES = "ExpressionAttributeNames", "ExpressionAttributeValues"
PROJECTION = "ProjectionExpression"
"""The one expression that takes no values."""


class Bindings:
    """Names and values of one request, which remembers the ones that its expressions use.

    Args:
        parameters: The request's.
        expressions: The parameters of the operation that may hold an expression, in the order in which AWS lists them.

    Raises:
        ValidationError: Names or values are empty, wrong, or given without an expression.
    """

    def __init__(self, parameters: Mapping[str, Any], expressions: Sequence[str]) -> None:
        self._names = _read_placeholders(parameters, NAMES)
        self._values = _read_placeholders(parameters, VALUES)
        self._require_expressions([name for name in expressions if parameters.get(name) is None], expressions)
        for placeholder, name in self._names.items():
            _require_placeholder(NAMES, placeholder, "#")
            if not name:
                raise ValidationError(
                    f"{NAMES} contains invalid value: Empty attribute name for key {placeholder}"
                )
        self._checked = {
            placeholder: self._value(placeholder, value) for placeholder, value in self._values.items()
        }
        self._used: set[str] = set()

    def path(self, parameter: str, path: Path) -> Path:
        """Return a path with its placeholders replaced by the names that they stand for.

        Raises:
            ExpressionError: One stands for nothing, or a name is a reserved word.
        """
        return Path(tuple(self._element(parameter, element) for element in path.elements))

    def value(self, parameter: str, placeholder: str) -> Value:
        """Return the value that a placeholder stands for.

        Raises:
            ExpressionError: It stands for nothing.
        """
        if placeholder not in self._checked:
            raise ExpressionError(
                parameter,
                f"An expression attribute value used in expression is not defined; attribute value: {placeholder}",
            )
        self._used.add(placeholder)
        return self._checked[placeholder]

    def require_all_used(self) -> None:
        """Refuse names and values that no expression uses.

        Raises:
            ValidationError: There are some.
        """
        for kind, given in ((NAMES, self._names), (VALUES, self._values)):
            unused = [placeholder for placeholder in given if placeholder not in self._used]
            if unused:
                raise ValidationError(
                    f"Value provided in {kind} unused in expressions: keys: {{{', '.join(unused)}}}"
                )

    def _require_expressions(self, missing: Sequence[str], expressions: Sequence[str]) -> None:
        if self._names and len(missing) == len(expressions):
            raise ValidationError(f"{NAMES} can only be specified when using expressions")
        taking_values = [name for name in expressions if name != PROJECTION]
        if self._values and set(taking_values) <= set(missing):
            verb = "is" if len(taking_values) == 1 else "are"
            raise ValidationError(
                f"{VALUES} can only be specified when using expressions: {' and '.join(taking_values)} {verb} null"
            )

    def _element(self, parameter: str, element: Element) -> Element:
        if isinstance(element, int):
            return element
        if not element.startswith("#"):
            if element.upper() in reserved_words():
                raise ExpressionError(
                    parameter, f"Attribute name is a reserved keyword; reserved keyword: {element}"
                )
            return element
        if element not in self._names:
            raise ExpressionError(
                parameter,
                f"An expression attribute name used in the document path is not defined; attribute name: {element}",
            )
        self._used.add(element)
        return str(self._names[element])

    @staticmethod
    def _value(placeholder: str, value: Any) -> Value:
        _require_placeholder(VALUES, placeholder, ":")
        try:
            return checked(value)
        except EmptySetError:
            raise
        except ValidationError as error:
            raise ValidationError(
                f"{VALUES} contains invalid value: {error.message} for key {placeholder}"
            ) from error


@cache
def reserved_words() -> frozenset[str]:
    """Return the words that can't be attribute names in an expression, in capitals.

    Source: "Reserved words in DynamoDB", Amazon DynamoDB Developer Guide.
    """
    return frozenset(FilePath(__file__).parent.with_name("reserved_words.txt").read_text("utf-8").split())


def _read_placeholders(parameters: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    given = parameters.get(name)
    if given is not None and not given:
        raise ValidationError(f"{name} must not be empty")
    return given or {}


def _require_placeholder(kind: str, placeholder: str, first: str) -> None:
    name = placeholder[1:]
    if not placeholder.startswith(first) or not name.replace("_", "a").isalnum() or not name.isascii():
        raise ValidationError(f'{kind} contains invalid key: Syntax error; key: "{placeholder}"')
