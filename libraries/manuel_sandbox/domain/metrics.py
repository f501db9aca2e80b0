"""Metrics of the requests, for CloudWatch."""

import logging

from botocore.exceptions import BotoCoreError, ClientError

from manuel_sandbox.aws.clients import AwsClients, DeadlineExceededError
from manuel_sandbox.aws.invocation import grace_period

logger = logging.getLogger(__name__)

NAMESPACE = "Manuel/Application"
CLIENT_ERROR, SERVER_ERROR = 400, 500


class Metrics:
    """Counts requests, errors and time by operation. A failure of CloudWatch is logged and has no other effect."""

    def __init__(self, *, stage: str, clients: AwsClients) -> None:
        self._stage = stage
        self._clients = clients

    def request_answered(self, operation: str, status: int, seconds: float) -> None:
        """Count one request."""
        dimensions = [{"Name": "Stage", "Value": self._stage}, {"Name": "Operation", "Value": operation}]
        metrics = {
            "Requests": (1.0, "Count"),
            "ClientErrors": (float(CLIENT_ERROR <= status < SERVER_ERROR), "Count"),
            "ServerErrors": (float(status >= SERVER_ERROR), "Count"),
            "Duration": (seconds * 1000, "Milliseconds"),
        }
        data = [
            {"MetricName": name, "Dimensions": dimensions, "Value": value, "Unit": unit}
            for name, (value, unit) in metrics.items()
        ]
        try:
            with grace_period():
                self._clients.cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)  # type: ignore[arg-type]
        except (ClientError, BotoCoreError, DeadlineExceededError):
            logger.warning("The metrics could not be sent", exc_info=True)
