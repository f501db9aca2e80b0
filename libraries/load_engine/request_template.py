"""What is sent over and over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

NUMBER = "{number}"


@dataclass(frozen=True)
class RequestTemplate:
    """One HTTP request to be repeated.

    Attributes:
        method: The HTTP method.
        url: The whole URL. `{number}` stands for the number of the repetition, here and in the body.
        headers: Header values by name.
        body: The text that is sent; None for no body.
        tokens: Bearer tokens that take turns; empty for requests without one. They are left out of `repr`.
        timeout: Seconds until an unanswered request counts as failed.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    tokens: Sequence[str] = field(default=(), repr=False)
    timeout: float = 30.0

    @property
    def is_always_the_same(self) -> bool:
        """Whether every repetition sends the same bytes."""
        return len(self.tokens) <= 1 and NUMBER not in self.url and NUMBER not in (self.body or "")

    def url_of(self, number: int) -> str:
        """Return the URL of a repetition."""
        return self.url.replace(NUMBER, str(number))

    def headers_of(self, number: int) -> dict[str, str]:
        """Return the headers of a repetition, including its token."""
        if not self.tokens:
            return dict(self.headers)
        return {**self.headers, "Authorization": f"Bearer {self.tokens[number % len(self.tokens)]}"}

    def body_of(self, number: int) -> bytes | None:
        """Return the body of a repetition."""
        return None if self.body is None else self.body.replace(NUMBER, str(number)).encode()

    def to_json(self) -> str:
        """Return everything, tokens included: for a pipe to a worker, never for a file."""
        fields = {**vars(self), "headers": dict(self.headers), "tokens": list(self.tokens)}
        return json.dumps(fields)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` returned."""
        fields: dict[str, Any] = json.loads(text)
        return cls(**fields)
