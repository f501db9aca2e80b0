"""The model that answers from its context, and the formats of its answers."""

import json
import math
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws_stand_in import MockAwsServer
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.bedrock.standin_model import DOES_NOT_KNOW, from_context
from aws_stand_in.overlays.bedrock.text import count_tokens, sentences
from aws_stand_in.scripts import AnswerScript, Scripts
from aws_stand_in.unlocked_work import UnlockedWork, after

MANUAL = "To descale the machine, press P for five seconds. The lid is red. Clean the lid weekly."
CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"


# ---------------------------------------------------------------------------------------------- answering


@pytest.mark.parametrize(
    "prompt",
    [
        f"<context>{MANUAL}</context>\nHow do I descale it?",
        f"<document index='1'>{MANUAL}</document><question>How do I descale it?</question>",
        f"Answer the question from the context.\n\nContext:\n{MANUAL}\n\nQuestion: How do I descale it?\n\nAnswer:",
        f"Search results (2):\n[1] {MANUAL}\nUser question: How do I descale it?",
        f"{MANUAL}\n\nHow do I descale it?",
    ],
)
def test_answer_is_the_matching_sentence_however_the_prompt_is_built(prompt: str) -> None:
    assert "To descale the machine, press P for five seconds." in from_context("", prompt)
    assert "Clean the lid" not in from_context("", prompt)


def test_context_may_be_in_the_system_prompt() -> None:
    system = f"You answer from this manual only. <context>{MANUAL}</context>"
    assert from_context(system, "Which lid is red?") == "The lid is red."


def test_words_match_in_other_forms() -> None:
    assert from_context("", f"<context>{MANUAL}</context> How does descaling work?").startswith("To descale")


@pytest.mark.parametrize(
    "prompt",
    [
        "How do I descale it?",
        "<context></context> How do I descale it?",
        f"<context>{MANUAL}</context> Who won the cup?",
        "Context:\n\nQuestion: How do I descale it?",
    ],
)
def test_model_does_not_know_what_its_context_does_not_say(prompt: str) -> None:
    assert from_context("", prompt) == DOES_NOT_KNOW


def test_same_prompt_gets_the_same_answer() -> None:
    prompt = f"<context>{MANUAL} {MANUAL}</context> What about the lid?"
    assert len({from_context("", prompt) for _ in range(20)}) == 1


def test_numbered_steps_are_sentences() -> None:
    assert sentences("Steps:\n1. Press P. 2. Wait\n- then rinse") == [
        "Steps:",
        "1. Press P.",
        "2. Wait",
        "- then rinse",
    ]


# ---------------------------------------------------------------------------------------------- InvokeModel


def body(prompt: str = f"<context>{MANUAL}</context> How do I descale it?", **more: Any) -> str:
    messages = [{"role": "user", "content": [{"type": "text", "text": prompt}]}]
    return json.dumps(
        {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 200, "messages": messages, **more}
    )


@pytest.fixture
def bedrock(aws: Any) -> Any:
    return aws.client("bedrock-runtime")


def invoke(bedrock: Any, request: str, model: str = CLAUDE) -> dict[str, Any]:
    return dict(json.load(bedrock.invoke_model(modelId=model, body=request)["body"]))


@pytest.mark.parametrize(
    "model",
    [
        CLAUDE,
        f"eu.{CLAUDE}",
        f"arn:aws:bedrock:eu-west-1::foundation-model/{CLAUDE}",
        f"arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.{CLAUDE}",
    ],
)
def test_model_may_be_named_by_id_profile_or_arn(bedrock: Any, model: str) -> None:
    answer = invoke(bedrock, body(), model)
    assert answer["content"][0]["text"] == "To descale the machine, press P for five seconds."
    assert (answer["role"], answer["stop_reason"]) == ("assistant", "end_turn")


