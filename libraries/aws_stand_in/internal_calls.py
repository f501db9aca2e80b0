"""Calls of a service within the request for another, such as those of a stack for its resources."""

import base64
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, MotoFailedError
from aws_stand_in.moto_errors import refusal_of
from aws_stand_in.wrong_requests import mistake_in, require_model

if TYPE_CHECKING:
    from moto.core.request import Request


class InternalCalls:
    """Calls the operations of one service, whose account must be locked by the request that makes them.

    Args:
        service: The service's name in boto3.
        overlays: What answers them, in place of moto or around it.
    """

    def __init__(self, service: str, overlays: Iterable[Overlay]) -> None:
        self._service = service
        self._handlers: dict[tuple[str, str], Handler] = {}
        for overlay in overlays:
            self._handlers.update(overlay.handlers())

    def call(
        self, account_id: str, region: str, operation: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the result of an operation, as boto3 does.

        Args:
            account_id: Twelve digits: whose call it is.
            region: Where.
            operation: The operation.
            parameters: Its parameters, as boto3 takes them.

        Raises:
            AwsError: It is refused.
        """
        model: Any = wire.service_model(self._service).operation_model(operation)
        http = self._http_request(model, account_id, region, parameters)
        request = AwsRequest(self._service, operation, region, account_id, http)
        return _result(model, self._answer(request))

    def _answer(self, request: AwsRequest) -> AwsResponse:
        from werkzeug.exceptions import HTTPException

        handler = (
            self._handlers.get((self._service, request.operation))
            or self._handlers.get((self._service, "*"))
            or AwsRequest.pass_on
        )
        require_model(request)
        try:
            answer = handler(request)
        except MotoFailedError as error:
            raise mistake_in(request) or refusal_of(request, error) or error from error
        except HTTPException as error:  # raised by moto's backends, which overlays use
            code, message = getattr(error, "error_type", error.name), getattr(error, "message", "")
            raise AwsError(str(code), str(message), status=error.code) from error
        return answer if isinstance(answer, AwsResponse) else request.respond(answer)

    def _http_request(
        self, model: Any, account_id: str, region: str, parameters: Mapping[str, Any]
    ) -> "Request":
        """Return the request that boto3 would send."""
        from botocore.serialize import create_serializer
        from werkzeug.test import EnvironBuilder

        from aws_stand_in.moto_services import FrontRequest

        serializer = create_serializer(_protocol(model), include_validation=False)
        tokens = {name: str(uuid.uuid4()) for name in model.idempotent_members if name not in parameters}
        written = serializer.serialize_to_request({**parameters, **tokens}, model)
        path, _, query = written["url_path"].partition("?")
        query = "&".join(filter(None, (query, urlencode(written["query_string"] or {}, doseq=True))))
        body = _bytes_of(written["body"])
        scope = f"{account_id}/20260101/{region}/{self._service}/aws4_request"
        headers = {
            **written["headers"],
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=internal",
            "Content-MD5": base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode(),
        }
        builder = EnvironBuilder(
            path, method=written["method"], query_string=query, headers=headers, data=body
        )
        environ = builder.get_environ()
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account_id
        return FrontRequest(environ)


def _protocol(model: Any) -> str:
    """Return a protocol that overlays and moto speak; boto3 prefers CBOR, which the front translates."""
    return str(next(one for one in model.service_model.protocols if one != "smithy-rpc-v2-cbor"))


def _bytes_of(body: Any) -> bytes:
    """Return the body that is sent for one of botocore's, which is a form in the query protocol."""
    if isinstance(body, Mapping):
        return urlencode(body, doseq=True).encode()
    return body.encode() if isinstance(body, str) else bytes(body or b"")


def _result(model: Any, response: AwsResponse) -> dict[str, Any]:
    from botocore.parsers import create_parser

    parser = create_parser(_protocol(model))
    headers = {name.lower(): value for name, value in response.headers.items()}
    received = {"status_code": response.status, "headers": headers, "body": response.content()}
    parsed: dict[str, Any] = parser.parse(received, model.output_shape)
    if response.status >= HTTPStatus.MULTIPLE_CHOICES:
        error = parsed["Error"]
        raise AwsError(error["Code"], error["Message"], status=response.status)
    return parsed
