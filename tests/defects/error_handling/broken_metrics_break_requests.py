"""A request fails because its metrics can't be sent."""

NOTICED_BY = "Broken Metrics Do Not Affect Responses"
MENTIONS = "got 502"


def apply() -> None:
    """Let the error through."""
    from manuel_sandbox.domain.metrics import NAMESPACE, Metrics

    def required(self, operation, status, seconds):
        data = [{"MetricName": "Requests", "Value": 1.0, "Unit": "Count"}]
        self._clients.cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)

    Metrics.request_answered = required
