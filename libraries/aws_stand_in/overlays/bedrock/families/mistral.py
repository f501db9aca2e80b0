"""Mistral: a prompt and its continuation, or a chat.

Source: Amazon Bedrock User Guide, "Mistral AI text completion" and "Mistral AI chat completion".
"""

import json
import re
import time
import uuid
from collections.abc import Generator, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.families.body import ModelBody, malformed, read_body
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.pieces import said_pieces
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_MARK = re.compile(r"</?s>|\[/?INST\]")
_REASONS = {"max_tokens": "length", "tool_use": "tool_calls"}


class MistralLimits(ModelBody):
    """How Mistral generates."""

    max_tokens: Annotated[int, Field(ge=1, le=8192)] = 512
    temperature: Annotated[float, Field(ge=0, le=1)] = 0.7
    top_p: Annotated[float, Field(ge=0, le=1)] = 1
    stop: Annotated[list[str], Field(max_length=10)] = Field(default_factory=list)


class MistralTextBody(MistralLimits):
    """The body with a prompt."""

    prompt: Annotated[str, Field(min_length=1)]
    top_k: Annotated[int, Field(ge=0, le=200)] = 50


class MistralCall(ModelBody):
    """A function and what it is called with, as JSON."""

    name: str
    arguments: str


class MistralToolCall(ModelBody):
    """A call of a tool."""

    id: str
    type: Literal["function"] = "function"
    function: MistralCall


class MistralMessage(ModelBody):
    """A message."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str = ""
    tool_calls: list[MistralToolCall] = Field(default_factory=list)
    tool_call_id: str = ""


class MistralFunction(ModelBody):
    """A function that may be called."""

    name: str
    description: str = ""
    parameters: dict[str, Any]


class MistralTool(ModelBody):
    """A tool."""

    type: Literal["function"]
    function: MistralFunction


class MistralChatBody(MistralLimits):
    """The body with messages."""

    messages: Annotated[list[MistralMessage], Field(min_length=1)]
    tools: list[MistralTool] = Field(default_factory=list)
    tool_choice: Literal["auto", "any", "none"] = "auto"


def conversation(body: Mapping[str, Any], _model: ModelId) -> Conversation:
    """Read a body; marks of Mistral's prompt format are not part of the text."""
    if "messages" in body:
        return _chat(read_body(MistralChatBody, body))
    read = read_body(MistralTextBody, body)
    return Conversation.of_text(_MARK.sub("\n", read.prompt), read.max_tokens, read.stop)


def result(answer: StandInAnswer, model: ModelId, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return Mistral's answer: outputs of a prompt, choices of a chat."""
    if "messages" not in body:
        return {"outputs": [{"text": answer.text, "stop_reason": _reason(answer)}]}
    choice = {"index": 0, "message": _message(answer), "stop_reason": _reason(answer)}
    return {
        "id": str(uuid.uuid4()),
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model.id,
        "choices": [choice],
    }


def events(
    answer: StandInAnswer, _model: ModelId, body: Mapping[str, Any]
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    """Yield Mistral's answer; tool calls come with the last event."""
    if "messages" not in body:
        for piece in said_pieces(answer):
            yield {"outputs": [{"text": piece, "stop_reason": None}]}
        return {"outputs": [{"text": "", "stop_reason": _reason(answer)}]}
    for piece in said_pieces(answer):
        yield _choice({"role": "assistant", "content": piece}, None)
    return _choice({**_message(answer), "content": ""}, _reason(answer))


def _choice(message: Mapping[str, Any], stop_reason: str | None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "message": message, "stop_reason": stop_reason}]}


def _chat(read: MistralChatBody) -> Conversation:
    said = [message for message in read.messages if message.role != "system"]
    if not said or said[-1].role == "assistant" or not any(message.role == "user" for message in said):
        raise malformed("#/messages: expected last role user or tool")
    tools = [] if read.tool_choice == "none" else [_tool(tool.function) for tool in read.tools]
    return Conversation(
        [{"role": _role(message), "content": list(_content(message))} for message in said],
        system=[{"text": message.content} for message in read.messages if message.role == "system"],
        tools=tools,
        tool_choice={"any": {}} if read.tool_choice == "any" else {},
        max_tokens=read.max_tokens,
        stop_sequences=read.stop,
    )


def _role(message: MistralMessage) -> str:
    return "assistant" if message.role == "assistant" else "user"


def _content(message: MistralMessage) -> Iterator[dict[str, Any]]:
    if message.role == "tool":
        result_of = {"toolUseId": message.tool_call_id, "content": [{"text": message.content}]}
        yield {"toolResult": result_of}
        return
    if message.content or not message.tool_calls:
        yield {"text": message.content}
    for call in message.tool_calls:
        made = {"name": call.function.name, "input": {"arguments": call.function.arguments}}
        yield {"toolUse": {"toolUseId": call.id, **made}}


def _tool(function: MistralFunction) -> dict[str, Any]:
    schema = {"json": function.parameters}
    return {"toolSpec": {"name": function.name, "description": function.description, "inputSchema": schema}}


def _message(answer: StandInAnswer) -> dict[str, Any]:
    calls = [
        {"id": call["toolUseId"], "function": {"name": call["name"], "arguments": json.dumps(call["input"])}}
        for call in (block["toolUse"] for block in answer.tool_calls)
    ]
    said = {"role": "assistant", "content": answer.text}
    return {**said, "tool_calls": calls} if calls else said


def _reason(answer: StandInAnswer) -> str:
    return _REASONS.get(answer.stop_reason, "stop")
