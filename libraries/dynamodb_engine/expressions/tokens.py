"""Text of an expression to tokens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from dynamodb_engine.errors import ExpressionError

LONGEST_EXPRESSION = 4096
END = "<EOF>"
_TOKEN = re.compile(
    r"\s*(?:(?P<name>#?[A-Za-z_][A-Za-z0-9_]*|#[A-Za-z0-9_]+)|(?P<value>:[A-Za-z0-9_]+)|(?P<number>[0-9]+)"
    r"|(?P<symbol><>|<=|>=|[=<>()\[\],.+-])|(?P<unknown>\S))"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression.

    Attributes:
        kind: `name`, `value`, `number`, `symbol`, `unknown` or `end`.
        text: What stands there.
        start: Where it begins.
        end: Where it ends.
    """

    kind: str
    text: str
    start: int
    end: int


class TokenStream:
    """The tokens of one expression, read from left to right.

    Args:
        parameter: The request's parameter that holds the expression, for its errors.
        text: The expression.

    Raises:
        ExpressionError: It is empty or too long.
    """

    def __init__(self, parameter: str, text: str) -> None:
        if not text.strip():
            raise ExpressionError(parameter, "The expression can not be empty;")
        if len(text.encode()) > LONGEST_EXPRESSION:
            raise ExpressionError(
                parameter,
                f"Expression size has exceeded the maximum allowed size; expression size: {len(text.encode())}",
            )
        self.parameter = parameter
        self._text = text
        self._tokens = _tokens(text)
        self._position = 0

    @property
    def current(self) -> Token:
        """The token that is to be read next."""
        return self._tokens[self._position]

    def following(self) -> Token:
        """Return the token after the current one."""
        return self._tokens[min(self._position + 1, len(self._tokens) - 1)]

    def until_closed(self) -> Iterator[str]:
        """Yield the tokens within the parenthesis that comes next, without those within pairs inside of it."""
        depth = 0
        for token in self._tokens[self._position :]:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if depth == 0:
                return
            if depth == 1:
                yield token.text

    def take(self) -> Token:
        """Return the current token and go on."""
        token = self.current
        self._position += 1
        return token

    def take_symbol(self, *symbols: str) -> str | None:
        """Return the current token if it is one of these symbols, and go on; else None."""
        if self.current.kind == "symbol" and self.current.text in symbols:
            return self.take().text
        return None

    def take_keyword(self, *keywords: str) -> str | None:
        """Return the current token in capitals if it is one of these words in any case, and go on; else None."""
        if self.current.kind == "name" and self.current.text.upper() in keywords:
            return self.take().text.upper()
        return None

    def expect_symbol(self, symbol: str) -> None:
        """Go past a symbol.

        Raises:
            ExpressionError: Something else stands there.
        """
        if self.take_symbol(symbol) is None:
            self.fail()

    def expect_keyword(self, keyword: str) -> None:
        """Go past a word.

        Raises:
            ExpressionError: Something else stands there.
        """
        if self.take_keyword(keyword) is None:
            self.fail()

    def expect_end(self) -> None:
        """Refuse anything that is left.

        Raises:
            ExpressionError: Something is.
        """
        if self.current.kind != "end":
            self.fail()

    def fail(self) -> NoReturn:
        """Refuse the current token.

        Raises:
            ExpressionError: Always.
        """
        first = self._tokens[max(self._position - 1, 0)]
        near = self._text[first.start : self.following().end].strip()
        raise ExpressionError(self.parameter, f'Syntax error; token: "{self.current.text}", near: "{near}"')


def _tokens(text: str) -> Sequence[Token]:
    tokens = [
        Token(
            match.lastgroup or "", match[match.lastgroup or 0], match.start(match.lastgroup or 0), match.end()
        )
        for match in _TOKEN.finditer(text)
    ]
    return [*tokens, Token("end", END, len(text), len(text))]
