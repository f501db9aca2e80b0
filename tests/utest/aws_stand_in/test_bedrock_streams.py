"""Each part of a streamed answer comes when the model has it, and not later."""

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from werkzeug.test import run_wsgi_app

from aws_stand_in import unlocked_work
from aws_stand_in.overlays.bedrock import pieces
from aws_stand_in.scripts import AnswerScript
from aws_stand_in.stand_in import AwsStandIn
from support.accounts import new_account_id
from support.aws_requests import AwsRequest, answer_of

ACCOUNT_ID = new_account_id()
SAID = "One two three four five six seven eight nine ten eleven twelve."
PIECES = 3
QUESTION = "How is it?"
TEXT = [{"role": "user", "content": [{"text": QUESTION}]}]
CHAT = [{"role": "user", "content": QUESTION}]
CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"
CLAUDE_BODY: Mapping[str, Any] = {
    "anthropic_version": "bedrock-2023-05-31",
    "max_tokens": 200,
    "messages": CHAT,
}
BODIES: Mapping[str, Mapping[str, Any]] = {
    CLAUDE: CLAUDE_BODY,
    "amazon.nova-lite-v1:0": {"messages": TEXT},
    "amazon.titan-text-express-v1": {"inputText": QUESTION},
    "meta.llama3-8b-instruct-v1:0": {"prompt": QUESTION},
    "mistral.mistral-7b-instruct-v0:2": {"prompt": QUESTION},
    "mistral.mistral-large-2402-v1:0": {"messages": CHAT},
    "cohere.command-text-v14": {"prompt": QUESTION, "max_tokens": 200},
    "cohere.command-r-v1:0": {"message": QUESTION},
}
TOOL = {"name": "weather", "input_schema": {"type": "object"}}


@pytest.fixture
def happened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has happened, as letters: `w` for a wait, `e` for an event."""
    letters: list[str] = []
    recorded = SimpleNamespace(sleep=lambda _seconds: letters.append("w"))
    monkeypatch.setattr(pieces, "time", recorded)
    return letters


@pytest.fixture(scope="module")
def stand_in() -> Iterator[AwsStandIn]:
    stand_in = AwsStandIn()
    stand_in.load()
    yield stand_in
    stand_in.close()


def streamed(stand_in: AwsStandIn, operation: str, **parameters: Any) -> Iterator[bytes]:
    """Send a request and yield the events of its answer, as they come."""
    environ = AwsRequest("bedrock-runtime", operation, parameters).environ(ACCOUNT_ID, "eu-west-1")
    events, status, _ = run_wsgi_app(stand_in, environ)
    assert status.startswith("200")
    yield from events


def invoked(stand_in: AwsStandIn, model: str, body: Mapping[str, Any]) -> Iterator[bytes]:
    content = orjson.dumps(body).decode()
    return streamed(stand_in, "InvokeModelWithResponseStream", modelId=model, body=content)


def record(events: Iterator[bytes], happened: list[str]) -> str:
    happened.extend("e" for _ in events)
    return "".join(happened)


@pytest.mark.parametrize("model", BODIES)
def test_no_piece_waits_for_the_next_one(stand_in: AwsStandIn, happened: list[str], model: str) -> None:
    stand_in.reset(ACCOUNT_ID)
    stand_in.answers.add([AnswerScript(SAID, seconds_per_token=1)], ACCOUNT_ID)
    order = record(invoked(stand_in, model, BODIES[model]), happened)
    assert order.strip("e") == "we" * (PIECES - 1) + "w"


def test_a_conversation_is_streamed_alike(stand_in: AwsStandIn, happened: list[str]) -> None:
    stand_in.reset(ACCOUNT_ID)
    stand_in.answers.add([AnswerScript(SAID, seconds_per_token=1)], ACCOUNT_ID)
    order = record(streamed(stand_in, "ConverseStream", modelId=CLAUDE, messages=TEXT), happened)
    assert order.strip("e") == "we" * (PIECES - 1) + "w"


def test_the_input_of_a_tool_comes_piece_by_piece(stand_in: AwsStandIn, happened: list[str]) -> None:
    stand_in.reset(ACCOUNT_ID)
    call = {"name": "weather", "input": {"city": "Bonn, on the river Rhine"}}
    stand_in.answers.add([AnswerScript("", tool_calls=[call], seconds_per_token=1)], ACCOUNT_ID)
    order = record(invoked(stand_in, CLAUDE, {**CLAUDE_BODY, "tools": [TOOL]}), happened)
    assert order.strip("e") == "wewew"


def test_an_answer_in_one_piece_comes_after_the_time_of_all_its_tokens(
    stand_in: AwsStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[float | str] = []
    monkeypatch.setattr(unlocked_work, "time", SimpleNamespace(sleep=happened.append))
    stand_in.reset(ACCOUNT_ID)
    stand_in.answers.add([AnswerScript("x" * 40, seconds_per_token=0.5)], ACCOUNT_ID)
    request = AwsRequest("bedrock-runtime", "Converse", {"modelId": CLAUDE, "messages": TEXT})
    answer = orjson.loads(answer_of(stand_in, request.environ(ACCOUNT_ID, "eu-west-1")).body)
    happened.append(answer["output"]["message"]["content"][0]["text"])
    assert happened == [5.0, "x" * 40]
    assert answer["metrics"]["latencyMs"] == 5000
