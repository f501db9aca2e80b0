"""What the log says of each request and its response.

What the log of the test already has is not repeated: thirteen headers of a response are those of the test's first one, a body may
be that of an earlier request, and a request may be sent a thousand times. Of these, the first are logged at level INFO and the
others at level DEBUG. Nothing else is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from robot.api import logger

from ManuelAPI.failures import TRACE_ID, describe_ids, describe_request, describe_status, excerpt, trace_id_of
from ManuelAPI.request_ids import REQUEST_ID

if TYPE_CHECKING:
    from requests import Response

_IDS = {REQUEST_ID.lower(), TRACE_ID.lower()}
_ID = "…"
_LONG = 100
_REPETITIONS = 20
"""How many exchanges like the one before are logged at level INFO."""


class ExchangeLog:
    """The exchanges of one test, in the order in which they were logged."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin a test, of which nothing has been logged."""
        self._first: _Exchange | None = None
        self._previous: _Exchange | None = None
        self._repetitions = 0
        self._id_by_body: dict[str, str] = {}

    def log(self, response: "Response") -> None:
        """Log a request and its response."""
        exchange = _Exchange.of(response)
        if self._previous is not None and exchange.is_like(self._previous):
            self._log_repetition(exchange)
        else:
            self._log_whole(exchange)
        self._first = self._first or exchange
        self._previous = exchange

    def _log_repetition(self, exchange: "_Exchange") -> None:
        self._repetitions += 1
        write = logger.info if self._repetitions <= _REPETITIONS else logger.debug
        write(f"again: {exchange.short_ids}")
        if self._repetitions == _REPETITIONS:
            logger.info("What is sent again and answered like this from here on is logged at level DEBUG.")

    def _log_whole(self, exchange: "_Exchange") -> None:
        self._repetitions = 0
        logger.info(
            f"{exchange.request}, {exchange.ids}\nsent: {self._sent(exchange)}\nreceived: {exchange.received}\n"
            f"headers: {exchange.headers_in_addition_to(self._first)}"
        )

    def _sent(self, exchange: "_Exchange") -> str:
        if len(exchange.sent) < _LONG or not exchange.request_id:
            return exchange.sent
        first_id = self._id_by_body.setdefault(exchange.sent, exchange.request_id)
        return exchange.sent if first_id == exchange.request_id else f"what request id {first_id} sent"


@dataclass(frozen=True)
class _Exchange:
    """One request and its response, as texts.

    Attributes:
        ids: Request id, trace id and duration.
        short_ids: The same without these words.
        headers: Those of the response, without the ids.
        common: What was received, without the ids.
    """

    request: str
    ids: str
    short_ids: str
    request_id: str
    sent: str
    received: str
    headers: Mapping[str, str]
    common: str

    @classmethod
    def of(cls, response: "Response") -> "_Exchange":
        request_id, received = response.headers.get(REQUEST_ID, ""), describe_status(response)
        return cls(
            request=describe_request(response.request),
            ids=describe_ids(response),
            short_ids=f"{request_id}, {trace_id_of(response)}, {response.elapsed.total_seconds() * 1000:.0f} ms",
            request_id=request_id,
            sent=excerpt(_body(response)),
            received=received,
            headers={name: value for name, value in response.headers.items() if name.lower() not in _IDS},
            common=_without(received, request_id, trace_id_of(response)),
        )

    def is_like(self, other: "_Exchange") -> bool:
        """Return whether the two differ only in ids and duration."""
        return (self.request, self.sent, self.common, self.headers) == (
            other.request,
            other.sent,
            other.common,
            other.headers,
        )

    def headers_in_addition_to(self, first: "_Exchange | None") -> str:
        """Return the headers, in relation to those of the first exchange if they have most of them in common."""
        if first is None:
            return f"{dict(self.headers)}"
        others = {name: value for name, value in self.headers.items() if first.headers.get(name) != value}
        missing = [name for name in first.headers if name not in self.headers]
        if len(others) + len(missing) > len(self.headers) / 2:
            return f"{dict(self.headers)}"
        without = f", without {', '.join(missing)}" if missing else ""
        return f"as first{without}{f', but {others}' if others else ''}"


def _body(response: "Response") -> str:
    match response.request.body:
        case None:
            return ""
        case bytes() as body:
            return body.decode("utf-8", "replace")
        case str() as body:
            return body
        case _:
            return "(in pieces, which are sent once)"


def _without(text: str, *ids: str) -> str:
    for each in filter(None, ids):
        text = text.replace(each, _ID)
    return text
