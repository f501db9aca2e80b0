"""`cloudwatch`: each combination of dimensions is a metric of its own.

Imitated: GetMetricStatistics returns only the values that were put with exactly the dimensions it names.

Not imitated: alarms are not evaluated. Everything else is moto's.
"""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse

SERVICE = "cloudwatch"


class CloudWatchOverlay(Overlay):
    """Lets moto sum up only what belongs to the metric."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, "GetMetricStatistics"): self.get_metric_statistics}

    def get_metric_statistics(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer while it sees only the values with exactly these dimensions."""
        from moto.cloudwatch.models import cloudwatch_backends

        wanted = {(one["Name"], one["Value"]) for one in request.parameters.get("Dimensions", ())}
        backend: Any = cloudwatch_backends[request.account_id][request.region]
        exact = [
            datum
            for datum in backend.get_all_metrics()
            if {(one.name, one.value) for one in datum.dimensions} == wanted
        ]
        backend.get_all_metrics = lambda: exact
        try:
            return request.pass_on()
        finally:
            del backend.get_all_metrics
