"""One message that can't be handled returns its whole batch to the queue."""

NOTICED_BY = "Valid Message Is Processed Despite Invalid Ones Around It"


def apply() -> None:
    """Check for a bad one first."""
    from manuel_sandbox.domain.error_tracking import MalformedRecordError
    from manuel_sandbox.handlers import error_processor

    call = error_processor.ErrorProcessor.__call__

    def all_or_none(self, event, context):
        try:
            for record in event["Records"]:
                error_processor._read(record["body"])
        except MalformedRecordError:
            return {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in event["Records"]]}
        return call(self, event, context)

    error_processor.ErrorProcessor.__call__ = all_or_none