def test_tokens_are_counted_in_body_and_headers(bedrock: Any) -> None:
    short, long = (invoke(bedrock, body(text))["usage"] for text in ("hi", "hi " * 400))
    assert long["input_tokens"] > short["input_tokens"] > 0
    headers = bedrock.invoke_model(modelId=CLAUDE, body=body("hi"))["ResponseMetadata"]["HTTPHeaders"]
    assert headers["x-amzn-bedrock-input-token-count"] == str(short["input_tokens"])
    assert count_tokens("12345678") == 2


def test_answer_is_cut_at_max_tokens(bedrock: Any) -> None:
    answer = invoke(bedrock, body(max_tokens=3))
    assert (answer["stop_reason"], answer["usage"]["output_tokens"]) == ("max_tokens", 3)
    assert answer["content"][0]["text"] == "To descale t"


@pytest.mark.parametrize(
    ("request_body", "message"),
    [
        ("{", "Malformed input request"),
        ("[]", "expected type: JSONObject"),
        (json.dumps({"max_tokens": 1, "messages": []}), "anthropic_version"),
        (body(max_tokens=0), "max_tokens"),
        (body(max_tokens="many"), "max_tokens"),
        (body(messages=[]), "at least one message"),
        (body(messages=[{"role": "system", "content": "x"}]), "Unexpected role"),
        (body(messages=[{"role": "user", "content": ""}]), "text content blocks must be non-empty"),
        (body(messages=[{"role": "assistant", "content": "x"}]), 'first message must use the "user" role'),
    ],
)
def test_wrong_body_is_a_validation_error(bedrock: Any, request_body: str, message: str) -> None:
    assert invoke(bedrock, body())["type"] == "message"
    with pytest.raises(bedrock.exceptions.ValidationException, match=message):
        bedrock.invoke_model(modelId=CLAUDE, body=request_body)


def test_unknown_model_is_a_validation_error(bedrock: Any) -> None:
    for model in ("no-such-model", "acme.model-v1"):
        with pytest.raises(bedrock.exceptions.ValidationException, match="model identifier is invalid"):
            bedrock.invoke_model(modelId=model, body=body())


@pytest.mark.parametrize(
    ("model", "request_body"),
    [
        ("ai21.jamba-1-5-mini-v1:0", json.dumps({"messages": []})),
        (CLAUDE, body(tools=[{"type": "bash_20250124", "name": "bash"}])),
        (CLAUDE, body(thinking={"type": "enabled", "budget_tokens": 1024})),
        (CLAUDE, body(messages=[{"role": "user", "content": [{"type": "image", "source": {}}]}])),
    ],
)
def test_unsupported_model_request_gets_501(bedrock: Any, model: str, request_body: str) -> None:
    with pytest.raises(ClientError) as error:
        bedrock.invoke_model(modelId=model, body=request_body)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


# ---------------------------------------------------------------------------------------------- scripts


def test_script_answers_matching_prompts_until_it_is_used_up(
    bedrock: Any, server: MockAwsServer, account_id: str
) -> None:
    server.stand_in.answers.add(
        [AnswerScript("I must not say.", pattern="warranty.*claim", stop_reason="refusal", times=1)],
        account_id,
    )
    assert invoke(bedrock, body())["stop_reason"] == "end_turn"
    scripted = invoke(bedrock, body("Warranty\nClaim?"))
    assert (scripted["content"][0]["text"], scripted["stop_reason"]) == ("I must not say.", "refusal")
    assert invoke(bedrock, body("Warranty\nClaim?"))["content"][0]["text"] == DOES_NOT_KNOW
    assert server.stand_in.answers.of(account_id) == []


def test_a_script_for_all_accounts_is_used_up_by_any_of_them() -> None:
    scripts: Scripts[AnswerScript] = Scripts()
    scripts.add([AnswerScript("once", times=1)])
    [script], [same] = scripts.of("000000000001"), scripts.of("000000000002")
    assert scripts.use(script, "000000000001")
    assert not scripts.use(same, "000000000002")
    assert scripts.of("000000000001") == scripts.of("000000000002") == []


