"""Updates: `SET`, `REMOVE`, `ADD` and `DELETE`, which all see the item as it was before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dynamodb_engine import decimals
from dynamodb_engine.errors import ValidationError
from dynamodb_engine.expressions.bindings import Bindings
from dynamodb_engine.expressions.operands import Arithmetic, Literal, Operand, Placeholder, require_type
from dynamodb_engine.expressions.parsing import (
    REMEMBERED_EXPRESSIONS,
    UPDATE_FUNCTIONS,
    OperandParser,
    if_not_exists,
    list_append,
)
from dynamodb_engine.expressions.paths import Element, Path
from dynamodb_engine.expressions.projections import require_separate
from dynamodb_engine.values import SETS, Item, Value, content_of, kind_of

PARAMETER = "UpdateExpression"
CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")
_INVALID_PATH = "The document path provided in the update expression is invalid for update"
WRONG_OPERAND = "An operand in the update expression has an incorrect data type"


@dataclass(frozen=True, slots=True)
class Action:
    """One change.

    Attributes:
        clause: `SET`, `REMOVE`, `ADD` or `DELETE`.
        path: What is changed.
        operand: What it is changed to or by; nothing for `REMOVE`.
        mismatch: What AWS says if the attribute has another type than `ADD` or `DELETE` needs.
    """

    clause: str
    path: Path
    operand: Operand | None = None
    mismatch: str = WRONG_OPERAND

    def bound(self, bindings: Bindings) -> "Action":
        """Return it with names and values in the place of placeholders.

        Raises:
            ExpressionError: A placeholder stands for nothing, or for a value of a type that the clause does not take.
        """
        operand = None if self.operand is None else self.operand.bound(PARAMETER, bindings)
        if operand is not None and self.clause in _OPERAND_TYPES:
            require_type(PARAMETER, self.clause, operand, _OPERAND_TYPES[self.clause])
        return Action(self.clause, bindings.path(PARAMETER, self.path), operand)


@dataclass(frozen=True, slots=True)
class Update:
    """All changes of one request."""

    actions: tuple[Action, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """What is changed."""
        return tuple(action.path for action in self.actions)

    @property
    def makes_items(self) -> bool:
        """Whether an item that is not there is made; one of which something is only taken away is not."""
        return not self.actions or any(action.clause in ("SET", "ADD") for action in self.actions)

    def bound(self, bindings: Bindings) -> "Update":
        """Return it with names and values in the place of placeholders.

        Raises:
            ExpressionError: An action can't be, or two of them are about the same part of the item.
        """
        actions = tuple(action.bound(bindings) for action in self.actions)
        require_separate(PARAMETER, [action.path for action in actions])
        return Update(actions)

    def applied_to(self, item: Item) -> Item:
        """Return the item with all changes made.

        Raises:
            ValidationError: A path leads nowhere, or a value has another type than the change needs.
        """
        changes = [(action.path, _CHANGES[action.clause](action, item)) for action in self.actions]
        changes.sort(key=lambda change: _by_index(change[0]))
        whole: Value = {"M": item}
        changed = whole
        for path, value in changes:
            if value is not None:
                changed = _set_at(changed, path.elements, value)
        for path, value in reversed(changes):
            if value is None and _remove_at(whole, path.elements) != whole:
                changed = _remove_at(changed, path.elements)
        result: Item = content_of(changed)
        return result


@lru_cache(REMEMBERED_EXPRESSIONS)
def parse_update(text: str) -> Update:
    """Return an update, with placeholders.

    Raises:
        ExpressionError: The text is not one.
    """
    return _UpdateParser(PARAMETER, text).parse()


class _UpdateParser(OperandParser):
    functions = UPDATE_FUNCTIONS
    place = "an update expression"

    def parse(self) -> Update:
        actions: list[Action] = []
        seen: set[str] = set()
        while self.tokens.current.kind != "end":
            clause = self.tokens.take_keyword(*CLAUSES)
            if clause is None:
                self.tokens.fail()
            if clause in seen:
                self.refuse(f'The "{clause}" section can only be used once in an update expression;')
            seen.add(clause)
            actions.append(self._action(clause))
            while self.tokens.take_symbol(","):
                actions.append(self._action(clause))
        return Update(tuple(actions))

    def function_operand(self, name: str, arguments: Sequence[Operand]) -> Operand:
        make = if_not_exists if name == "if_not_exists" else list_append
        return make(self.parameter, arguments)

    def _action(self, clause: str) -> Action:
        path = self.path()
        if clause == "REMOVE":
            return Action(clause, path)
        if clause == "SET":
            self.tokens.expect_symbol("=")
            return Action(clause, path, self._value())
        if self.tokens.current.kind != "value":
            self.tokens.fail()
        return Action(clause, path, Placeholder(self.tokens.take().text))

    def _value(self) -> Operand:
        """Read what SET sets: an operand, or a sum or difference of two, which may stand in parentheses."""
        if not self._at_parenthesized_sum():
            return self._sum()
        self.tokens.expect_symbol("(")
        value = self._sum()
        self.tokens.expect_symbol(")")
        return value

    def _sum(self) -> Operand:
        operand = self.operand()
        if operator := self.tokens.take_symbol("+", "-"):
            self.count_operator()
            return Arithmetic(operator, operand, self.operand())
        return operand

    def _at_parenthesized_sum(self) -> bool:
        """Return whether the parenthesis that comes next is closed only after a sum or difference."""
        return self.tokens.current.text == "(" and bool({"+", "-"} & set(self.tokens.until_closed()))


def _set(action: Action, item: Item) -> Value:
    value = action.operand.value(item) if action.operand is not None else None
    if value is None:
        raise ValidationError(
            "The provided expression refers to an attribute that does not exist in the item"
        )
    return value


def _remove(_action: Action, _item: Item) -> None:
    return None


def _add(action: Action, item: Item) -> Value:
    held, added = action.path.find(item), _literal(action)
    if held is None:
        return added
    kind = kind_of(added)
    if kind_of(held) != kind:
        raise ValidationError(action.mismatch)
    if kind == "N":
        total = decimals.add(decimals.parse(content_of(held)), decimals.parse(content_of(added)))
        return {"N": decimals.canonical(total)}
    if kind == "L":
        return {"L": [*content_of(held), *content_of(added)]}
    return {kind: list(dict.fromkeys([*content_of(held), *content_of(added)]))}


def _delete(action: Action, item: Item) -> Value | None:
    held, removed = action.path.find(item), _literal(action)
    if held is None:
        return None
    if kind_of(held) != kind_of(removed):
        raise ValidationError(action.mismatch)
    gone = set(content_of(removed))
    left = [member for member in content_of(held) if member not in gone]
    return {kind_of(held): left} if left else None


_CHANGES: Mapping[str, Callable[[Action, Item], Value | None]] = {
    "SET": _set,
    "REMOVE": _remove,
    "ADD": _add,
    "DELETE": _delete,
}
_OPERAND_TYPES: Mapping[str, tuple[str, ...]] = {"ADD": ("N", *SETS), "DELETE": SETS}


def _literal(action: Action) -> Value:
    if not isinstance(action.operand, Literal):
        raise TypeError(f"{action.clause} takes a value")
    return action.operand.content


def _by_index(path: Path) -> tuple[tuple[int, str], ...]:
    """Order elements of a list: what is appended comes in order, and what is removed goes from the end."""
    return tuple((each, "") if isinstance(each, int) else (0, each) for each in path.elements)


def _set_at(holder: Value, way: tuple[Element, ...], value: Value) -> Value:
    """Return a list or map with something put in at the end of a way into it."""
    element, rest = way[0], way[1:]
    kind, content = kind_of(holder), content_of(holder)
    if isinstance(element, int) and kind == "L":
        if element >= len(content):
            if rest:
                raise ValidationError(_INVALID_PATH)
            return {"L": [*content, value]}
        inner = _set_at(content[element], rest, value) if rest else value
        return {"L": [*content[:element], inner, *content[element + 1 :]]}
    if isinstance(element, str) and kind == "M":
        if rest and element not in content:
            raise ValidationError(_INVALID_PATH)
        return {"M": {**content, element: _set_at(content[element], rest, value) if rest else value}}
    raise ValidationError(_INVALID_PATH)


def _remove_at(holder: Value, way: tuple[Element, ...]) -> Value:
    """Return a list or map without what is at the end of a way into it."""
    element, rest = way[0], way[1:]
    kind, content = kind_of(holder), content_of(holder)
    if isinstance(element, int) and kind == "L":
        if element >= len(content):
            if rest:
                raise ValidationError(_INVALID_PATH)
            return holder
        inner = [_remove_at(content[element], rest)] if rest else []
        return {"L": [*content[:element], *inner, *content[element + 1 :]]}
    if isinstance(element, str) and kind == "M":
        if element not in content:
            if rest:
                raise ValidationError(_INVALID_PATH)
            return holder
        if rest:
            return {"M": {**content, element: _remove_at(content[element], rest)}}
        return {"M": {name: each for name, each in content.items() if name != element}}
    raise ValidationError(_INVALID_PATH)
