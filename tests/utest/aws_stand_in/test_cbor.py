"""CloudWatch in the protocol Smithy RPC v2 CBOR, which SDKs other than boto3 prefer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from aws_stand_in import MockAwsServer
from support.aws_requests import service_model

CBOR = "smithy-rpc-v2-cbor"
NOON = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)


class CborClient:
    """CloudWatch of one account."""

    def __init__(self, url: str, account_id: str) -> None:
        self._url = url
        scope = f"{account_id}/20260101/eu-west-1/monitoring/aws4_request"
        self._authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        model = service_model("cloudwatch").operation_model(operation)
        request = create_serializer(CBOR, include_validation=False).serialize_to_request(parameters, model)
        return self.post(operation, request["url_path"], request["headers"], bytes(request["body"]))

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


@pytest.fixture
def cloudwatch(aws: Any, server: MockAwsServer, account_id: str) -> CborClient:
    return CborClient(server.url, account_id)


def test_what_is_put_in_cbor_is_read_in_each_protocol(aws: Any, cloudwatch: CborClient) -> None:
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
    assert refused["ResponseMetadata"]["HTTPStatusCode"] == 404
    assert "none" in refused["Error"]["Message"]
    from_moto = cloudwatch.call("GetDashboard", DashboardName="none")
    assert from_moto["ResponseMetadata"]["HTTPStatusCode"] in range(400, 500)
    assert from_moto["Error"]["Message"]


def test_a_body_that_is_no_cbor_is_refused(cloudwatch: CborClient) -> None:
    path = "/service/GraniteServiceVersion20100801/operation/DescribeAlarms"
    headers = {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}
    refused = cloudwatch.post("DescribeAlarms", path, headers, b"\xff\xff")
    assert refused["Error"]["Code"] == "SerializationException"
    assert cloudwatch.post("DescribeAlarms", path, headers, b"\xa0")["MetricAlarms"] == []
