"""A message that the table refuses returns its whole batch to the queue, and what was published is published again."""

NOTICED_BY = "Message That The Table Refuses Concerns No Other"
MENTIONS = "to have published 1 message"


def apply() -> None:
    """Report every message of the batch."""
    from manuel_sandbox.handlers.error_processor import ErrorProcessor

    call = ErrorProcessor.__call__

    def all_or_none(self, event, context):
        if not call(self, event, context)["batchItemFailures"]:
            return {"batchItemFailures": []}
        return {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in event["Records"]]}

    ErrorProcessor.__call__ = all_or_none
