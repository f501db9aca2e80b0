"""Responses that faults change, and errors that they answer with, at a stand-in that sends what AWS sends."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError

from fault_engine import FaultEngine, RuleError
from loopback_server.server import LoopbackServer
from support.faults_in_front import Faulty, faulty

__all__ = ["faulty"]

CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons"


# ---------------------------------------------------------------------------------------------- malformed


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
@pytest.mark.parametrize(("content", "read"), [("half", b"01234"), ("empty", b"")])
def test_no_checksum_gives_a_malformed_object_away(
    faulty: Faulty, algorithm: str, content: str, read: bytes
) -> None:
    s3, name = faulty.client("s3"), f"malformed-{faulty.aws.account_id}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=name, Key="key", Body=b"0123456789", ChecksumAlgorithm=algorithm)
    faulty.fail(service="s3", operation="GetObject", fault="malformed", content=content)
    assert s3.get_object(Bucket=name, Key="key")["Body"].read() == read


# ---------------------------------------------------------------------------------------------- stuck


@pytest.mark.parametrize("service", ["sns", "s3", "iam", "ec2"])
def test_a_patch_for_a_service_without_json_is_refused(faulty: Faulty, service: str) -> None:
    with pytest.raises(RuleError, match=f"a patch changes JSON, and the responses of {service} are XML"):
        faulty.fail(service=service, fault="stuck", patch={"x": "y"})
    assert faulty.engine.rules == []
    faulty.fail(service=[service, "sqs"], fault="stuck", patch={"x": "y"}, must_hit=False)


def test_a_patch_for_all_services_spares_those_without_json(faulty: Faulty) -> None:
    faulty.fail(fault="stuck", patch={"QueueUrls": ["patched"]})
    assert faulty.client("sqs").list_queues()["QueueUrls"] == ["patched"]
    assert faulty.client("sns").list_topics()["Topics"] == []
    status, text = faulty.send_form("sqs", Action="ListQueues", Version="2012-11-05")
    assert (status, "<ListQueuesResponse" in text) == (200, True)
    assert faulty.hits() == 1


@pytest.fixture
def api() -> Iterator[tuple[FaultEngine, str]]:
    """Return an engine in front of an API that compresses its responses if it may, but for `/text`."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        content = b"no JSON" if environ["PATH_INFO"] == "/text" else b'{"status": "done"}'
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            start_response("200 OK", [("Content-Encoding", "gzip")])
            return [gzip.compress(content)]
        start_response("200 OK", [])
        return [content]

    engine = FaultEngine()
    with LoopbackServer(engine.wrap_api(application)) as server:
        yield engine, server.url


def test_a_response_that_could_be_compressed_is_patched(api: tuple[FaultEngine, str]) -> None:
    engine, url = api
    engine.add({"path": "/*", "fault": "stuck", "patch": {"status": "waiting"}})
    response = urllib3.request("GET", f"{url}/job", headers={"Accept-Encoding": "gzip"}, timeout=30)
    assert json.loads(response.data) == {"status": "waiting"}


def test_a_response_that_is_no_json_stays(api: tuple[FaultEngine, str]) -> None:
    engine, url = api
    engine.add({"path": "/*", "fault": "stuck", "patch": {"status": "waiting"}})
    response = urllib3.request("GET", f"{url}/text", timeout=30)
    assert (response.status, response.data) == (200, b"no JSON")


# ---------------------------------------------------------------------------------------------- errors


def write(number: int) -> dict[str, Any]:
    return {"Delete": {"TableName": "any", "Key": {"id": {"S": str(number)}}}}


def read(number: int) -> dict[str, Any]:
    return {"Get": {"TableName": "any", "Key": {"id": {"S": str(number)}}}}


def cancelled(call: Any, **parameters: Any) -> tuple[str, list[str]]:
    """Return the message with which a transaction is cancelled, and the codes of its reasons."""
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    response: dict[str, Any] = refused.value.response
    return response["Error"]["Message"], [reason["Code"] for reason in response["CancellationReasons"]]


@pytest.mark.parametrize("items", [1, 3])
def test_a_cancelled_transaction_has_a_reason_for_each_item(faulty: Faulty, items: int) -> None:
    faulty.fail(service="dynamodb", fault="error", code="TransactionCanceledException")
    dynamodb = faulty.client("dynamodb")
    for call, request, first in (
        (dynamodb.transact_write_items, write, "ConditionalCheckFailed"),
        (dynamodb.transact_get_items, read, "TransactionConflict"),
    ):
        codes = [first, *["None"] * (items - 1)]
        found = cancelled(call, TransactItems=[request(number) for number in range(items)])
        assert found == (f"{CANCELLED} [{', '.join(codes)}]", codes)
    statements = [{"Statement": "DELETE FROM any WHERE id = '1'"}] * items
    assert len(cancelled(dynamodb.execute_transaction, TransactStatements=statements)[1]) == items


def test_reasons_that_are_given_are_those_of_the_message(faulty: Faulty) -> None:
    reasons = [{"Code": "None"}, {"Code": "ThrottlingError", "Message": "slower"}]
    faulty.fail(
        service="dynamodb",
        fault="error",
        code="TransactionCanceledException",
        members={"CancellationReasons": reasons},
    )
    found = cancelled(faulty.client("dynamodb").transact_write_items, TransactItems=[write(1)])
    assert found == (f"{CANCELLED} [None, ThrottlingError]", ["None", "ThrottlingError"])


@pytest.mark.parametrize(
    ("service", "operation", "code", "members"),
    [
        (
            "lambda",
            "invoke",
            "TooManyRequestsException",
            {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "Type": "User"},
        ),
        ("s3", "get_object", "InvalidObjectState", {"StorageClass": "GLACIER"}),
    ],
)
def test_members_that_clients_decide_by_are_there(
    faulty: Faulty, service: str, operation: str, code: str, members: dict[str, str]
) -> None:
    faulty.fail(service=service, fault="error", code=code)
    parameters = {"FunctionName": "any"} if service == "lambda" else {"Bucket": "any-bucket", "Key": "key"}
    with pytest.raises(ClientError) as refused:
        getattr(faulty.client(service), operation)(**parameters)
    response: dict[str, Any] = refused.value.response
    told = {**response["Error"], **response}
    assert {name: told.get(name) for name in members} == members


def test_a_condition_that_fails_is_told_as_by_dynamodb(faulty: Faulty) -> None:
    faulty.fail(service="dynamodb", fault="error", code="ConditionalCheckFailedException")
    with pytest.raises(ClientError, match=r"The conditional request failed$"):
        faulty.client("dynamodb").delete_item(TableName="any", Key={"id": {"S": "1"}})
