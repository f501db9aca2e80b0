"""Messages that a queue delivers again although they have been deleted."""

from dataclasses import replace
from typing import Literal

from fault_engine.faults.base import Distortion, FaultedRequest, Serve
from fault_engine.faults.changed_responses import with_body
from fault_engine.faults.deletions import DELETION, RETURN, Deletions, deletions_of
from fault_engine.identification import Call, Environ, read_body
from fault_engine.responses import HttpResponse

_OK = 200
_FIFO = ".fifo"
_IN_QUEUE = "MessageNotInflight"
"""The code for a message that is visible again already, so that it need not be returned."""


class DuplicateDelivery(Distortion):
    """SQS confirms that a message is deleted, and delivers it again at once.

    A server that holds a copy of the message may miss the deletion (Amazon SQS Developer Guide, "At-least-once delivery"). FIFO
    queues promise that this does not happen, so they are spared. Without `times`, a message comes again each time that it is
    deleted.

    The request becomes one for a visibility timeout of 0. What that refuses, and a deletion would not, is answered as one.
    """

    fault: Literal["duplicate_delivery"]

    def applies_to(self, call: Call) -> bool:
        return call.service == "sqs" and call.operation in (DELETION, f"{DELETION}Batch")

    def can_hit(self, call: Call, environ: Environ) -> bool:  # noqa: ARG002 — the request says it
        deletions = deletions_of(environ)
        try:
            return bool(deletions.returning(read_body(environ))) and not deletions.queue(environ).endswith(
                _FIFO
            )
        except (KeyError, TypeError, ValueError):
            return False

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        environ, operation = request.environ, str(request.call.operation)
        deletions, body = deletions_of(environ), read_body(environ)
        deletions.send(environ, operation.replace(DELETION, RETURN), deletions.returning(body))
        response = serve()
        if response.status == _OK and operation != DELETION:
            return self._batch(request, body, response, serve)
        if response.status == _OK:
            return with_body(response, deletions.as_deletion(response.body))
        if operation == DELETION and _IN_QUEUE.encode() in response.body:
            return _confirmed(response, deletions)
        deletions.send(environ, operation, body)
        return serve()

    def describe(self) -> str:
        return "deleted messages that come again"

    def _batch(
        self, request: FaultedRequest, body: bytes, response: HttpResponse, serve: Serve
    ) -> HttpResponse:
        """Confirm those entries of a batch that are in the queue, and have the others deleted."""
        deletions = deletions_of(request.environ)
        response = with_body(response, deletions.as_deletion(response.body))
        outcome = deletions.outcome(response.body)
        in_queue = [entry for entry, code in outcome.failed.items() if code.endswith(_IN_QUEUE)]
        others = outcome.failed.keys() - {*in_queue}
        if not others:
            return with_body(response, deletions.with_successful(response.body, in_queue))
        deletions.send(request.environ, str(request.call.operation), deletions.only(body, others))
        deleted = serve()
        if deleted.status != _OK:
            return deleted
        confirmed = (*outcome.successful, *in_queue)
        return with_body(deleted, deletions.with_successful(deleted.body, confirmed))


def _confirmed(refusal: HttpResponse, deletions: Deletions) -> HttpResponse:
    """Return the response to a deletion, with the headers of a refusal."""
    request_id = refusal.header("x-amzn-RequestId") or ""
    kept = refusal.without("x-amzn-query-error")
    return replace(kept, status=_OK, body=deletions.confirmed(request_id))
