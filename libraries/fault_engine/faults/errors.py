"""Errors that a service answers in its own protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from fault_engine.error_replies import ErrorDescription, error_reply
from fault_engine.faults.base import Fault, FaultedRequest
from fault_engine.fields import mapping, option, text, whole
from fault_engine.replies import Reply


@dataclass(frozen=True, slots=True)
class ServiceError(Fault):
    """The service answers an error, right on the wire in whatever protocol the call was made.

    `code` need not be modelled for the operation. `status`, `message` and `members` default to what the model and
    AWS's documentation say.
    """

    kind: ClassVar[str] = "error"

    code: str = option(text)
    message: str | None = option(text, None)
    status: int | None = option(whole(100, 599), None)
    members: Mapping[str, Any] | None = option(mapping, None)

    def interrupt(self, request: FaultedRequest) -> Reply | None:
        return error_reply(
            request.call, ErrorDescription(self.code, self.message, self.status, self.members or {})
        )

    def describe(self) -> str:
        return f"error {self.code}"


@dataclass(frozen=True, slots=True)
class HttpError(Fault):
    """Any HTTP status with any body: what gateways, proxies and load balancers answer, and APIs that are not AWS's."""

    kind: ClassVar[str] = "http_error"

    status: int = option(whole(200, 599))
    body: str = option(text, "")
    content_type: str = option(text, "text/html")
    headers: Mapping[str, Any] | None = option(mapping, None)

    def interrupt(self, request: FaultedRequest) -> Reply | None:  # noqa: ARG002 — the same whoever asks
        headers = {
            "Content-Type": self.content_type,
            **{name: str(value) for name, value in (self.headers or {}).items()},
        }
        return Reply(self.status, tuple(headers.items()), self.body.encode())

    def describe(self) -> str:
        return f"HTTP {self.status}"
