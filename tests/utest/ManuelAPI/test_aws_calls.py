"""Which AWS calls a failure names: those with the trace id of the request, if the backend puts it on its calls."""

import contextlib
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from aws_stand_in import MockAwsServer
from ManuelAPI.aws_calls import NOT_TRACED, SINCE_THEN, describe_aws_calls
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.stand_in import LOOK_UP_TRACE

CALL = "sts.GetCallerIdentity attempt 1: 200, "


@pytest.fixture
def server(use_environment: Callable[..., Environment]) -> Iterator[MockAwsServer]:
    with MockAwsServer() as server:
        use_environment(api_base_url="http://localhost:3000", aws_endpoint_url=server.url)
        yield server


def call_aws(server: MockAwsServer, trace_id: str) -> None:
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    signed = "AWS4-HMAC-SHA256 Credential=000000000042/20261130/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0"
    headers = {"X-Amzn-Trace-Id": trace_id, "Authorization": signed}
    urllib.request.urlopen(urllib.request.Request(server.url, body, headers)).close()


def trace(seconds_ago: int = 0) -> str:
    return f"Root=1-{int(time.time()) - seconds_ago:08x}-{'0' * 24}"


def test_calls_are_those_with_the_trace_id_of_the_request(server: MockAwsServer) -> None:
    call_aws(server, trace(1))
    call_aws(server, trace(5))
    (line,) = describe_aws_calls(trace(5))
    assert line.startswith(CALL)


def test_a_request_has_made_no_calls_if_others_have_traced_ones(server: MockAwsServer) -> None:
    call_aws(server, trace(1))
    assert describe_aws_calls(trace(5)) == ["none"]


@pytest.mark.parametrize("others", [[], [LOOK_UP_TRACE]])
def test_a_request_has_made_no_calls_if_there_were_none(server: MockAwsServer, others: list[str]) -> None:
    for trace_id in others:
        call_aws(server, trace_id)
    assert describe_aws_calls(trace()) == ["none"]


def test_calls_without_trace_ids_may_be_those_of_the_request(server: MockAwsServer) -> None:
    call_aws(server, "")
    call_aws(server, LOOK_UP_TRACE)
    first, *calls = describe_aws_calls(trace(5))
    assert first == f"{NOT_TRACED}{SINCE_THEN}"
    assert [call.startswith(f"  {CALL}") for call in calls] == [True]


def test_calls_before_the_request_are_not_its_own(server: MockAwsServer) -> None:
    call_aws(server, "")
    assert describe_aws_calls(trace(-60)) == [NOT_TRACED]


def test_no_call_is_that_of_a_request_whose_time_is_unknown(server: MockAwsServer) -> None:
    call_aws(server, "")
    assert describe_aws_calls("an id of another form") == [NOT_TRACED]


def test_a_call_without_an_operation_has_its_service(server: MockAwsServer) -> None:
    request = urllib.request.Request(
        f"{server.url}/eu-west-1_0/.well-known/jwks.json", headers={"X-Amzn-Trace-Id": trace(1)}
    )
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(request).close()
    (line,) = describe_aws_calls(trace(1))
    assert line.startswith("cognito-idp attempt 1: ")
