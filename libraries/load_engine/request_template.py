"""What is sent over and over."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Protocol, Self, runtime_checkable

NUMBER = "{number}"


class HttpRequest(NamedTuple):
    """One request as it is sent; its tokens are left out of `repr`.

    Attributes:
        method: The HTTP method.
        url: The whole URL.
        headers: Header values by name.
        body: The body; None for none.
        label: Which kind of request it is, where several are mixed.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None
    label: str | None = None

    def __repr__(self) -> str:
        return f"{self.method} {self.url}"


class RequestSource(Protocol):
    """What a transport gets its requests from."""

    @property
    def timeout(self) -> float:
        """Seconds until an unanswered request counts as failed."""

    def request_of(self, number: int) -> HttpRequest:
        """Return the request of a repetition; the same object if it is the same request."""


class JobSource(RequestSource, Protocol):
    """A source that reaches a worker as JSON."""

    def to_json(self) -> dict[str, Any]:
        """Return everything, tokens included: for a pipe to a worker, never for a file."""

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read what `to_json` returned."""


@runtime_checkable
class RenewableSource(Protocol):
    """A source whose tokens are renewed while it is used."""

    def renew(self, tokens: Sequence[str]) -> None:
        """Send these tokens from now on."""


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

    def request_of(self, number: int) -> HttpRequest:
        """Return the request of a repetition, including its token."""
        return self._only_request if self._is_always_the_same else self._filled_in(number)

    @functools.cached_property
    def _is_always_the_same(self) -> bool:
        return len(self.tokens) <= 1 and NUMBER not in self.url and NUMBER not in (self.body or "")

    @functools.cached_property
    def _only_request(self) -> HttpRequest:
        return self._filled_in(0)

    def _filled_in(self, number: int) -> HttpRequest:
        token = self.tokens[number % len(self.tokens)] if self.tokens else None
        return HttpRequest(
            self.method,
            self.url.replace(NUMBER, str(number)),
            {**self.headers, "Authorization": f"Bearer {token}"} if token else self.headers,
            None if self.body is None else self.body.replace(NUMBER, str(number)).encode(),
        )

    def to_json(self) -> dict[str, Any]:
        """Return everything, tokens included: for a pipe to a worker, never for a file."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read what `to_json` returned."""
        return cls(**fields)
