"""The subject of a notice has the message of the exception, which SNS refuses if it is long."""

NOTICED_BY = "Failure With A Very Long Message Leaves A Dead Letter"
MENTIONS = "published"


def apply() -> None:
    """Put the whole message there."""
    import json

    from manuel_sandbox.domain.error_tracking import ErrorStore

    def publish_with_message(self, record):
        self._clients.sns.publish(
            TopicArn=self._topic_arn,
            Subject=f"Manuel {record.service}: {record.exception_message}",
            Message=json.dumps(record.to_message()),
        )

    ErrorStore._publish = publish_with_message
