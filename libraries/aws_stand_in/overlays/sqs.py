"""`sqs`: all operations, by an engine of our own (`sqs_engine`).

Imitated: standard and FIFO queues with visibility, delay, retention and long polling; deduplication for five minutes, order and
exclusion within message groups; dead-letter queues, and moving messages back from them; batches, attributes, tags and policies
(kept, not enforced), in the JSON and the query protocol.

Not imitated: a name can be used again at once after its queue was deleted. Messages are delivered in order and once even by
standard queues, which AWS does not promise.
"""

import base64
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.current_trace import traced
from aws_stand_in.long_polling import NothingYet
from aws_stand_in.model_validation import require_types
from aws_stand_in.request_ids import request_id

if TYPE_CHECKING:
    from sqs_engine import SqsError
    from sqs_engine.messages import Message

SERVICE = "sqs"
_JSON_CODES: Mapping[str, str] = {
    "AccessDenied": "AccessDeniedException",
    "InvalidParameterValue": "InvalidParameterValueException",
    "MissingParameter": "MissingRequiredParameterException",
}
"""Codes of errors that JSON has by other names than the query protocol."""
_STATUSES: Mapping[str, int] = {
    "PurgeQueueInProgress": HTTPStatus.FORBIDDEN,
    "ResourceNotFoundException": HTTPStatus.NOT_FOUND,
}
"""Statuses of errors that are not 400.

Source: LocalStack 4.14.0, services/sqs/provider.py, whose behaviour is validated against AWS.
"""
_NOT_AT_A_QUEUE = ("CreateQueue", "ListQueues")
"""Operations that the URL of a queue does not have."""
JSON, FORM = "application/x-amz-json-1.0", "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message in a queue, looked at without receiving it.

    Attributes:
        message_id: Its id.
        body: Its body.
        attributes: Message attributes, values as text.
        sent_at: Epoch seconds.
        receive_count: How often it was received.
        in_flight: Whether it has been received and not deleted yet.
    """

    message_id: str
    body: str
    attributes: dict[str, str]
    sent_at: float
    receive_count: int
    in_flight: bool


class SqsOverlay(Overlay):
    """Answers what the engine answers, in SQS's protocols.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        from sqs_engine import SqsEngine

        self._clock = clock
        self.engine: SqsEngine = SqsEngine(clock)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        from sqs_engine.engine import OPERATIONS

        return {
            **{(SERVICE, name): self.answer for name in OPERATIONS},
            (SERVICE, "ReceiveMessage"): self.receive,
            (SERVICE, "SendMessage"): self.send,
            (SERVICE, "SendMessageBatch"): self.send_batch,
            (SERVICE, "*"): self.refuse,
        }

    def accounts(self) -> set[str]:
        return self.engine.accounts()

    def reset(self, account_id: str) -> None:
        self.engine.reset(account_id)

    def refuse(self, request: AwsRequest) -> AwsResponse:
        """Refuse what is not an operation of SQS.

        Source: "Making Query API requests", Amazon SQS Developer Guide; LocalStack 4.14.0, services/sqs/query_api.py, whose
        behaviour is validated against AWS.
        """
        if _is_json(request):
            raise NotImitatedError(request.name)
        action = request.http.values.get("Action")
        if not action:
            return AwsResponse(
                HTTPStatus.NOT_FOUND, {"Content-Type": "text/xml"}, b"<UnknownOperationException/>"
            )
        raise _invalid_action(action)

    def answer(self, request: AwsRequest) -> AwsResponse:
        """Let the engine do an operation."""
        return _response(request, self._call(request, _parameters(request)))

    def send(self, request: AwsRequest) -> AwsResponse:
        """Send a message, which belongs to the trace of the request."""
        parameters = _parameters(request)
        return _response(request, _remove_trace_digest(self._call(request, traced(parameters)), parameters))

    def send_batch(self, request: AwsRequest) -> AwsResponse:
        """Send messages, which belong to the trace of the request."""
        parameters = _parameters(request)
        entries = parameters.get("Entries") or []
        result = self._call(request, {**parameters, "Entries": [traced(entry) for entry in entries]})
        by_id = {entry.get("Id"): entry for entry in entries}
        if "Successful" in result:
            result["Successful"] = [
                _remove_trace_digest(one, by_id[one["Id"]]) for one in result["Successful"]
            ]
        return _response(request, result)

    def receive(self, request: AwsRequest) -> AwsResponse:
        """Receive messages, or say how long the caller is ready to wait for some."""
        parameters = _parameters(request)
        result = self._call(request, parameters)
        response = _response(request, result)
        if "Messages" in result:
            return response
        account = self.engine.account(request.account_id, request.region)
        queue = account.queue(parameters)
        seconds = parameters.get("WaitTimeSeconds")
        if seconds is None:
            seconds = queue.number("ReceiveMessageWaitTimeSeconds")
        change = account.next_change(queue)
        return NothingYet.of(response, seconds, None if change is None else change - self._clock())

    def messages(self, account_id: str, queue: str, since: float) -> Sequence[QueuedMessage] | None:
        """Return the messages of a queue, oldest first; None if the account has no such queue.

        Args:
            account_id: 12 digits.
            queue: Name or URL; the first region that has it counts.
            since: Epoch seconds; messages that were sent before are left out.
        """
        name = queue.rstrip("/").rpartition("/")[2]
        for region in self.engine.regions(account_id):
            account = self.engine.account(account_id, region)
            if name in account.queues:
                account.advance(account.queues[name])
                held = account.queues[name].messages.values()
                return [_describe_message(message) for message in held if message.sent_at >= since]
        return None

    def _call(self, request: AwsRequest, parameters: Mapping[str, Any]) -> dict[str, Any]:
        from sqs_engine import SqsError

        try:
            return self.engine.call(request.account_id, request.region, request.operation, parameters)
        except SqsError as error:
            raise _as_aws_error(request, error) from error


