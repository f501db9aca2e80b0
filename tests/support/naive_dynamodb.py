"""DynamoDB's expressions as they could be explained on a blackboard: slow, short, and without a line of the engine's.

Values are Python's: `str`, `Decimal`, `bytes`, `bool`, `None`, `list`, `dict`, and sets as `frozenset`. Conditions and updates
are tuples, written out as text by `Writer` with random parentheses, spaces, cases and placeholders.
"""

import base64
import copy
import operator
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

Path = tuple[str | int, ...]
Tree = tuple[Any, ...]
Wire = Mapping[str, Any]

ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
WORDS = ("AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE")


class Refused(Exception):  # noqa: N818 - what happens to a request
    """AWS would refuse it."""


class _Missing:
    """What stands where nothing does."""


MISSING = _Missing()
GONE = _Missing()
EXACT = Context(prec=500)

# ------------------------------------------------------------------------------------------------ values


def native(value: Wire) -> Any:
    """Return a value of DynamoDB as one of Python."""
    ((kind, content),) = value.items()
    if kind in ("SS", "NS", "BS"):
        return frozenset(native({kind[0]: each}) for each in content)
    return _NATIVE[kind](content)


_NATIVE: Mapping[str, Callable[[Any], Any]] = {
    "S": str,
    "N": Decimal,
    "B": base64.b64decode,
    "BOOL": bool,
    "NULL": lambda _: None,
    "L": lambda content: [native(each) for each in content],
    "M": lambda content: {name: native(each) for name, each in content.items()},
}


def native_item(item: Wire) -> dict[str, Any]:
    """Return an item with Python's values."""
    return {name: native(value) for name, value in item.items()}


def kind_of(value: Any) -> str:
    """Return DynamoDB's name of a type."""
    if isinstance(value, frozenset):
        return kind_of(next(iter(value))) + "S"
    kinds = {str: "S", Decimal: "N", bytes: "B", bool: "BOOL", type(None): "NULL", list: "L", dict: "M"}
    return kinds[type(value)]


