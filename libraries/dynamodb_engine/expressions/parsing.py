"""Parsers of what all expressions have in common, paths and operands, and of conditions.

```
condition := conjunction { OR conjunction }
conjunction := negation { AND negation }
negation := NOT negation | "(" condition ")" | function "(" … ")" | operand comparator operand
            | operand BETWEEN operand AND operand | operand IN "(" operand { "," operand } ")"
operand := path | :value | function "(" … ")" | "(" operand ")"
```
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NoReturn

from dynamodb_engine.errors import ExpressionError
from dynamodb_engine.expressions.conditions import (
    And,
    BeginsWith,
    Between,
    Comparison,
    Condition,
    Contains,
    Exists,
    HasType,
    In,
    Not,
    Or,
    require_document_path,
)
from dynamodb_engine.expressions.operands import (
    IfNotExists,
    ListAppend,
    Operand,
    PathOperand,
    Placeholder,
    Size,
)
from dynamodb_engine.expressions.paths import Element, Path
from dynamodb_engine.expressions.tokens import TokenStream

REMEMBERED_EXPRESSIONS = 2048
COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")
MOST_CHOICES = 100
MOST_OPERATORS = 300
_ARITIES = {
    "attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2, "size": 1,
    "if_not_exists": 2, "list_append": 2,
}  # fmt: skip
UPDATE_FUNCTIONS = ("if_not_exists", "list_append")


@lru_cache(REMEMBERED_EXPRESSIONS)
def parse_condition(parameter: str, text: str) -> Condition:
    """Return a condition, with placeholders.

    Args:
        parameter: The request's parameter that holds it, for its errors.
        text: The expression.

    Raises:
        ExpressionError: It is not a condition.
    """
    return ConditionParser(parameter, text).parse()


class OperandParser:
    """Parses paths and operands; subclasses say which functions they know."""

    functions: Sequence[str] = ()
    place = ""
    """Where functions that are not among them are not allowed, as AWS calls it."""

    def __init__(self, parameter: str, text: str) -> None:
        self.parameter = parameter
        self.tokens = TokenStream(parameter, text)

    def path(self) -> Path:
        """Read a document path."""
        if self.tokens.current.kind != "name":
            self.tokens.fail()
        elements: list[Element] = [self.tokens.take().text]
        while symbol := self.tokens.take_symbol(".", "["):
            if symbol == ".":
                elements.append(self._taken("name"))
            else:
                elements.append(int(self._taken("number")))
                self.tokens.expect_symbol("]")
        return Path(tuple(elements))

    def operand(self) -> Operand:
        """Read an operand."""
        token = self.tokens.current
        if token.kind == "value":
            return Placeholder(self.tokens.take().text)
        if self.at_function():
            return self.function_operand(*self.call())
        return PathOperand(self.path())

    def at_function(self) -> bool:
        """Return whether a function's name comes next."""
        return self.tokens.current.kind == "name" and self.tokens.following().text == "("

    def call(self) -> tuple[str, list[Operand]]:
        """Read a function's name and its arguments."""
        name = self.tokens.take().text
        self._require_known(name)
        self.tokens.expect_symbol("(")
        arguments = [self.operand()]
        while self.tokens.take_symbol(","):
            arguments.append(self.operand())
        self.tokens.expect_symbol(")")
        if len(arguments) != _ARITIES[name]:
            self.refuse(
                f"Incorrect number of operands for operator or function; operator or function: {name}, "
                f"number of operands: {len(arguments)}"
            )
        return name, arguments

    def function_operand(self, name: str, arguments: Sequence[Operand]) -> Operand:
        """Return what a function with a value gives."""
        raise NotImplementedError

    def refuse(self, message: str) -> NoReturn:
        """Refuse the expression.

        Raises:
            ExpressionError: Always.
        """
        raise ExpressionError(self.parameter, message)

    def _require_known(self, name: str) -> None:
        if name not in _ARITIES:
            self.refuse(f"Invalid function name; function: {name}")
        if name not in self.functions:
            self.refuse(f"The function is not allowed in {self.place}; function: {name}")

    def _taken(self, kind: str) -> str:
        if self.tokens.current.kind != kind:
            self.tokens.fail()
        return self.tokens.take().text


