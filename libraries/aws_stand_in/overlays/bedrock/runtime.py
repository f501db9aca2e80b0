"""`bedrock-runtime`: InvokeModel, InvokeModelWithResponseStream, Converse, ConverseStream.

Imitated: Anthropic's messages body (`anthropic.…` models, their inference profiles and ARNs) and Titan text
embeddings for InvokeModel; any text model for Converse; their validation, token counts, stop reasons and
event streams. The text comes from `standin_model`.

Not imitated, answered with 501: other model families' bodies with InvokeModel, tools, images, documents, guardrails,
prompt routers, asynchronous and bidirectional calls, ApplyGuardrail, CountTokens. Nothing is charged or throttled.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.bedrock.embeddings import titan_embedding
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer, StandInModel

SERVICE = "bedrock-runtime"
ANTHROPIC_VERSION = "bedrock-2023-05-31"

_MODEL_ID = re.compile(
    r"(?:.*[/:])?(?:(?:us|eu|apac|jp|au|global|us-gov)\.)?(?P<provider>[a-z0-9]+)\.(?P<name>[\w.:-]+)"
)
_KNOWN_PROVIDERS = frozenset(
    {"ai21", "amazon", "anthropic", "cohere", "deepseek", "google", "luma", "meta", "minimax", "mistral"}
    | {"moonshot", "nvidia", "openai", "qwen", "stability", "twelvelabs", "writer"}
)


class BedrockRuntimeOverlay(Overlay):
    """Answers model calls with the stand-in model."""

    def __init__(self, model: StandInModel) -> None:
        self._model = model

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "InvokeModel"): self.invoke_model,
            (SERVICE, "InvokeModelWithResponseStream"): self.invoke_model_with_response_stream,
            (SERVICE, "Converse"): self.converse,
            (SERVICE, "ConverseStream"): self.converse_stream,
            (SERVICE, "*"): _refuse,
        }

    def invoke_model(self, request: AwsRequest) -> AwsResponse:
        """Answer in the JSON of the model's family."""
        body, provider, name = _model_call(request)
        if provider == "anthropic":
            answer = self._answer_messages(request.account_id, body)
            return _json_response(_message(answer, name), answer.input_tokens, answer.output_tokens)
        if provider == "amazon" and name.startswith("titan-embed-text"):
            embedding, tokens = titan_embedding(body, name)
            return _json_response(embedding, tokens, 0)
        raise NotImitatedError(
            f"the request body of {provider}.{name}",
            "Use an anthropic model, amazon.titan-embed-text or Converse.",
        )

    def invoke_model_with_response_stream(self, request: AwsRequest) -> AwsResponse:
        """Answer as Anthropic's stream of events, a few words each."""
        body, provider, name = _model_call(request)
        if provider != "anthropic":
            raise NotImitatedError(
                f"the event stream of {provider}.{name}", "Use an anthropic model or ConverseStream."
            )
        answer = self._answer_messages(request.account_id, body)
        events = ({"chunk": {"bytes": json.dumps(event).encode()}} for event in _message_events(answer, name))
        response = wire.serialize_events(events, SERVICE, request.operation)
        response.headers["X-Amzn-Bedrock-Content-Type"] = "application/json"
        return response

    def converse(self, request: AwsRequest) -> dict[str, Any]:
        """Answer in Converse's model-independent form."""
        answer = self._answer_conversation(request)
        return {
            "output": {"message": {"role": "assistant", "content": [{"text": answer.text}]}},
            "stopReason": answer.stop_reason,
            "usage": _usage(answer),
            "metrics": {"latencyMs": 1},
        }

    def converse_stream(self, request: AwsRequest) -> AwsResponse:
        """Answer as Converse's stream of events, a few words each."""
        answer = self._answer_conversation(request)
        return wire.serialize_events(_converse_events(answer), SERVICE, request.operation)

    def _answer_messages(self, account_id: str, body: Mapping[str, Any]) -> StandInAnswer:
        _check_messages_body(body)
        return self._model.answer(
            account_id,
            system=_text_of(body.get("system", "")),
            messages=[_text_of(message["content"]) for message in body["messages"]],
            max_tokens=body["max_tokens"],
        )

    def _answer_conversation(self, request: AwsRequest) -> StandInAnswer:
        parameters = request.parameters
        _provider_and_name(parameters["modelId"])
        for unsupported in ("toolConfig", "guardrailConfig"):
            if parameters.get(unsupported):
                raise NotImitatedError(f"{unsupported} of {request.operation}")
        messages = parameters.get("messages", [])
        _check_roles(messages)
        return self._model.answer(
            request.account_id,
            system=_text_of(parameters.get("system", [])),
            messages=[_text_of(message["content"]) for message in messages],
            max_tokens=parameters.get("inferenceConfig", {}).get("maxTokens"),
        )


def _refuse(request: AwsRequest) -> AwsResponse:
    raise NotImitatedError(f"bedrock-runtime.{request.operation}")


