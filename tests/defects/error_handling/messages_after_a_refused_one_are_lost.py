"""When the table refuses a message, those after it in its batch are acknowledged without being handled."""

NOTICED_BY = "Message That The Table Refuses Concerns No Other"
MENTIONS = "manuel-error-tracking"


def apply() -> None:
    """Stop at the first that is refused."""
    from manuel_sandbox.handlers.error_processor import ErrorProcessor

    call = ErrorProcessor.__call__

    def until_refused(self, event, context):
        for record in event["Records"]:
            result = call(self, {"Records": [record]}, context)
            if result["batchItemFailures"]:
                return result
        return {"batchItemFailures": []}

    ErrorProcessor.__call__ = until_refused