def test_later_script_comes_first_and_other_accounts_have_none(
    bedrock: Any, aws: Any, server: MockAwsServer, account_id: str
) -> None:
    for answer in ("earlier", "later"):
        server.stand_in.answers.add([AnswerScript(answer)], account_id)
    assert invoke(bedrock, body())["content"][0]["text"] == "later"
    other = aws.own_client("bedrock-runtime", account_id="999999999996")
    assert invoke(other, body())["content"][0]["text"].startswith("To descale")


# ---------------------------------------------------------------------------------------------- streams, Converse


def test_stream_has_anthropics_events_and_bedrocks_metrics(bedrock: Any) -> None:
    stream = bedrock.invoke_model_with_response_stream(modelId=CLAUDE, body=body())["body"]
    events = [json.loads(event["chunk"]["bytes"]) for event in stream]
    kinds = [event["type"] for event in events]
    assert kinds[:2] == ["message_start", "content_block_start"]
    assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert kinds.count("content_block_delta") > 1
    assert events[-1]["amazon-bedrock-invocationMetrics"]["outputTokenCount"] > 0


def test_converse_takes_any_text_model(bedrock: Any) -> None:
    answer = bedrock.converse(
        modelId="amazon.nova-lite-v1:0",
        system=[{"text": f"<context>{MANUAL}</context>"}],
        messages=[
            {"role": "user", "content": [{"text": "Hello"}]},
            {"role": "assistant", "content": [{"text": "Hello"}]},
            {"role": "user", "content": [{"text": "Which lid is red?"}]},
        ],
        inferenceConfig={"maxTokens": 50},
    )
    assert answer["output"]["message"] == {"role": "assistant", "content": [{"text": "The lid is red."}]}
    assert answer["usage"]["totalTokens"] == answer["usage"]["inputTokens"] + answer["usage"]["outputTokens"]


def test_response_fields_inside_of_members_are_not_imitated(bedrock: Any) -> None:
    def fields(path: str) -> Any:
        messages = [{"role": "user", "content": [{"text": "Hello"}]}]
        answer = bedrock.converse(modelId=CLAUDE, messages=messages, additionalModelResponseFieldPaths=[path])
        return answer["additionalModelResponseFields"]

    assert fields("/stop_reason") == {"stop_reason": "end_turn"}
    with pytest.raises(ClientError, match="does not imitate additionalModelResponseFieldPaths"):
        fields("/usage/input_tokens")


# ---------------------------------------------------------------------------------------------- tokens, cache, tools, time

SONNET = "eu.anthropic.claude-3-7-sonnet-20250219-v1:0"
TOOL = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def test_tokens_are_counted_alike_however_they_are_sent(bedrock: Any) -> None:
    tool = {"name": "weather", "description": "The weather.", "input_schema": TOOL}
    request = body("How is it in Bonn?", system="Be brief.", tools=[tool], max_tokens=50)
    invoked = bedrock.invoke_model(modelId=CLAUDE, body=request)["ResponseMetadata"]["HTTPHeaders"]
    spec = {"name": "weather", "description": "The weather.", "inputSchema": {"json": TOOL}}
    conversation: dict[str, Any] = {
        "system": [{"text": "Be brief."}],
        "messages": [{"role": "user", "content": [{"text": "How is it in Bonn?"}]}],
        "toolConfig": {"tools": [{"toolSpec": spec}]},
    }
    usage = bedrock.converse(modelId=CLAUDE, **conversation)["usage"]
    inputs = ({"converse": conversation}, {"invokeModel": {"body": request}})
    counted = [bedrock.count_tokens(modelId=CLAUDE, input=one)["inputTokens"] for one in inputs]
    assert {usage["inputTokens"], int(invoked["x-amzn-bedrock-input-token-count"]), *counted} == {
        usage["inputTokens"]
    }
    assert usage["outputTokens"] == int(invoked["x-amzn-bedrock-output-token-count"])


