"""Exceptions in the middle of an event stream, after HTTP status 200."""

import json
import struct
from collections.abc import Iterator, Mapping
from typing import Literal, cast
from zlib import crc32

from botocore.model import StructureShape

from fault_engine.catalogue import service_model
from fault_engine.faults.base import Distortion, FaultedRequest, Serve
from fault_engine.identification import Call
from fault_engine.options import Natural, Text
from fault_engine.responses import HttpResponse

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_PRELUDE = struct.Struct("!II")
_CRC = struct.Struct("!I")
_STRING_HEADER = 7
_INITIAL_RESPONSE = b"initial-response"


class EventStreamException(Distortion):
    """An event stream breaks off with an exception after a number of events; with 0 the work is not even begun.

    `code` is an exception that the stream models (`throttlingException`, in upper or lower case), or any other, which is
    sent as an unmodelled error.
    """

    fault: Literal["event_stream_exception"]
    code: Text
    message: Text | None = None
    after_events: Natural = 1

    def applies_to(self, call: Call) -> bool:
        return _stream_shape(call) is not None

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        response = serve() if self.after_events else HttpResponse(200, (), b"")
        frames = list(split_frames(response.body)) if response.header("Content-Type") == CONTENT_TYPE else []
        opening = [frame for frame in frames[:1] if _INITIAL_RESPONSE in frame]
        if not frames and request.call.protocol == "json":
            opening = [encode_frame({":message-type": "event", ":event-type": "initial-response"}, b"{}")]
        events = frames[len(opening) if frames else 0 :][: self.after_events]
        body = b"".join([*opening, *events, self._frame(request.call)])
        return HttpResponse(
            200, (("Content-Type", CONTENT_TYPE), *response.without("Content-Type").headers), body
        )

    def describe(self) -> str:
        return f"{self.code} after {self.after_events} events of the stream"

    def _frame(self, call: Call) -> bytes:
        shape = _stream_shape(call)
        members = shape.members if shape else {}
        name = next((member for member in members if member.lower() == self.code.lower()), None)
        message = self.message or self.code
        if name is None:
            return encode_frame(
                {":message-type": "error", ":error-code": self.code, ":error-message": message}, b""
            )
        headers = {":message-type": "exception", ":exception-type": name, ":content-type": "application/json"}
        return encode_frame(headers, json.dumps({"message": message}).encode())


def encode_frame(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Return one message of an event stream.

    Source: https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream
    """
    head = b"".join(
        struct.pack(f"!B{len(name)}sBH", len(name), name.encode(), _STRING_HEADER, len(value.encode()))
        + value.encode()
        for name, value in headers.items()
    )
    total = _PRELUDE.size + _CRC.size + len(head) + len(payload) + _CRC.size
    prelude = _PRELUDE.pack(total, len(head))
    message = prelude + _CRC.pack(crc32(prelude)) + head + payload
    return message + _CRC.pack(crc32(message))


def split_frames(stream: bytes) -> Iterator[bytes]:
    """Split an event stream into its messages."""
    position = 0
    while position < len(stream):
        total, _ = _PRELUDE.unpack_from(stream, position)
        yield stream[position : position + total]
        position += total


def _stream_shape(call: Call) -> StructureShape | None:
    if call.service is None or call.operation not in service_model(call.service).operation_names:
        return None
    operation = service_model(call.service).operation_model(call.operation)
    return cast("StructureShape | None", operation.get_event_stream_output())
