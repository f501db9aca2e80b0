"""Statements of PartiQL, as far as DynamoDB has the language.

Source: "PartiQL - a SQL-compatible query language for Amazon DynamoDB", Amazon DynamoDB Developer Guide.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from dynamodb_engine.errors import ValidationError
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
)
from dynamodb_engine.expressions.joining import Joining
from dynamodb_engine.expressions.operands import Arithmetic, ListAppend, Literal, Operand, PathOperand, Size
from dynamodb_engine.expressions.parsing import MOST_OPERATORS
from dynamodb_engine.expressions.paths import Element, Path
from dynamodb_engine.expressions.projections import Projection, require_separate
from dynamodb_engine.expressions.updates import PARAMETER, WRONG_OPERAND, Action, Update
from dynamodb_engine.values import DEEPEST_NESTING, SETS, Value, checked, content_of, kind_of

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>'(?:[^']|'')*')|(?P<quoted>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"""
    r"""|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<symbol><<|>>|<>|!=|<=|>=|[=<>()\[\]{},.:*?+-])|(?P<unknown>\S))"""
)
_SET_CHANGES = {"set_add": "ADD", "set_delete": "DELETE"}
_COMPARATORS = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Ordering:
    """A key attribute that a SELECT is ordered by.

    Attributes:
        attribute: Its name.
        descending: Whether the greatest value comes first.
    """

    attribute: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement.

    Attributes:
        verb: `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `EXISTS`.
        table: The table's name.
        index: The index's name, for a SELECT from one.
        projection: What a SELECT wants of each item; None for everything.
        condition: The WHERE clause.
        item: What an INSERT stores.
        update: What an UPDATE changes.
        returning: What an UPDATE or DELETE returns, such as `ALL OLD`.
        order: What a SELECT is ordered by.
    """

    verb: str
    table: str
    index: str | None = None
    projection: Projection | None = None
    condition: Condition | None = None
    item: Mapping[str, Value] = field(default_factory=dict)
    update: Update = field(default_factory=lambda: Update(()))
    returning: str | None = None
    order: tuple[Ordering, ...] = ()


def parse_statement(text: str, parameters: Sequence[Value]) -> Statement:
    """Return a statement, with the parameters in the place of its question marks.

    Raises:
        ValidationError: It is not a statement, or has another number of question marks than there are parameters.
    """
    return _Parser(text, [checked(value) for value in parameters]).statement()


class _Parser:
    def __init__(self, text: str, parameters: list[Value]) -> None:
        self._tokens = [
            (match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(text)
        ]
        self._tokens.append(("end", ""))
        self._position = 0
        self._operators = 0
        self._parameters: Iterator[Value] = iter(parameters)

    def statement(self) -> Statement:
        verb = self._word("SELECT", "INSERT", "UPDATE", "DELETE", "EXISTS")
        if verb is None:
            self._fail()
        statement = {
            "SELECT": self._select, "INSERT": self._insert, "UPDATE": self._update, "DELETE": self._delete,
            "EXISTS": self._exists,
        }[verb]()  # fmt: skip
        if self._current[0] != "end":
            self._fail()
        if next(self._parameters, None) is not None:
            raise ValidationError("Number of parameters in request and statement don't match.")
        return statement

    @property
    def _current(self) -> tuple[str, str]:
        return self._tokens[self._position]

    def _take(self) -> str:
        text = self._current[1]
        self._position += 1
        return text

    def _word(self, *words: str) -> str | None:
        kind, text = self._current
        return self._take().upper() if kind == "word" and text.upper() in words else None

    def _symbol(self, *symbols: str) -> str | None:
        kind, text = self._current
        return self._take() if kind == "symbol" and text in symbols else None

    def _expect(self, text: str) -> None:
        if (self._word(text) or self._symbol(text)) is None:
            self._fail()

    def _count(self) -> None:
        """Count an operator or function, since how deep they are nested has to have an end."""
        self._operators += 1
        if self._operators > MOST_OPERATORS:
            raise ValidationError(
                f"Statement wasn't well formed, can't be processed: too many operators: {self._operators}"
            )

    def _fail(self) -> NoReturn:
        raise ValidationError(
            f"Statement wasn't well formed, can't be processed: Unexpected token: {self._current[1] or 'end of statement'}"
        )

    def _select(self) -> Statement:
        projection = None
        if not self._symbol("*"):
            paths = [self._path()]
            while self._symbol(","):
                paths.append(self._path())
            projection = Projection(tuple(paths))
        self._expect("FROM")
        table = self._name()
        index = self._name() if self._symbol(".") else None
        condition, order = self._where(), self._order()
        return Statement(
            "SELECT", table, index=index, projection=projection, condition=condition, order=order
        )

    def _order(self) -> tuple[Ordering, ...]:
        if not self._word("ORDER"):
            return ()
        self._expect("BY")
        order = [self._ordering()]
        while self._symbol(","):
            order.append(self._ordering())
        return tuple(order)

    def _ordering(self) -> Ordering:
        return Ordering(self._name(), self._word("ASC", "DESC") == "DESC")

    def _insert(self) -> Statement:
        self._expect("INTO")
        table = self._name()
        self._expect("VALUE")
        value = self._literal()
        if kind_of(value) != "M":
            self._fail()
        return Statement("INSERT", table, item=content_of(value))

    def _update(self) -> Statement:
        table = self._name()
        actions: list[Action] = []
        while clause := self._word("SET", "REMOVE"):
            actions.append(self._action(clause))
            while self._symbol(","):
                actions.append(self._action(clause))
        require_separate(PARAMETER, [action.path for action in actions])
        return Statement(
            "UPDATE",
            table,
            condition=self._where(),
            update=Update(tuple(actions)),
            returning=self._returning(),
        )

    def _action(self, clause: str) -> Action:
        path = self._path()
        if clause == "REMOVE":
            return Action(clause, path)
        self._expect("=")
        if self._at_call() and self._current[1].lower() in _SET_CHANGES:
            return self._set_change(path)
        operand = self._operand()
        if operator := self._symbol("+", "-"):
            operand = Arithmetic(operator, operand, self._operand())
        return Action(clause, path, operand)

    def _set_change(self, path: Path) -> Action:
        name = self._take().lower()
        self._expect("(")
        if self._path() != path:
            raise ValidationError(f"{name} changes the set that it is given")
        self._expect(",")
        members = self._literal()
        self._expect(")")
        if kind_of(members) not in SETS:
            raise ValidationError(WRONG_OPERAND)
        return Action(_SET_CHANGES[name], path, Literal(members))

    def _delete(self) -> Statement:
        self._expect("FROM")
        table = self._name()
        return Statement("DELETE", table, condition=self._where(), returning=self._returning())

    def _exists(self) -> Statement:
        self._expect("(")
        self._expect("SELECT")
        selected = self._select()
        self._expect(")")
        return Statement("EXISTS", selected.table, condition=selected.condition)

    def _returning(self) -> str | None:
        if not self._word("RETURNING"):
            return None
        extent, age = self._word("ALL", "MODIFIED"), self._word("OLD", "NEW")
        if extent is None or age is None:
            self._fail()
        self._expect("*")
        return f"{extent} {age}"

    def _where(self) -> Condition | None:
        return self._condition() if self._word("WHERE") else None

    def _condition(self) -> Condition:
        joining = Joining()
        self._read_condition(joining)
        while operator := self._word("AND", "OR"):
            self._count()
            joining.join(operator)
            self._read_condition(joining)
        if joining.is_open:
            self._fail()
        return joining.result()

    def _read_condition(self, joining: Joining) -> None:
        """Read a condition without AND and OR, with what negates it and all parentheses around it."""
        while True:
            if self._word("NOT"):
                self._count()
                joining.negate()
            elif self._symbol("("):
                joining.open()
            else:
                break
        joining.add(self._test())
        while joining.is_open and self._symbol(")"):
            joining.close()

    def _test(self) -> Condition:
        if self._at_call() and self._current[1].lower() != "size":
            return self._function()
        return self._comparison(self._operand())

    def _comparison(self, operand: Operand) -> Condition:
        if comparator := self._symbol(*_COMPARATORS):
            return Comparison(_COMPARATORS[comparator], operand, self._operand())
        if self._word("BETWEEN"):
            low = self._operand()
            self._expect("AND")
            return Between(operand, low, self._operand())
        if self._word("IN"):
            return In(operand, self._choices())
        if self._word("IS") and isinstance(operand, PathOperand):
            return self._presence(operand.path)
        return self._fail()

    def _choices(self) -> tuple[Operand, ...]:
        end = {"(": ")", "[": "]"}[self._symbol("(", "[") or self._fail()]
        choices = [self._operand()]
        while self._symbol(","):
            choices.append(self._operand())
        self._expect(end)
        return tuple(choices)

    def _presence(self, path: Path) -> Condition:
        is_negated = self._word("NOT") is not None
        kind = self._word("MISSING", "NULL") or self._fail()
        found: Condition = Not(Exists(path)) if kind == "MISSING" else HasType(path, Literal({"S": "NULL"}))
        return Not(found) if is_negated else found

    def _function(self) -> Condition:
        name = self._take().lower()
        self._expect("(")
        arguments = [self._operand()]
        while self._symbol(","):
            arguments.append(self._operand())
        self._expect(")")
        match name, arguments:
            case "begins_with", [operand, prefix]:
                return BeginsWith(operand, prefix)
            case "contains", [operand, part]:
                return Contains(operand, part)
            case "attribute_type", [PathOperand(path), kind]:
                return HasType(path, kind)
            case "attribute_exists", [PathOperand(path)]:
                return Exists(path)
            case "attribute_not_exists", [PathOperand(path)]:
                return Not(Exists(path))
        raise ValidationError(f"Unsupported function: {name}")

    def _operand(self) -> Operand:
        kind, text = self._current
        is_literal = kind in ("string", "number") or (kind == "symbol" and text in ("?", "{", "[", "<<", "-"))
        if is_literal or (kind == "word" and text.lower() in ("true", "false", "null")):
            return Literal(self._literal())
        if self._at_call():
            return self._value_function()
        return PathOperand(self._path())

    def _value_function(self) -> Operand:
        self._count()
        name = self._take().lower()
        self._expect("(")
        first = self._operand()
        second = self._operand() if self._symbol(",") else None
        self._expect(")")
        if name == "size" and second is None:
            return Size(first)
        if name == "list_append" and second is not None:
            return ListAppend(first, second)
        raise ValidationError(f"Unsupported function: {name}")

    def _at_call(self) -> bool:
        following = self._tokens[min(self._position + 1, len(self._tokens) - 1)]
        return self._current[0] == "word" and following == ("symbol", "(")

    def _name(self) -> str:
        kind = self._current[0]
        if kind == "quoted":
            return self._take()[1:-1].replace('""', '"')
        if kind != "word":
            self._fail()
        return self._take()

    def _path(self) -> Path:
        elements: list[Element] = [self._name()]
        while symbol := self._symbol(".", "["):
            if symbol == ".":
                elements.append(self._name())
                continue
            if self._current[0] != "number":
                self._fail()
            elements.append(int(self._take()))
            self._expect("]")
        return Path(tuple(elements))

    def _literal(self, depth: int = 0) -> Value:
        if depth > DEEPEST_NESTING:
            raise ValidationError("Nesting Levels have exceeded supported limits")
        kind = self._current[0]
        if kind == "string":
            return {"S": self._take()[1:-1].replace("''", "'")}
        if kind == "number":
            return checked({"N": self._take()})
        if kind == "word":
            return self._constant()
        return self._symbolic_literal(depth + 1)

    def _constant(self) -> Value:
        word = self._word("TRUE", "FALSE", "NULL") or self._fail()
        return {"NULL": True} if word == "NULL" else {"BOOL": word == "TRUE"}

    def _symbolic_literal(self, depth: int) -> Value:
        match self._symbol("?", "{", "[", "<<", "-"):
            case "-" if self._current[0] == "number":
                return checked({"N": f"-{self._take()}"})
            case "?":
                return self._parameter()
            case "{":
                return {"M": dict(self._pairs(depth))}
            case "[":
                return {"L": self._elements("]", depth)}
            case "<<":
                return self._set(self._elements(">>", depth))
            case _:
                return self._fail()

    def _parameter(self) -> Value:
        value = next(self._parameters, None)
        if value is None:
            raise ValidationError("Number of parameters in request and statement don't match.")
        return value

    def _pairs(self, depth: int) -> Iterator[tuple[str, Value]]:
        if self._symbol("}"):
            return
        while True:
            if self._current[0] != "string":
                self._fail()
            name = content_of(self._literal())
            self._expect(":")
            yield name, self._literal(depth)
            if not self._symbol(","):
                break
        self._expect("}")

    def _elements(self, end: str, depth: int) -> list[Value]:
        if self._symbol(end):
            return []
        elements = [self._literal(depth)]
        while self._symbol(","):
            elements.append(self._literal(depth))
        self._expect(end)
        return elements

    def _set(self, elements: Sequence[Value]) -> Value:
        kinds = {kind_of(element) for element in elements}
        if len(kinds) != 1 or not kinds <= {"S", "N", "B"}:
            raise ValidationError("A set holds strings, numbers or binary data of one type")
        return checked({f"{kinds.pop()}S": [content_of(element) for element in elements]})
