"""Responses with a wrong body.

Many of these are not errors to an AWS SDK: boto3 takes an unreadable JSON body for an empty success.
"""

from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Predicate
from pydantic import Field

from fault_engine.faults.base import Distortion, FaultedRequest, Serve
from fault_engine.faults.changed_responses import without_digests
from fault_engine.options import Expected, Folded, Number
from fault_engine.responses import HttpResponse

_Kept = Annotated[float, Field(ge=0, lt=1), Number, Expected("a number from 0 to less than 1")]
_ERROR_PAGE = (
    b"<html><head><title>Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>"
)
_MOST_BYTES = 1_000_000
_NOISE = bytes(range(256))


class Truncated(Distortion):
    """The body breaks off: Content-Length promises all of it, a share of `keep` is sent, then the connection ends.

    `ending` is how it ends: `close` in the orderly way, `reset`, or `hang` until the client gives up.
    """

    fault: Literal["truncated"]
    keep: _Kept = 0.5
    ending: Annotated[Literal["close", "reset", "hang"], Folded] = "close"

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        response = serve()
        if not response.body:
            return response
        kept = replace(response, body=response.body[: int(len(response.body) * self.keep)])
        request.write(kept, declared_length=len(response.body))
        if self.ending == "hang":
            request.hold_until_released()
        if self.ending == "reset":
            request.reset()
        request.close()
        return response


_Difference = Annotated[
    int,
    Field(ge=-_MOST_BYTES, le=_MOST_BYTES),
    Predicate(bool),
    Number,
    Expected(f"a whole number from -{_MOST_BYTES} to {_MOST_BYTES}, but not 0"),
]


class WrongLength(Distortion):
    """Content-Length is wrong by a number of bytes.

    If it is too high the client waits for more; if it is too low the client stops reading early.
    """

    fault: Literal["wrong_length"]
    by: _Difference = 10

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        response = serve()
        if self.by < 0 and not response.body:
            return response
        request.write(response, declared_length=max(0, len(response.body) + self.by))
        if self.by > 0:
            request.hold_until_released()
        request.close()
        return response

    def describe(self) -> str:
        return f"Content-Length wrong by {self.by:+d}"


class Malformed(Distortion):
    """The body is another one; status and length are right.

    `content` is `html` (the page of a proxy), `half` (of the genuine body), `noise` (bytes in no encoding) or `empty`.
    """

    fault: Literal["malformed"]
    content: Annotated[Literal["html", "half", "noise", "empty"], Folded] = "html"

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:  # noqa: ARG002 — the same whoever asks
        served = serve()
        if self.content in ("half", "empty") and not served.body:
            return served
        response = without_digests(served).without("ETag")
        if self.content == "html":
            return HttpResponse(response.status, (("Content-Type", "text/html"),), _ERROR_PAGE)
        bodies = {"half": response.body[: len(response.body) // 2], "noise": _NOISE, "empty": b""}
        return replace(response, body=bodies[self.content])

    def describe(self) -> str:
        return f"malformed body ({self.content})"
