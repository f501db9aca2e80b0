"""Conditions joined by NOT, AND and OR, which bind in this order; however deep they are nested, it needs no recursion."""

from dynamodb_engine.expressions.conditions import And, Condition, Not, Or

_OPEN = "("
_STRENGTHS = {_OPEN: 0, "OR": 1, "AND": 2, "NOT": 3}


class Joining:
    """Takes conditions and what stands between them from left to right."""

    def __init__(self) -> None:
        self._conditions: list[Condition] = []
        self._operators: list[str] = []
        self._follows_open: list[bool] = []
        self._just_closed_inner = False

    @property
    def is_open(self) -> bool:
        """Whether a parenthesis waits to be closed."""
        return bool(self._follows_open)

    def open(self) -> None:
        """Take an opening parenthesis."""
        self._follows_open.append(self._operators[-1:] == [_OPEN])
        self._operators.append(_OPEN)

    def take_open_back(self) -> bool:
        """Forget the last opening parenthesis if nothing came after it; return whether that is so."""
        if self._operators[-1:] != [_OPEN]:
            return False
        self._operators.pop()
        self._follows_open.pop()
        return True

    def close(self) -> bool:
        """Take a closing parenthesis; return whether the pair held nothing but another pair."""
        self._apply_down_to(_STRENGTHS[_OPEN] + 1)
        self._operators.pop()
        is_redundant = self._just_closed_inner
        self._just_closed_inner = self._follows_open.pop()
        return is_redundant

    def negate(self) -> None:
        """Take a NOT."""
        self._operators.append("NOT")

    def add(self, condition: Condition) -> None:
        """Take a condition."""
        self._just_closed_inner = False
        self._conditions.append(condition)

    def join(self, operator: str) -> None:
        """Take an `AND` or `OR`."""
        self._just_closed_inner = False
        self._apply_down_to(_STRENGTHS[operator])
        self._operators.append(operator)

    def result(self) -> Condition:
        """Return what all of it is together."""
        self._apply_down_to(_STRENGTHS[_OPEN] + 1)
        return self._conditions.pop()

    def _apply_down_to(self, strength: int) -> None:
        """Apply the operators at the end that bind at least so strongly."""
        while self._operators and _STRENGTHS[self._operators[-1]] >= strength:
            operator, last = self._operators.pop(), self._conditions.pop()
            if operator == "NOT":
                self._conditions.append(Not(last))
            else:
                self._conditions.append((And if operator == "AND" else Or)(self._conditions.pop(), last))