def same(left: Any, right: Any) -> bool:
    """Return whether two values are the same, types included."""
    if left is MISSING or right is MISSING or kind_of(left) != kind_of(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    return bool(left == right)


def ordered(sign: str, left: Any, right: Any) -> bool:
    """Return whether two scalars of one type are in order."""
    if left is MISSING or right is MISSING or kind_of(left) != kind_of(right) or kind_of(left) not in "SNB":
        return False
    if isinstance(left, str):
        return bool(ORDERS[sign](left.encode(), right.encode()))
    return bool(ORDERS[sign](left, right))


def found(item: Any, path: Path) -> Any:
    """Return what stands at a path, or `MISSING`."""
    for element in path:
        if isinstance(element, int):
            if not isinstance(item, list) or element >= len(item):
                return MISSING
        elif not isinstance(item, dict) or element not in item:
            return MISSING
        item = item[element]
    return item


def leaves(value: Any) -> Iterator[Any]:
    """Yield the values that are no lists or maps, in any order; empty lists and maps are some."""
    if value is MISSING:
        return
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not inner:
        yield sorted(value) if isinstance(value, frozenset) else value
    for each in inner:
        yield from leaves(each)


# ------------------------------------------------------------------------------------------------ conditions


def holds(tree: Tree, item: Mapping[str, Any]) -> bool:
    """Return whether a condition is true of an item."""
    name, *parts = tree
    if name == "and":
        return all(holds(part, item) for part in parts)
    if name == "or":
        return any(holds(part, item) for part in parts)
    if name == "not":
        return not holds(parts[0], item)
    if name == "in":
        return any(same(value_of(parts[0], item), value_of(choice, item)) for choice in parts[1])
    return _passes(name, [value_of(part, item) for part in parts])


def _passes(name: str, operands: Sequence[Any]) -> bool:
    match name, operands:
        case "attribute_exists", [value]:
            return value is not MISSING
        case "attribute_not_exists", [value]:
            return value is MISSING
        case "attribute_type", [value, kind]:
            return value is not MISSING and kind_of(value) == kind
        case "between", [value, low, high]:
            return ordered(">=", value, low) and ordered("<=", value, high)
        case "=" | "<>", [left, right]:
            return same(left, right) == (name == "=")
    left, right = operands
    return ordered(name, left, right) if name in ORDERS else _found_in(name, left, right)


def _found_in(name: str, whole: Any, part: Any) -> bool:
    if whole is MISSING or part is MISSING:
        return False
    is_text = isinstance(whole, str | bytes) and kind_of(whole) == kind_of(part)
    if name == "begins_with":
        return is_text and whole.startswith(part)
    if isinstance(whole, list | frozenset):
        return any(same(each, part) for each in whole)
    return is_text and part in whole


def value_of(operand: Tree, item: Mapping[str, Any]) -> Any:
    """Return the value of an operand of a condition."""
    match operand:
        case ("path", path):
            return found(item, path)
        case ("value", value):
            return native(value)
    value = found(item, operand[1][1])
    has_size = value is not MISSING and not isinstance(value, Decimal | bool | None)
    return Decimal(len(value)) if has_size else MISSING


def require_right(tree: Tree) -> None:
    """Refuse a condition that is wrong whatever the item is."""
    name, *parts = tree
    if name in ("and", "or", "not"):
        for part in parts:
            require_right(part)
        return
    kinds = {kind_of(native(part[1])) for part in parts if part[0] == "value"}
    if name in _KINDS:
        _require(kinds <= set(_KINDS[name]))
    if name in ("=", "<>", *ORDERS, "begins_with", "contains"):
        _require(parts[0] != parts[1] or parts[0][0] != "path")
    if name == "between" and parts[1][0] == parts[2][0] == "value":
        _require(ordered("<=", native(parts[1][1]), native(parts[2][1])))


_KINDS = {**dict.fromkeys((*ORDERS, "between"), "SNB"), "begins_with": "SB"}


def _require(condition: bool) -> None:
    if not condition:
        raise Refused


# ------------------------------------------------------------------------------------------------ updates


def updated(item: Mapping[str, Any], actions: Sequence[Tree]) -> dict[str, Any]:
    """Return an item with all actions done: `(clause, path, operand)`, without operand for REMOVE."""
    require_right_update(actions)
    results = [(path, _result(clause, path, rest, item)) for clause, path, *rest in actions]
    new: Any = copy.deepcopy(dict(item))
    for path, result in sorted(results, key=lambda each: [(isinstance(e, int), e) for e in each[0]]):
        holder = found(new, path[:-1])
        last = path[-1]
        _require(isinstance(holder, list if isinstance(last, int) else dict))
        if not isinstance(last, int) or last < len(found(item, path[:-1])):
            holder[last] = result
        elif result is not GONE:
            holder.append(result)
    whole = _without_gone(new)
    assert isinstance(whole, dict)
    return whole


def require_right_update(actions: Sequence[Tree]) -> None:
    """Refuse an update that is wrong whatever the item is."""
    require_apart([action[1] for action in actions])
    for clause, _, *rest in actions:
        if clause == "SET":
            _require_right_value(rest[0])
        elif clause != "REMOVE":
            sets = ("SS", "NS", "BS")
            _require(kind_of(native(rest[0][1])) in (("N", *sets) if clause == "ADD" else sets))


def _require_right_value(operand: Tree) -> None:
    wanted = {"+": "N", "-": "N", "list_append": "L"}.get(operand[0])
    for part in operand[1:] if operand[0] not in ("path", "value", "size") else ():
        if part[0] == "value" and wanted is not None:
            _require(kind_of(native(part[1])) == wanted)
        _require_right_value(part)


def makes_item(actions: Sequence[Tree]) -> bool:
    """Return whether an update makes an item that is not there."""
    return not actions or any(clause in ("SET", "ADD") for clause, *_ in actions)


def require_apart(paths: Sequence[Path]) -> None:
    """Refuse paths of which one leads into what another one leads to, or takes for a list what another one takes for a map."""
    for number, path in enumerate(paths):
        for other in paths[:number]:
            length = min(len(path), len(other))
            _require(path[:length] != other[:length])
            differing = next(at for at in range(length) if path[at] != other[at])
            _require(type(path[differing]) is type(other[differing]))


def _result(clause: str, path: Path, rest: Sequence[Tree], item: Mapping[str, Any]) -> Any:
    present = found(item, path)
    if clause == "REMOVE":
        return GONE
    if clause == "SET":
        return _set_value(rest[0], item)
    given = native(rest[0][1])
    if present is MISSING:
        return given if clause == "ADD" else GONE
    _require(kind_of(present) == kind_of(given))
    if clause == "ADD":
        return present + given if isinstance(given, Decimal) else present | given
    return present - given or GONE


def _set_value(operand: Tree, item: Mapping[str, Any]) -> Any:
    match operand:
        case ("+" | "-" as sign, left, right):
            a, b = _set_value(left, item), _set_value(right, item)
            _require(isinstance(a, Decimal) and isinstance(b, Decimal))
            return a + b if sign == "+" else a - b
        case ("if_not_exists", path, otherwise):
            present = found(item, path[1])
            return _set_value(otherwise, item) if present is MISSING else present
        case ("list_append", left, right):
            first, second = _set_value(left, item), _set_value(right, item)
            _require(isinstance(first, list) and isinstance(second, list))
            return first + second
    value = value_of(operand, item)
    _require(value is not MISSING)
    return value


def _without_gone(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_gone(each) for name, each in value.items() if each is not GONE}
    if isinstance(value, list):
        return [_without_gone(each) for each in value if each is not GONE]
    return value


# ------------------------------------------------------------------------------------------------ text


class Writer:
    """Writes conditions and updates as text, and remembers what the placeholders stand for.

    Args:
        source: Decides about parentheses, spaces, cases and placeholders.
    """

    def __init__(self, source: random.Random) -> None:
        self._random = source
        self.names: dict[str, str] = {}
        self.values: dict[str, Wire] = {}

    def condition(self, tree: Tree) -> str:
        """Return a condition as text."""
        return self._joined(self._condition(tree, 0))

    def update(self, actions: Sequence[Tree]) -> str:
        """Return an update as text, its clauses in any order."""
        clauses: dict[str, list[Tree]] = {}
        for action in actions:
            clauses.setdefault(action[0], []).append(action)
        tokens: list[str] = []
        for clause, members in clauses.items():
            tokens.append(clause)
            for number, (_, path, *rest) in enumerate(members):
                tokens += [","] if number else []
                tokens += self._path(path)
                tokens += ["="] if clause == "SET" else []
                tokens += self._set_value(rest[0], may_wrap=True) if clause == "SET" else []
                tokens += self._operand(rest[0], may_wrap=False) if clause in ("ADD", "DELETE") else []
        return self._joined(tokens)

    def projection(self, paths: Sequence[Path]) -> str:
        """Return a projection on paths as text."""
        return self._joined(self._listed([("path", path) for path in paths], may_wrap=False))

    def parameters(self) -> dict[str, Any]:
        """Return the parameters that say what placeholders stand for."""
        parameters: dict[str, Any] = {}
        if self.names:
            parameters["ExpressionAttributeNames"] = dict(self.names)
        if self.values:
            parameters["ExpressionAttributeValues"] = dict(self.values)
        return parameters

    def _condition(self, tree: Tree, strength: int) -> list[str]:
        match tree:
            case ("or", left, right):
                mine, tokens = 1, [*self._condition(left, 1), "OR", *self._condition(right, 1)]
            case ("and", left, right):
                mine, tokens = 2, [*self._condition(left, 2), "AND", *self._condition(right, 2)]
            case ("not", inner):
                mine, tokens = 3, ["NOT", *self._condition(inner, 3)]
            case _:
                mine, tokens = 4, self._test(tree)
        is_wrapped = tokens[0] == "(" and self._closes_at_end(tokens)
        wraps = mine < strength or (self._random.random() < 0.2 and not is_wrapped)
        return ["(", *tokens, ")"] if wraps else tokens

    @staticmethod
    def _closes_at_end(tokens: Sequence[str]) -> bool:
        depth = 0
        for number, token in enumerate(tokens):
            depth += (token == "(") - (token == ")")
            if depth == 0:
                return number == len(tokens) - 1
        return False

    def _test(self, tree: Tree) -> list[str]:
        match tree:
            case ("between", operand, low, high):
                return [*self._operand(operand), "BETWEEN", *self._operand(low), "AND", *self._operand(high)]
            case ("in", operand, choices):
                return [*self._operand(operand), "IN", "(", *self._listed(choices), ")"]
            case (sign, left, right) if sign in ("=", "<>", *ORDERS):
                return [*self._operand(left), sign, *self._operand(right)]
        name, *arguments = tree
        return [name, "(", *self._listed(arguments, may_wrap=name in ("contains", "begins_with")), ")"]

    def _listed(self, operands: Sequence[Tree], *, may_wrap: bool = True) -> list[str]:
        tokens: list[str] = []
        for number, operand in enumerate(operands):
            tokens += [","] if number else []
            tokens += self._operand(operand, may_wrap=may_wrap)
        return tokens

    def _set_value(self, operand: Tree, *, may_wrap: bool = False) -> list[str]:
        match operand:
            case ("+" | "-" as sign, left, right):
                tokens = [*self._set_value(left), sign, *self._set_value(right)]
                return ["(", *tokens, ")"] if may_wrap and self._random.random() < 0.3 else tokens
            case ("if_not_exists" | "list_append" as name, left, right):
                return [name, "(", *self._set_value(left), ",", *self._set_value(right), ")"]
        return self._operand(operand)

    def _operand(self, operand: Tree, *, may_wrap: bool = True) -> list[str]:
        match operand:
            case ("path", path):
                tokens = self._path(path)
            case ("value", value):
                placeholder = f":v{len(self.values)}"
                self.values[placeholder] = value
                tokens = [placeholder]
            case (name, inner):
                tokens = [name, "(", *self._operand(inner, may_wrap=False), ")"]
        return ["(", *tokens, ")"] if may_wrap and self._random.random() < 0.1 else tokens

    def _path(self, path: Path) -> list[str]:
        tokens = [self._name(str(path[0]))]
        for element in path[1:]:
            tokens += ["[", str(element), "]"] if isinstance(element, int) else [".", self._name(element)]
        return tokens

    def _name(self, name: str) -> str:
        if self._random.random() < 0.6:
            return name
        alias = f"#{self._random.choice(['n', '0', '_'])}{len(self.names)}"
        self.names[alias] = name
        return alias

    def _joined(self, tokens: Sequence[str]) -> str:
        text = ""
        for token in tokens:
            must_part = text[-1:].isalnum() or text[-1:] == "_"
            written = self._cased(token) if token in WORDS else token
            spaces = self._random.choice(["", "", " ", " ", "  ", "\n", "\t "])
            text += (
                spaces or (" " if must_part and (token[0].isalnum() or token[0] in "_#:") else "")
            ) + written
        return text + self._random.choice(["", " ", "\n"])

    def _cased(self, word: str) -> str:
        return "".join(self._random.choice((letter.lower(), letter)) for letter in word)
