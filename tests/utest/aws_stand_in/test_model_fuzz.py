"""Wrong requests, made from botocore's models, get errors of AWS and not the stand-in's failure.

More of them, or others: `MODEL_FUZZ_REQUESTS=20000 MODEL_FUZZ_SEED=7 pytest tests/utest/aws_stand_in/test_model_fuzz.py`; for
each failure of each service in a line: `python tests/aws_fuzz.py`.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest

from aws_stand_in.aws_response import AwsError
from aws_stand_in.model_validation import require_valid
from aws_stand_in.overlays.dynamodb import NOT_IMITATED
from aws_stand_in.stand_in import AwsStandIn
from support.aws_requests import AwsAnswer, AwsRequest, answer_of, service_model
from support.fuzzed_services import ALL_SERVICES, SERVICES, failure_in, wrong_requests
from support.model_fuzz import ModelFuzz

SEED = int(os.environ.get("MODEL_FUZZ_SEED", "1"))
REQUESTS = int(os.environ.get("MODEL_FUZZ_REQUESTS", "400"))
OTHER_CODES = {
    "dynamodb": {"ValidationException", "SerializationException", "SourceTableNotFoundException", "ResourceNotFoundException"},
    "dynamodbstreams": {"ValidationException", "SerializationException"},
    "sqs": {"MissingParameter", "InvalidParameterValue", "InvalidAttributeName", "SerializationException", "AccessDenied",
            "MissingRequiredParameterException", "InvalidParameterValueException", "AccessDeniedException"},
    "sns": {"InvalidParameter", "NotFound", "SerializationException", "ValidationError"},
}  # fmt: skip
"""Error codes that the services use without having them in the models of the operations."""
MOST_OF_ONE_OUTCOME = 0.7
REQUESTS_OF_OTHERS = max(REQUESTS // 8, 1)


@pytest.fixture(scope="module")
def stand_in() -> Iterator[AwsStandIn]:
    stand_in = AwsStandIn()
    stand_in.load()
    yield stand_in
    stand_in.close()


def code_of(answer: AwsAnswer) -> str:
    if answer.headers["content-type"].startswith("application/x-amz-json"):
        code: str = json.loads(answer.body)["__type"].rpartition("#")[2]
        return code
    found = re.search(rb"<Code>(?:AWS\.SimpleQueueService\.)?([^<]+)</Code>", answer.body)
    assert found, answer
    return found[1].decode()


def expected_codes(request: AwsRequest) -> set[str]:
    operation = service_model(request.service).operation_model(request.operation)
    modelled = {name for shape in operation.error_shapes for name in (shape.name, shape.error_code)}
    queried = {"NonExistentQueue", "QueueAlreadyExists"} if request.protocol == "query" else set()
    return modelled | queried | OTHER_CODES[request.service]


def is_not_imitated(request: AwsRequest, answer: AwsAnswer) -> bool:
    """Return whether a request is refused by name, which in DynamoDB depends on its members alone."""
    if answer.status != HTTPStatus.NOT_IMPLEMENTED:
        return False
    is_named = failure_in(request, answer) is None
    return is_named if request.service == "sns" else bool(NOT_IMITATED & request.parameters.keys())


@pytest.mark.timeout(3600 if REQUESTS > 1000 else 120)
@pytest.mark.parametrize("service", SERVICES)
def test_wrong_requests_are_refused_as_aws_refuses_them(stand_in: AwsStandIn, service: str) -> None:
    outcomes: Counter[str] = Counter()
    for wrong, answer in wrong_requests(stand_in, service, "000000000042", SEED, REQUESTS):
        shown = f"seed {SEED}, {wrong.request.operation}, {wrong.changes}: {answer.body[:500]!r}"
        if is_not_imitated(wrong.request, answer):
            outcomes["not imitated"] += 1
            continue
        assert answer.status < 500, shown
        outcome = "OK" if answer.status < 400 else code_of(answer)
        assert outcome == "OK" or outcome in expected_codes(wrong.request), shown
        outcomes[outcome] += 1
    assert max(outcomes.values()) < MOST_OF_ONE_OUTCOME * REQUESTS, f"Most requests end alike: {outcomes}"


@pytest.mark.timeout(3600 if REQUESTS > 1000 else 120)
@pytest.mark.parametrize("service", sorted(ALL_SERVICES.keys() - SERVICES.keys()))
def test_no_request_makes_the_stand_in_fail(stand_in: AwsStandIn, service: str) -> None:
    outcomes: Counter[int] = Counter()
    for wrong, answer in wrong_requests(stand_in, service, "000000000042", SEED, REQUESTS_OF_OTHERS):
        failure = failure_in(wrong.request, answer)
        assert failure is None, (
            f"seed {SEED}, {wrong.request.operation}, {wrong.changes}: {failure}: {answer.body[-500:]!r}"
        )
        outcomes[answer.status] += 1
    assert sum(outcomes[status] for status in outcomes if 400 <= status < 500) > 0, (
        f"None is refused: {outcomes}"
    )


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (200, b"{}", None),
        (400, b'{"__type": "ValidationException"}', None),
        (400, b"Bad Request", "an error without a code"),
        (500, b'{"__type": "InternalFailure"}', "status 500"),
        (501, b'{"__type": "NotImplemented", "message": "does not imitate ssm.GetParameter."}', None),
        (501, b"Not Implemented", "501 without a name"),
        (501, b"ssm.GetParameter with these parameters. Moto failed at them: KeyError", "moto failed"),
        (501, b"<Error><Header>x-amz-acl</Header></Error>", "501 without a name"),
        (0, b"Traceback", "closed connection"),
    ],
)
def test_a_failure_is_recognised(status: int, body: bytes, failure: str | None) -> None:
    request = AwsRequest("ssm", "GetParameter", {})
    assert failure_in(request, AwsAnswer(status, {"content-type": "application/json"}, body)) == failure


def test_a_server_sends_no_content_to_head() -> None:
    def application(_environ: object, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "5")])
        return [b"hello"]

    bodies = {
        operation: answer_of(
            application, AwsRequest("s3", operation, {"Bucket": "b", "Key": "k"}).environ("1", "eu-west-1")
        ).body
        for operation in ("GetObject", "HeadObject")
    }
    assert bodies == {"GetObject": b"hello", "HeadObject": b""}


def test_s3_itself_answers_501_for_a_header() -> None:
    answer = AwsAnswer(501, {}, b"<Error><Code>NotImplemented</Code><Header>x-amz-acl</Header></Error>")
    assert failure_in(AwsRequest("s3", "PutObject", {}), answer) is None


@pytest.mark.parametrize(
    ("service", "operation", "body"),
    [
        ("s3", "ListBuckets", b"<ListAllMyBucketsResult>"),
        ("ssm", "DescribeParameters", b'{"Parameters": [{"LastModifiedDate": "soon"}]}'),
        ("ssm", "DescribeParameters", b'{"Parameters": {"Name": "a"}}'),
    ],
)
def test_an_answer_that_botocore_cannot_parse_is_a_failure(service: str, operation: str, body: bytes) -> None:
    answer = AwsAnswer(200, {"content-type": "application/json"}, body)
    assert failure_in(AwsRequest(service, operation, {}), answer) == "an answer that botocore cannot parse"


@pytest.mark.parametrize("service", ["cognito-idp", "kms", "ssm", "transcribe"])
def test_requests_begin_as_ones_that_are_right_by_the_model(service: str) -> None:
    fuzz = ModelFuzz(service, "1")
    for operation in service_model(service).operation_names:
        require_valid(fuzz.right_parameters(operation), service, operation)
    with pytest.raises(AwsError):
        require_valid([], service, operation)


def operations(seed: str, count: int, *, first: int = 0) -> list[str]:
    requests = ModelFuzz("sqs", seed).requests(count, first=first)
    return [wrong.request.operation for wrong in requests]


def test_each_operation_has_its_turn_in_an_order_that_the_seed_makes() -> None:
    names = service_model("sqs").operation_names
    first, second = operations("1", len(names)), operations("1", len(names), first=len(names))
    assert sorted(first) == sorted(second) == sorted(names)
    assert first != second
    assert operations("1", len(names)) == first != operations("2", len(names))
    assert operations("1", 2 * len(names)) == first + second
