"""The small languages that AWS services have, read token by token from left to right."""

import re
from collections.abc import Sequence

Token = tuple[str, str]
"""The kind of a part of a text, and the part itself."""
END: Token = ("end", "")


def tokens_in(text: str, token: re.Pattern[str], error: type[ValueError]) -> list[Token]:
    """Return the tokens of a text.

    Args:
        text: The text.
        token: What a token is, with a named group for each kind.
        error: What is raised if a part of the text is no token; its message has the rest of the text.

    Example:
        >>> tokens_in("a + 1", re.compile(r"\\s*(?:(?P<name>[a-z]+)|(?P<number>\\d+)|(?P<symbol>[+-]))"), ValueError)
        [('name', 'a'), ('symbol', '+'), ('number', '1')]
    """
    found, position = [], 0
    while position < len(text):
        match = token.match(text, position)
        if match is None or match.lastgroup is None:
            raise error(f"{text[position:]!r} cannot be read")
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


class TokenReader:
    """Tokens, of which the next one can be looked at and taken.

    Args:
        tokens: The tokens of a text.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._position = 0

    @property
    def is_at_end(self) -> bool:
        """Whether all tokens have been taken."""
        return self._position >= len(self._tokens)

    def next(self) -> Token:
        """Return the next token, `END` behind the last one."""
        return END if self.is_at_end else self._tokens[self._position]

    def take(self) -> Token:
        """Return the next token, and go on to the one behind it."""
        token = self.next()
        self._position += 1
        return token

    def accept(self, *tokens: Token) -> bool:
        """Take the next token if it is one of these, and return whether it is."""
        is_one = self.next() in tokens
        self._position += is_one
        return is_one
