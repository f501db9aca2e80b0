"""Parsers of what all expressions have in common, paths and operands, and of conditions.

```
condition := conjunction { OR conjunction }
conjunction := negation { AND negation }
negation := NOT negation | "(" condition ")" | function "(" … ")" | operand comparator operand
            | operand BETWEEN operand AND operand | operand IN "(" operand { "," operand } ")"
operand := term | "(" term ")"
term := path | :value | function "(" … ")"
```
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NoReturn

from dynamodb_engine.errors import ExpressionError
from dynamodb_engine.expressions.conditions import (
    BeginsWith,
    Between,
    Comparison,
    Condition,
    Contains,
    Exists,
    HasType,
    In,
    Not,
    require_document_path,
)
from dynamodb_engine.expressions.joining import Joining
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
        self._operators = 0

    def path(self) -> Path:
        """Read a document path."""
        if self.tokens.current.kind != "name":
            self.tokens.fail()
        elements: list[Element] = [self.tokens.take().text]
        while symbol := self.tokens.take_symbol(".", "["):
            if symbol == ".":
                elements.append(self._take("name"))
            else:
                elements.append(int(self._take("number")))
                self.tokens.expect_symbol("]")
        return Path(tuple(elements))

    def operand(self) -> Operand:
        """Read an operand, which may stand in parentheses."""
        if not self.tokens.take_symbol("("):
            return self.term()
        if self.tokens.current.text == "(":
            self.refuse_redundant_parentheses()
        operand = self.term()
        self.tokens.expect_symbol(")")
        return operand

    def term(self) -> Operand:
        """Read an operand without parentheses."""
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
        self.count_operator()
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

    def count_operator(self) -> None:
        """Count an operator or function.

        Raises:
            ExpressionError: There are too many.
        """
        self._operators += 1
        if self._operators > MOST_OPERATORS:
            self.refuse(f"The expression contains too many operators; operator count: {self._operators}")

    def refuse_redundant_parentheses(self) -> NoReturn:
        """Refuse a pair of parentheses that holds nothing but another pair.

        Raises:
            ExpressionError: Always.
        """
        self.refuse("The expression has redundant parentheses;")

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

    def _take(self, kind: str) -> str:
        if self.tokens.current.kind != kind:
            self.tokens.fail()
        return self.tokens.take().text


class ConditionParser(OperandParser):
    """Parses a condition."""

    functions = tuple(name for name in _ARITIES if name not in UPDATE_FUNCTIONS)
    place = "a condition expression"

    def parse(self) -> Condition:
        """Read the whole expression."""
        joining = Joining()
        self._read_condition(joining)
        while operator := self.tokens.take_keyword("AND", "OR"):
            self.count_operator()
            joining.join(operator)
            self._read_condition(joining)
        if joining.is_open:
            self.tokens.fail()
        self.tokens.expect_end()
        return joining.result()

    def function_operand(self, name: str, arguments: Sequence[Operand]) -> Operand:
        if name != "size":
            self.refuse(f"The function is not allowed to be used this way in an expression; function: {name}")
        return Size(arguments[0])

    def _read_condition(self, joining: Joining) -> None:
        """Read a condition without AND and OR, with what negates it and all parentheses around it."""
        while True:
            if self.tokens.take_keyword("NOT"):
                self.count_operator()
                joining.negate()
            elif self.tokens.take_symbol("("):
                joining.open()
            else:
                break
        joining.add(self._test(joining))
        while joining.is_open and self.tokens.take_symbol(")"):
            if joining.close():
                self.refuse_redundant_parentheses()

    def _test(self, joining: Joining) -> Condition:
        if not self.at_function():
            return self._comparison(self.term(), joining)
        name, arguments = self.call()
        if name != "size":
            return _CONDITIONS[name](self.parameter, arguments)
        return self._comparison(Size(arguments[0]), joining)

    def _comparison(self, operand: Operand, joining: Joining) -> Condition:
        if self.tokens.current.text == ")" and joining.take_open_back():
            self.tokens.take()
            if self.tokens.current.text == ")" and joining.take_open_back():
                self.refuse_redundant_parentheses()
        if comparator := self.tokens.take_symbol(*COMPARATORS):
            self.count_operator()
            return Comparison(comparator, operand, self.operand())
        if self.tokens.take_keyword("BETWEEN"):
            self.count_operator()
            low = self.operand()
            self.tokens.expect_keyword("AND")
            return Between(operand, low, self.operand())
        if self.tokens.take_keyword("IN"):
            self.count_operator()
            return In(operand, self._choices())
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
