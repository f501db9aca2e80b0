"""CloudWatch in the protocol Smithy RPC v2 CBOR, which SDKs other than boto3 prefer."""

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from aws_stand_in import MockAwsServer, compressed_bodies
from support.aws_requests import service_model

CBOR = "smithy-rpc-v2-cbor"
PATH = "/service/GraniteServiceVersion20100801/operation"
HEADERS = {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}
NOON = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)


class CborClient:
    """CloudWatch of one account."""

    def __init__(self, url: str, account_id: str) -> None:
        self._url = url
        scope = f"{account_id}/20260101/eu-west-1/monitoring/aws4_request"
        self._authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.post(operation, f"{PATH}/{operation}", HEADERS, self.body(operation, **parameters))

    @staticmethod
    def body(operation: str, **parameters: Any) -> bytes:
        model = service_model("cloudwatch").operation_model(operation)
        request = create_serializer(CBOR, include_validation=False).serialize_to_request(parameters, model)
        return bytes(request["body"])

    def post(self, operation: str, path: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        model = service_model("cloudwatch").operation_model(operation)
        answer = requests.post(
            f"{self._url}{path}",
            data=body,
            headers={**headers, "Authorization": self._authorization},
            timeout=10,
        )
        assert answer.headers["smithy-protocol"] == "rpc-v2-cbor"
        described = {"status_code": answer.status_code, "headers": answer.headers, "body": answer.content}
        found: dict[str, Any] = create_parser(CBOR).parse(described, model.output_shape)
        return found


def status_of(answer: dict[str, Any]) -> int:
    return int(answer["ResponseMetadata"]["HTTPStatusCode"])


@pytest.fixture
def cloudwatch(aws: Any, server: MockAwsServer, account_id: str) -> CborClient:
    return CborClient(server.url, account_id)


def test_data_put_in_cbor_are_read_in_each_protocol(aws: Any, cloudwatch: CborClient) -> None:
    data = [{"MetricName": "m", "Values": [1.0, 2.5], "Timestamp": NOON, "Unit": "Seconds"}]
    cloudwatch.call("PutMetricData", Namespace="n", MetricData=data)
    asked = {
        "Namespace": "n",
        "MetricName": "m",
        "StartTime": NOON,
        "EndTime": NOON + timedelta(minutes=1),
        "Period": 60,
        "Statistics": ["Sum", "Maximum"],
    }
    expected = [{"Timestamp": NOON, "Sum": 3.5, "Maximum": 2.5, "Unit": "Seconds"}]
    assert cloudwatch.call("GetMetricStatistics", **asked)["Datapoints"] == expected
    assert aws.client("cloudwatch").get_metric_statistics(**asked)["Datapoints"] == expected


def test_alarms_are_described_in_cbor(cloudwatch: CborClient) -> None:
    cloudwatch.call(
        "PutMetricAlarm", AlarmName="a", Namespace="n", MetricName="m", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=1.5, ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip
    (alarm,) = cloudwatch.call("DescribeAlarms")["MetricAlarms"]
    assert (alarm["StateValue"], alarm["Threshold"], alarm["ActionsEnabled"]) == (
        "INSUFFICIENT_DATA",
        1.5,
        True,
    )


def test_errors_are_in_cbor(cloudwatch: CborClient) -> None:
    refused = cloudwatch.call("DeleteAlarms", AlarmNames=["none"])
    assert (status_of(refused), refused["Error"]["Code"]) == (404, "ResourceNotFound")
    assert "none" in refused["Error"]["Message"]
    from_moto = cloudwatch.call("GetDashboard", DashboardName="none")
    assert (status_of(from_moto), from_moto["Error"]["Code"]) == (404, "ResourceNotFound")
    assert from_moto["Error"]["Message"]


def test_unknown_operation_is_refused(cloudwatch: CborClient) -> None:
    refused = cloudwatch.post("DescribeAlarms", f"{PATH}/DescribeWeather", HEADERS, b"\xa0")
    assert (status_of(refused), refused["Error"]["Code"]) == (404, "UnknownOperationException")
    assert refused["Error"]["Message"] == "There is no operation cloudwatch.DescribeWeather."


def test_a_body_can_be_compressed(cloudwatch: CborClient) -> None:
    body = cloudwatch.body("PutMetricData", Namespace="n", MetricData=[{"MetricName": "m", "Value": 1.0}])
    headers = {**HEADERS, "Content-Encoding": "gzip"}
    cloudwatch.post("PutMetricData", f"{PATH}/PutMetricData", headers, gzip.compress(body))
    assert [one["MetricName"] for one in cloudwatch.call("ListMetrics")["Metrics"]] == ["m"]
    for broken in (body, gzip.compress(body)[:-9]):
        refused = cloudwatch.post("PutMetricData", f"{PATH}/PutMetricData", headers, broken)
        assert (status_of(refused), refused["Error"]["Code"]) == (400, "SerializationException")
        assert refused["Error"]["Message"].startswith("The body is not gzip: ")


def test_a_body_does_not_grow_without_limit(cloudwatch: CborClient, monkeypatch: pytest.MonkeyPatch) -> None:
    body = cloudwatch.body("PutMetricData", Namespace="n", MetricData=[{"MetricName": "m", "Value": 1.0}])
    headers = {**HEADERS, "Content-Encoding": "gzip"}
    monkeypatch.setattr(compressed_bodies, "LARGEST_BYTES", len(body) - 1)
    refused = cloudwatch.post("PutMetricData", f"{PATH}/PutMetricData", headers, gzip.compress(body))
    assert (status_of(refused), refused["Error"]["Code"]) == (413, "RequestEntityTooLarge")
    monkeypatch.setattr(compressed_bodies, "LARGEST_BYTES", len(body))
    taken = cloudwatch.post("PutMetricData", f"{PATH}/PutMetricData", headers, gzip.compress(body))
    assert status_of(taken) == 200


def test_a_body_that_is_no_cbor_is_refused(cloudwatch: CborClient) -> None:
    path = f"{PATH}/DescribeAlarms"
    refused = cloudwatch.post("DescribeAlarms", path, HEADERS, b"\xff\xff")
    assert (status_of(refused), refused["Error"]["Code"]) == (400, "SerializationException")
    assert cloudwatch.post("DescribeAlarms", path, HEADERS, b"\xa0")["MetricAlarms"] == []
