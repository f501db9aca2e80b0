"""Keywords for rows that DynamoDB deletes when they have expired."""

from robot import result, running
from robot.api.deco import keyword

from MockAWS.aws_connection import AwsConnection


class ExpiryKeywords:
    """Keywords for the time to live of tables, and a listener that restores it when the test ends."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws
        self._kept: list[str] = []

    @keyword(tags=["DynamoDB"])
    def disable_time_to_live(self, table: str) -> None:
        """Disable the time to live of a table until the test ends: expired rows stay, as on AWS they may for days.

        The stand-in deletes rows within half a second of their expiry. Source: Amazon DynamoDB Developer Guide, "Using time to
        live (TTL) in DynamoDB".

        Args:
            table: As for [DynamoDB Item Should Exist].

        Example:
        ```robotframework
        Disable Time To Live    rate-limit
        ```
        """
        name = self._aws.name("table", table)
        self._delete_expired_rows(name, enabled=False)
        self._kept.append(name)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Enable the time to live again."""
        while self._kept:
            self._delete_expired_rows(self._kept.pop(), enabled=True)

    def _delete_expired_rows(self, name: str, *, enabled: bool) -> None:
        self._aws.client("dynamodb").update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": enabled, "AttributeName": "ttl"}
        )
