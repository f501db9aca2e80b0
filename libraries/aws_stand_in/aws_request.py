"""A request on its way through overlays to moto, and what an overlay is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aws_stand_in import wire
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.request_ids import request_id
from fault_engine.identification import replace_body

if TYPE_CHECKING:
    from moto.core.request import Request

SENT_AUTHORIZATION = "mockaws.sent_authorization"
"""Where a WSGI environ keeps the header `Authorization`, in whose place moto is told the account."""
Handler = Callable[["AwsRequest"], "AwsResponse | dict[str, Any]"]


@dataclass
class AwsRequest:
    """A request whose service, operation, region and account are known.

    Attributes:
        service: The service's name in boto3.
        operation: The operation's name; empty if the service's model does not have it.
        region: The region that it is for.
        account_id: The account that it is for.
        http: The HTTP request as moto's handlers take it.
    """

    service: str
    operation: str
    region: str
    account_id: str
    http: "Request"

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The operation's parameters as boto3 takes them."""
        return wire.parameters_of(self.http, self.service, self.operation)

    @property
    def name(self) -> str:
        """For messages: `s3.GetObject`, or method and path if the model has no such operation."""
        return (
            f"{self.service}.{self.operation}"
            if self.operation
            else f"{self.http.method} {self.http.path} of {self.service}"
        )

    @property
    def authorization(self) -> str:
        """The header `Authorization` as it was sent; empty if there was none."""
        return str(self.http.environ.get(SENT_AUTHORIZATION, ""))

    @property
    def endpoint(self) -> str:
        """Base URL at which the caller reached the stand-in, without a trailing slash."""
        return self.http.host_url.rstrip("/")

    def replace_body(self, body: bytes) -> None:
        """Give the request another body."""
        replace_body(self.http.environ, body)
        self.http = type(self.http)(self.http.environ)

    def pass_on(self) -> AwsResponse:
        """Let moto answer.

        Raises:
            AwsError: `UnknownOperationException`; neither the service's model nor moto has such a request.
        """
        from aws_stand_in import moto_services

        response = moto_services.answer(self.http, self.service, self.name)
        if not self.operation and response.status == HTTPStatus.NOT_FOUND and not response.body:
            raise AwsError("UnknownOperationException", f"There is no operation {self.name}.", status=404)
        return response

    def respond(self, result: object) -> AwsResponse:
        """Serialize a result in the way that the operation returns it."""
        identity, content_type = request_id(), self.http.content_type
        response = wire.serialize_result(result, self.service, self.operation, content_type, identity)
        response.headers.setdefault(wire.REQUEST_ID, identity)
        return response


class Overlay:
    """Handlers of some operations, in place of moto or around it."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        """Return the handlers by `(service, operation)`; they are called with the account's lock held.

        One for the operation `*` is asked for all others of its service. One that is called `refuse` answers 501.
        """
        raise NotImplementedError

    def accounts(self) -> set[str]:
        """Return the accounts for which it keeps anything itself."""
        return set()

    def reset(self, account_id: str) -> None:
        """Forget everything about one account."""

    def close(self) -> None:
        """Stop threads and close files."""