def _remove_trace_digest(result: Mapping[str, Any], message: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of sending a message: of a trace in the request's header there is no digest."""
    hidden = () if message.get("MessageSystemAttributes") else ("MD5OfMessageSystemAttributes",)
    return {name: value for name, value in result.items() if name not in hidden}


def _as_aws_error(request: AwsRequest, error: "SqsError") -> AwsError:
    message = error.message
    if error.code == "QueueDoesNotExist" and not _is_json(request):
        message = message.replace(".", " for this wsdl version.")
    return AwsError(
        _JSON_CODES.get(error.code, error.code),
        message,
        status=_STATUSES.get(error.code, HTTPStatus.BAD_REQUEST),
    )


def _invalid_action(action: str) -> AwsError:
    return AwsError("InvalidAction", f"The action {action} is not valid for this endpoint.", status=400)


def _is_json(request: AwsRequest) -> bool:
    return (request.http.content_type or "").startswith("application/x-amz-json")


def _parameters(request: AwsRequest) -> dict[str, Any]:
    if not _is_json(request):
        if request.operation in _NOT_AT_A_QUEUE and request.http.path != "/":
            raise _invalid_action(request.operation)
        parameters = wire.query_parameters_of(request.http, SERVICE, request.operation)
        return {"QueueUrl": request.http.path, **parameters}
    body = request.http.get_data()
    try:
        parameters = orjson.loads(body) if body else {}
    except orjson.JSONDecodeError as error:
        raise AwsError(
            "SerializationException", f"The body is not valid JSON: {error}", status=400
        ) from error
    require_types(parameters, SERVICE, request.operation)
    found: dict[str, Any] = _remove_nulls(parameters)
    for holder in (found, *found.get("Entries", ())):
        for attribute in holder.get("MessageAttributes", {}).values():
            if "BinaryValue" in attribute:
                attribute["BinaryValue"] = _bytes(attribute["BinaryValue"])
    return found


def _remove_nulls(value: Any) -> Any:
    """Return a value without members that are null."""
    if isinstance(value, dict):
        return {name: _remove_nulls(held) for name, held in value.items() if held is not None}
    return [_remove_nulls(each) for each in value] if isinstance(value, list) else value


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise AwsError(
            "SerializationException", f"A binary value is not valid base64: {error}", status=400
        ) from error


def _response(request: AwsRequest, result: dict[str, Any]) -> AwsResponse:
    located = {
        name: _located(request.endpoint, value) if name in ("QueueUrl", "QueueUrls", "queueUrls") else value
        for name, value in result.items()
    }
    identity = request_id()
    if not _is_json(request):
        response = wire.serialize_result(located, SERVICE, request.operation, FORM, identity)
        response.headers[wire.REQUEST_ID] = identity
        return response
    body = orjson.dumps(located, default=lambda value: base64.b64encode(value).decode())
    return AwsResponse(HTTPStatus.OK, {"Content-Type": JSON, wire.REQUEST_ID: identity}, body)


def _located(endpoint: str, urls: str | list[str]) -> str | list[str]:
    return endpoint + urls if isinstance(urls, str) else [endpoint + url for url in urls]


def _describe_message(message: "Message") -> QueuedMessage:
    from sqs_engine.messages import State

    return QueuedMessage(
        message_id=message.id,
        body=message.body,
        attributes={
            name: str(value.get("StringValue") or base64.b64encode(value.get("BinaryValue") or b"").decode())
            for name, value in message.attributes.items()
        },
        sent_at=message.sent_at,
        receive_count=message.receive_count,
        in_flight=message.state is State.IN_FLIGHT,
    )