def cached(bedrock: Any, question: str) -> tuple[int, int]:
    """Ask about a long prompt with a cache point, and return how many tokens were read and written."""
    long = {"type": "text", "text": "Read all of this. " * 300, "cache_control": {"type": "ephemeral"}}
    messages = [{"role": "user", "content": [long, {"type": "text", "text": question}]}]
    usage = invoke(bedrock, body(messages=messages), SONNET)["usage"]
    return usage["cache_read_input_tokens"], usage["cache_creation_input_tokens"]


def test_a_prompt_is_written_to_the_cache_and_read_for_five_minutes(bedrock: Any, clock: Any) -> None:
    assert cached(bedrock, "What?") == (0, 1350)
    clock.advance(290)
    assert cached(bedrock, "Why?") == (1350, 0)
    clock.advance(290)
    assert cached(bedrock, "How?") == (1350, 0)
    clock.advance(301)
    assert cached(bedrock, "Who?") == (0, 1350)


def test_script_calls_several_tools_with_some_words_before(
    bedrock: Any, server: MockAwsServer, account_id: str
) -> None:
    calls = [{"name": "weather", "input": {"city": city}} for city in ("Bonn", "Rome")]
    server.stand_in.answers.add([AnswerScript("I will look.", tool_calls=calls)], account_id)
    tools = [{"name": "weather", "input_schema": TOOL}]
    answer = invoke(bedrock, body("Where is it warmer?", tools=tools))
    assert [block["type"] for block in answer["content"]] == ["text", "tool_use", "tool_use"]
    assert [block["input"] for block in answer["content"][1:]] == [call["input"] for call in calls]
    assert len({block["id"] for block in answer["content"][1:]}) == 2
    assert answer["stop_reason"] == "tool_use"
    assert invoke(bedrock, body("Where is it warmer?"))["content"][0]["text"] == DOES_NOT_KNOW


def test_answer_that_takes_time_is_waited_for_without_the_lock_of_the_account() -> None:
    response = AwsResponse(200)
    assert after(0, response) is response
    waiting = after(0.01, response)
    assert isinstance(waiting, UnlockedWork)
    assert waiting.work() is response


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"stop_reason": "tired"}, "stop_reason must be one of end_turn"),
        ({"seconds_per_token": -1.0}, "seconds_per_token must be 0 to 10"),
        ({"tool_calls": [{"name": "weather"}]}, 'a tool call has a name and an object as "input"'),
        (
            {"tool_calls": [{"name": "weather", "input": []}]},
            'a tool call has a name and an object as "input"',
        ),
    ],
)
def test_wrong_script_is_refused(wrong: dict[str, Any], message: str) -> None:
    assert AnswerScript("x", tool_calls=[{"name": "weather", "input": {}}]).stop_reason == "tool_use"
    with pytest.raises(ValueError, match=message):
        AnswerScript("x", **wrong)


# ---------------------------------------------------------------------------------------------- embeddings


def embed(bedrock: Any, text: str, **more: Any) -> list[float]:
    answer = bedrock.invoke_model(
        modelId="amazon.titan-embed-text-v2:0", body=json.dumps({"inputText": text, **more})
    )
    return list(json.load(answer["body"])["embedding"])


def cosine(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_texts_that_share_words_have_similar_embeddings(bedrock: Any) -> None:
    question = embed(bedrock, "descale the coffee machine")
    assert cosine(question, embed(bedrock, "descaling a coffee machine")) > 0.9
    assert abs(cosine(question, embed(bedrock, "battery of the remote control"))) < 0.5
    assert math.isclose(cosine(question, question), 1, rel_tol=1e-9)


def test_embedding_has_the_dimensions_that_were_asked_for(bedrock: Any) -> None:
    assert len(embed(bedrock, "x")) == 1024
    assert len(embed(bedrock, "x", dimensions=256)) == 256
    version_1 = bedrock.invoke_model(
        modelId="amazon.titan-embed-text-v1", body=json.dumps({"inputText": "x"})
    )
    assert len(json.load(version_1["body"])["embedding"]) == 1536
    for wrong in ({"dimensions": 7}, {"inputText": ""}):
        with pytest.raises(bedrock.exceptions.ValidationException):
            embed(bedrock, **{"text": "x", **wrong})
