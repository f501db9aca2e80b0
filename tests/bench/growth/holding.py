"""What a server may hold more and more of, and the requests that may become slower by it."""

import json
from collections.abc import Callable, Iterable, Iterator
from inspect import ismethod
from itertools import islice
from typing import Any, ClassVar, Protocol, TypeVar

from aws_requests import Request, Send, json_request

Method = TypeVar("Method", bound=Callable[..., Any])


class Question(Protocol):
    """A method that sends the request to measure.

    Attributes:
        title: What it asks for.
        only_ours: Whether other servers cannot be asked.
    """

    title: str
    only_ours: bool

    def __call__(self) -> Any: ...


def question(title: str, *, only_ours: bool = False) -> Callable[[Method], Method]:
    """Make a method a `Question`."""

    def mark(method: Method) -> Method:
        method.title, method.only_ours = title, only_ours  # type: ignore[attr-defined]
        return method

    return mark


class Holding:
    """Something that a server holds in an account, more and more of it, and the questions asked meanwhile.

    A question always asks for the same amount, and leaves what is held as it was. Names have the account in them, because some
    servers know but one.

    Args:
        send: Sends a request to the server.
        account: The account.
    """

    title: ClassVar[str]
    """What it is."""

    largest: ClassVar[int] = 10_000
    """How much of it the server holds in the end."""

    only_ours: ClassVar[bool] = False
    """Whether other servers cannot be asked anything."""

    kept_mb: ClassVar[float | None] = None
    """How much memory the last nine tenths of it may take; None for any."""

    asked: ClassVar[tuple[str, ...]] = ()
    """The questions to ask, by the names of their methods; all if empty."""

    def __init__(self, send: Send, account: str) -> None:
        self.send = send
        self.account = account
        self.label = f"growth-{account}"

    def prepare(self) -> None:
        """Create what the questions are about."""

    def fill(self, numbers: range) -> None:
        """Add one for each number."""
        raise NotImplementedError

    def questions(self) -> list[Question]:
        """Return the questions to ask."""
        defined = {name: None for one in reversed(type(self).mro()) for name in vars(one)}
        methods = [getattr(self, name) for name in self.asked or defined]
        return [method for method in methods if ismethod(method) and hasattr(method, "title")]

    def json(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call an operation in the JSON protocol, and return its result."""
        return self.call(json_request(service, operation, self.account, **parameters))

    def call(self, request: Request) -> dict[str, Any]:
        """Send a request, and return its result."""
        body = self.send(request)
        result: dict[str, Any] = json.loads(body) if body else {}
        return result


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield lists of at most so many items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
