"""CloudWatch."""

import time
from typing import Any

from growth.holding import Holding, batches, question

ASKED = [{"Name": "Operation", "Value": "asked"}]
DAY = 24 * 3600


class Values(Holding):
    title = "values of a day"

    def prepare(self) -> None:
        self.minute = int(time.time()) // 60 * 60
        self.put([self.datum(0, "asked")] * 5)

    def fill(self, numbers: range) -> None:
        data = [self.datum(60 + number * 7 % (DAY - 60), f"other-{number % 10}") for number in numbers]
        data[::2] = [self.datum(60 + number * 7 % (DAY - 60), "asked") for number in numbers[::2]]
        self.put(data)

    def put(self, data: list[dict[str, Any]]) -> None:
        """Put values, 20 a request."""
        for batch in batches(data, 20):
            self.json("cloudwatch", "PutMetricData", Namespace=self.label, MetricData=batch)

    def datum(self, seconds_ago: int, operation: str) -> dict[str, Any]:
        """Return a value."""
        return {
            "MetricName": "Latency",
            "Value": 1.0,
            "Timestamp": self.minute - seconds_ago,
            "Dimensions": [{"Name": "Operation", "Value": operation}],
        }

    @question("PutMetricData")
    def put_metric_data(self) -> None:
        self.put([self.datum(60, "asked")])

    @question("GetMetricStatistics of a minute")
    def get_metric_statistics(self) -> None:
        self.json(
            "cloudwatch",
            "GetMetricStatistics",
            Namespace=self.label,
            MetricName="Latency",
            Dimensions=ASKED,
            StartTime=self.minute,
            EndTime=self.minute + 60,
            Period=60,
            Statistics=["Sum", "SampleCount"],
        )

    @question("GetMetricData of a minute")
    def get_metric_data(self) -> None:
        metric = {"Namespace": self.label, "MetricName": "Latency", "Dimensions": ASKED}
        self.json(
            "cloudwatch",
            "GetMetricData",
            MetricDataQueries=[
                {"Id": "asked", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}
            ],
            StartTime=self.minute,
            EndTime=self.minute + 60,
        )

    @question("ListMetrics of one operation")
    def list_metrics(self) -> None:
        self.json("cloudwatch", "ListMetrics", Namespace=self.label, MetricName="Latency", Dimensions=ASKED)


class ValuesOfAMinute(Values):
    title = "values of the minute that is asked for"
    asked = ("put_metric_data", "get_metric_statistics", "get_metric_data")

    def fill(self, numbers: range) -> None:
        self.put([self.datum(0, "asked")] * len(numbers))
