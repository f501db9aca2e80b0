"""Errors that a service returns in its own protocol, and plain HTTP errors."""

from typing import Annotated, Literal

from pydantic import Field

from fault_engine.cancellation_reasons import members_for
from fault_engine.error_responses import ErrorDescription, error_response
from fault_engine.faults.base import Fault, FaultedRequest
from fault_engine.options import Expected, Mapped, Number, Status, Text
from fault_engine.responses import HttpResponse


class ServiceError(Fault):
    """The service returns an error, exact on the wire in the protocol of the call.

    `code` need not be modelled for the operation. `status`, `message` and `members` default to those in the model and
    in AWS's documentation; a cancelled transaction has a reason for each of its items.
    """

    fault: Literal["error"]
    code: Text
    message: Text | None = None
    status: Status | None = None
    members: Mapped | None = None

    def interrupt(self, request: FaultedRequest) -> HttpResponse | None:
        call = request.call
        members = {**members_for(call, request.environ, self.code), **(self.members or {})}
        return error_response(call, ErrorDescription(self.code, self.message, self.status, members))

    def describe(self) -> str:
        return f"error {self.code}"


class HttpError(Fault):
    """Any HTTP status with any body, as from a gateway, proxy or load balancer, or an API that is not AWS's."""

    fault: Literal["http_error"]
    status: Annotated[int, Field(ge=200, le=599), Number, Expected("a status from 200 to 599")]
    body: str = ""
    content_type: Text = "text/html"
    headers: Mapped | None = None

    def interrupt(self, request: FaultedRequest) -> HttpResponse | None:  # noqa: ARG002 — the same whoever asks
        headers = {
            "Content-Type": self.content_type,
            **{name: str(value) for name, value in (self.headers or {}).items()},
        }
        return HttpResponse(self.status, tuple(headers.items()), self.body.encode())

    def describe(self) -> str:
        return f"HTTP {self.status}"