class ConditionParser(OperandParser):
    """Parses a condition."""

    functions = tuple(name for name in _ARITIES if name not in UPDATE_FUNCTIONS)
    place = "a condition expression"

    def __init__(self, parameter: str, text: str) -> None:
        super().__init__(parameter, text)
        self._operators = 0

    def parse(self) -> Condition:
        """Read the whole expression."""
        condition = self._condition()
        self.tokens.expect_end()
        return condition

    def function_operand(self, name: str, arguments: Sequence[Operand]) -> Operand:
        if name != "size":
            self.refuse(f"The function is not allowed to be used this way in an expression; function: {name}")
        return Size(arguments[0])

    def _condition(self) -> Condition:
        condition = self._conjunction()
        while self.tokens.take_keyword("OR"):
            condition = Or(condition, self._counted(self._conjunction()))
        return condition

    def _conjunction(self) -> Condition:
        condition = self._negation()
        while self.tokens.take_keyword("AND"):
            condition = And(condition, self._counted(self._negation()))
        return condition

    def _negation(self) -> Condition:
        if self.tokens.take_keyword("NOT"):
            return Not(self._counted(self._negation()))
        if self.tokens.current.text == "(":
            return self._parenthesized()
        if self.at_function():
            name, arguments = self.call()
            if name != "size":
                return self._counted(_CONDITIONS[name](self.parameter, arguments))
            return self._comparison(Size(arguments[0]))
        return self._comparison(self.operand())

    def _parenthesized(self) -> Condition:
        self.tokens.expect_symbol("(")
        if self.tokens.current.text == "(" and self.tokens.following().text == "(":
            self.refuse("The expression has redundant parentheses;")
        condition = self._condition()
        self.tokens.expect_symbol(")")
        return condition

    def _comparison(self, operand: Operand) -> Condition:
        if comparator := self.tokens.take_symbol(*COMPARATORS):
            return self._counted(Comparison(comparator, operand, self.operand()))
        if self.tokens.take_keyword("BETWEEN"):
            low = self.operand()
            self.tokens.expect_keyword("AND")
            return self._counted(Between(operand, low, self.operand()))
        if self.tokens.take_keyword("IN"):
            return self._counted(In(operand, self._choices()))
        if isinstance(operand, Size):
            self.refuse("The function is not allowed to be used this way in an expression; function: size")
        return self.tokens.fail()

    def _choices(self) -> tuple[Operand, ...]:
        self.tokens.expect_symbol("(")
        choices = [self.operand()]
        while self.tokens.take_symbol(","):
            choices.append(self.operand())
        self.tokens.expect_symbol(")")
        if len(choices) > MOST_CHOICES:
            self.refuse(
                f"The IN operator is provided with too many operands; number of operands: {len(choices)}"
            )
        return tuple(choices)

    def _counted(self, condition: Condition) -> Condition:
        self._operators += 1
        if self._operators > MOST_OPERATORS:
            self.refuse(f"The expression contains too many operators; operator count: {self._operators}")
        return condition


def _exists(parameter: str, arguments: Sequence[Operand]) -> Condition:
    return Exists(require_document_path(parameter, "attribute_exists", arguments[0]))


def _not_exists(parameter: str, arguments: Sequence[Operand]) -> Condition:
    return Not(Exists(require_document_path(parameter, "attribute_not_exists", arguments[0])))


def _has_type(parameter: str, arguments: Sequence[Operand]) -> Condition:
    return HasType(require_document_path(parameter, "attribute_type", arguments[0]), arguments[1])


_CONDITIONS: Mapping[str, Callable[[str, Sequence[Operand]], Condition]] = {
    "attribute_exists": _exists,
    "attribute_not_exists": _not_exists,
    "attribute_type": _has_type,
    "begins_with": lambda _, arguments: BeginsWith(*arguments),
    "contains": lambda _, arguments: Contains(*arguments),
}


def if_not_exists(parameter: str, arguments: Sequence[Operand]) -> Operand:
    """Return the operand of `if_not_exists(path, operand)`."""
    return IfNotExists(
        PathOperand(require_document_path(parameter, "if_not_exists", arguments[0])), arguments[1]
    )


def list_append(_parameter: str, arguments: Sequence[Operand]) -> Operand:
    """Return the operand of `list_append(list, list)`."""
    return ListAppend(*arguments)
