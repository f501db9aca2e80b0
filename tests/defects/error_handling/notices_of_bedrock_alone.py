"""Operators are notified of failures of the model alone."""

NOTICED_BY = "Failures Of Every Dependency Are Published"


def apply() -> None:
    """Publish no others."""
    from manuel_sandbox.domain.error_tracking import ErrorStore

    publish = ErrorStore._publish

    def publish_some(self, record):
        if record.service == "bedrock":
            publish(self, record)

    ErrorStore._publish = publish_some