def _validation_error(message: str) -> AwsError:
    return AwsError("ValidationException", message, status=400)


def _model_call(request: AwsRequest) -> tuple[dict[str, Any], str, str]:
    parameters = request.parameters
    provider, name = _provider_and_name(parameters["modelId"])
    try:
        body = json.loads(parameters.get("body") or b"")
    except ValueError as error:
        raise _validation_error(
            "Malformed input request, please reformat your input and try again."
        ) from error
    if not isinstance(body, dict):
        raise _validation_error(
            "Malformed input request: expected type: JSONObject, please reformat your input and try again."
        )
    return body, provider, name


def _provider_and_name(model_id: str) -> tuple[str, str]:
    match = _MODEL_ID.fullmatch(model_id)
    if match is None or match["provider"] not in _KNOWN_PROVIDERS:
        raise _validation_error("The provided model identifier is invalid.")
    return match["provider"], match["name"]


def _check_messages_body(body: Mapping[str, Any]) -> None:
    if body.get("anthropic_version") != ANTHROPIC_VERSION:
        raise _validation_error(f"anthropic_version: {ANTHROPIC_VERSION!r} is required".replace("'", '"'))
    max_tokens = body.get("max_tokens")
    if not isinstance(max_tokens, int) or isinstance(max_tokens, bool) or max_tokens < 1:
        raise _validation_error("max_tokens: Field required and greater than or equal to 1")
    _check_roles(body.get("messages"))
    if body.get("tools"):
        raise NotImitatedError("tools of the Anthropic messages body")


def _check_roles(messages: object) -> None:
    if not isinstance(messages, list) or not messages:
        raise _validation_error("messages: at least one message is required")
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in ("user", "assistant"):
            raise _validation_error('messages: Unexpected role. Allowed roles are "user" or "assistant"')
        if not message.get("content"):
            raise _validation_error("messages: content must not be empty")
    if messages[0]["role"] != "user":
        raise _validation_error('messages: first message must use the "user" role')


def _text_of(content: str | Sequence[Mapping[str, Any]]) -> str:
    if isinstance(content, str):
        return content
    for block in content:
        if "text" not in block and "cachePoint" not in block:
            raise NotImitatedError(
                f"content blocks of type {block.get('type') or next(iter(block), 'nothing')}"
            )
    return "\n".join(block["text"] for block in content if "text" in block)


def _json_response(content: object, input_tokens: int, output_tokens: int) -> AwsResponse:
    headers = {
        "Content-Type": "application/json",
        "X-Amzn-Bedrock-Invocation-Latency": "1",
        "X-Amzn-Bedrock-Input-Token-Count": str(input_tokens),
        "X-Amzn-Bedrock-Output-Token-Count": str(output_tokens),
    }
    return AwsResponse(200, headers, json.dumps(content).encode())


def _message(answer: StandInAnswer, model: str) -> dict[str, Any]:
    return {
        "id": "msg_bdrk_" + hashlib.sha256(answer.text.encode()).hexdigest()[:24],
        "type": "message",
        "role": "assistant",
        "model": re.sub(r"-v\d+(:\d+)?$", "", model),
        "content": [{"type": "text", "text": answer.text}],
        "stop_reason": answer.stop_reason,
        "stop_sequence": None,
        "usage": {"input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens},
    }


def _pieces(answer: StandInAnswer) -> list[str]:
    return re.findall(r"(?:\S+\s*){1,4}", answer.text)


def _message_events(answer: StandInAnswer, model: str) -> Iterator[dict[str, Any]]:
    message = _message(answer, model)
    usage = message.pop("usage")
    yield {
        "type": "message_start",
        "message": {**message, "content": [], "stop_reason": None, "usage": {**usage, "output_tokens": 1}},
    }
    yield {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    for piece in _pieces(answer):
        yield {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
    yield {"type": "content_block_stop", "index": 0}
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": answer.stop_reason, "stop_sequence": None},
        "usage": {"output_tokens": answer.output_tokens},
    }
    yield {
        "type": "message_stop",
        "amazon-bedrock-invocationMetrics": {
            "inputTokenCount": answer.input_tokens,
            "outputTokenCount": answer.output_tokens,
            "invocationLatency": 1,
            "firstByteLatency": 1,
        },
    }


def _usage(answer: StandInAnswer) -> dict[str, int]:
    return {
        "inputTokens": answer.input_tokens,
        "outputTokens": answer.output_tokens,
        "totalTokens": answer.input_tokens + answer.output_tokens,
    }


def _converse_events(answer: StandInAnswer) -> Iterator[dict[str, Any]]:
    yield {"messageStart": {"role": "assistant"}}
    for piece in _pieces(answer):
        yield {"contentBlockDelta": {"delta": {"text": piece}, "contentBlockIndex": 0}}
    yield {"contentBlockStop": {"contentBlockIndex": 0}}
    yield {"messageStop": {"stopReason": answer.stop_reason}}
    yield {"metadata": {"usage": _usage(answer), "metrics": {"latencyMs": 1}}}
