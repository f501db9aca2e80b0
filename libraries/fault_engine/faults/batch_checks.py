"""What AWS says of a batch of which no entry is left to process: instead of the batch, it gets requests that only read."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import parse_qsl, urlencode

from fault_engine.faults.base import Serve
from fault_engine.identification import Call, Environ, raw_target, read_body
from fault_engine.responses import HttpResponse
from fault_engine.rewritten_requests import rewrite_body, rewrite_call, rewrite_target

Questions = Callable[[Environ], Iterator[None]]
"""Makes a batch's request one question after the other, each to be served before the next."""
_OK = 200
_DELETE = re.compile(r"(?<=[?&])delete(?==?(?:&|$))")


def answer(call: Call, environ: Environ, serve: Serve) -> HttpResponse:
    """Ask AWS whether there is what a batch is for.

    Args:
        call: The batch.
        environ: Its request, which becomes those that ask.
        serve: Serves the request.

    Returns:
        The first refusal, or a response with status 200.
    """
    response = HttpResponse(_OK, (), b"")
    questions = _QUESTIONS.get((call.service or "", call.operation or ""))
    for _ in questions(environ) if questions else ():
        response = serve()
        if response.status != _OK:
            break
    return response


def _about(operation: str, *members: str) -> Questions:
    """Return the question that an operation is, with some members of the batch."""

    def ask(environ: Environ) -> Iterator[None]:
        body = read_body(environ)
        if "HTTP_X_AMZ_TARGET" in environ:
            given = json.loads(body)
            asked = {name: given[name] for name in members if name in given}
            rewrite_call(environ, operation, json.dumps(asked).encode())
        else:
            pairs = parse_qsl(body.decode(), keep_blank_values=True)
            kept = [pair for pair in pairs if pair[0] in ("Version", *members)]
            rewrite_body(environ, urlencode([("Action", operation), *kept]).encode())
        yield

    return ask


def _about_tables(environ: Environ) -> Iterator[None]:
    for table in json.loads(read_body(environ))["RequestItems"]:
        rewrite_call(environ, "DescribeTable", json.dumps({"TableName": table}).encode())
        yield


def _about_bucket(environ: Environ) -> Iterator[None]:
    path, query = raw_target(environ)
    rewrite_target(environ, "GET", _DELETE.sub("location", f"{path}?{query}"))
    yield


def _itself(_: Environ) -> Iterator[None]:
    """A batch that only reads may be asked as it is."""
    yield


_QUEUE = _about("GetQueueAttributes", "QueueUrl")
_QUESTIONS: Mapping[tuple[str, str], Questions] = {
    ("dynamodb", "BatchWriteItem"): _about_tables,
    ("dynamodb", "BatchGetItem"): _itself,
    ("sqs", "SendMessageBatch"): _QUEUE,
    ("sqs", "DeleteMessageBatch"): _QUEUE,
    ("sqs", "ChangeMessageVisibilityBatch"): _QUEUE,
    ("sns", "PublishBatch"): _about("GetTopicAttributes", "TopicArn"),
    ("kinesis", "PutRecords"): _about("DescribeStreamSummary", "StreamName", "StreamARN"),
    ("firehose", "PutRecordBatch"): _about("DescribeDeliveryStream", "DeliveryStreamName"),
    ("s3", "DeleteObjects"): _about_bucket,
}
"""What tells whether a batch would be taken; PutEvents needs nothing that may be missing."""
