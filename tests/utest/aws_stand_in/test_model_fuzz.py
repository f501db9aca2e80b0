"""Wrong requests, made from botocore's models, get errors of AWS and not the stand-in's failure.

More of them, or others: `MODEL_FUZZ_REQUESTS=20000 MODEL_FUZZ_SEED=7 pytest tests/utest/aws_stand_in/test_model_fuzz.py`.
"""

import json
import os
import re
from collections import Counter
from http import HTTPStatus

import pytest
from behaviours.fuzzed_services import SERVICES, wrong_requests

from aws_stand_in.overlays.dynamodb import NOT_IMITATED
from aws_stand_in.stand_in import AwsStandIn
from support.aws_requests import AwsAnswer, AwsRequest, service_model

SEED = int(os.environ.get("MODEL_FUZZ_SEED", "1"))
REQUESTS = int(os.environ.get("MODEL_FUZZ_REQUESTS", "400"))
OTHER_CODES = {
    "dynamodb": {"ValidationException", "SerializationException", "SourceTableNotFoundException", "ResourceNotFoundException"},
    "dynamodbstreams": {"ValidationException", "SerializationException"},
    "sqs": {"MissingParameter", "InvalidParameterValue", "InvalidAttributeName", "SerializationException", "AccessDenied"},
}  # fmt: skip
"""Error codes that the services use without having them in the models of the operations."""
MOST_OF_ONE_OUTCOME = 0.7


@pytest.fixture(scope="module")
def stand_in() -> AwsStandIn:
    stand_in = AwsStandIn()
    stand_in.load()
    return stand_in


def code_of(answer: AwsAnswer) -> str:
    if answer.headers["content-type"].startswith("application/x-amz-json"):
        code: str = json.loads(answer.body)["__type"].rpartition("#")[2]
        return code
    found = re.search(rb"<Code>(?:AWS\.SimpleQueueService\.)?([^<]+)</Code>", answer.body)
    assert found, answer
    return found[1].decode()


def expected_codes(request: AwsRequest) -> set[str]:
    operation = service_model(request.service).operation_model(request.operation)
    modelled = {shape.name for shape in operation.error_shapes}
    queried = {"NonExistentQueue", "QueueAlreadyExists"} if request.protocol == "query" else set()
    return modelled | queried | OTHER_CODES[request.service]


@pytest.mark.timeout(3600 if REQUESTS > 1000 else 120)
@pytest.mark.parametrize("service", SERVICES)
def test_wrong_requests_are_refused_as_aws_refuses_them(stand_in: AwsStandIn, service: str) -> None:
    outcomes: Counter[str] = Counter()
    for wrong, answer in wrong_requests(stand_in, service, "000000000042", SEED, REQUESTS):
        shown = f"seed {SEED}, {wrong.request.operation}, {wrong.changes}: {answer.body[:500]!r}"
        if answer.status == HTTPStatus.NOT_IMPLEMENTED and NOT_IMITATED & wrong.request.parameters.keys():
            outcomes["not imitated"] += 1
            continue
        assert answer.status < 500, shown
        outcome = "OK" if answer.status < 400 else code_of(answer)
        assert outcome == "OK" or outcome in expected_codes(wrong.request), shown
        outcomes[outcome] += 1
    assert max(outcomes.values()) < MOST_OF_ONE_OUTCOME * REQUESTS, f"Most requests end alike: {outcomes}"
