"""Anthropic's Claude: the Messages API as Bedrock offers it.

Source: Amazon Bedrock User Guide, "Anthropic Claude Messages API"; Anthropic's documentation, "Streaming messages".
"""

import hashlib
import json
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.families.anthropic_body import (
    AnthropicBlock,
    AnthropicBody,
    MediaBlock,
    TextBlock,
    ThinkingBlock,
    ToolResultBlock,
    ToolUseBlock,
    read_messages_body,
)
from aws_stand_in.overlays.bedrock.families.body import validation_error
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.pieces import input_pieces, said_pieces
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_CACHE_POINT = {"cachePoint": {"type": "default"}}
_VERSION = re.compile(r"-v\d+(:\d+)?$")


def conversation(body: Mapping[str, Any], model: ModelId) -> Conversation:
    """Read a body."""
    read = read_messages_body(body)
    described = model.described
    if described and described.longest_answer and read.max_tokens > described.longest_answer:
        raise validation_error(
            f"max_tokens: {read.max_tokens} > {described.longest_answer}, which is the maximum allowed number of output "
            f"tokens for {_public_name(model)}"
        )
    return Conversation(
        [{"role": message.role, "content": _blocks(message.content)} for message in read.messages],
        system=_blocks(read.system),
        tools=_tools(read),
        tool_choice=_tool_choice(read),
        max_tokens=read.max_tokens,
        stop_sequences=read.stop_sequences,
    )


def result(answer: StandInAnswer, model: ModelId, _body: Mapping[str, Any]) -> dict[str, Any]:
    """Return Claude's message."""
    return {
        "id": "msg_bdrk_" + hashlib.sha256(answer.text.encode()).hexdigest()[:24],
        "type": "message",
        "role": "assistant",
        "model": _public_name(model),
        "content": [_content_block(block) for block in answer.content],
        "stop_reason": _stop_reason(answer),
        "stop_sequence": answer.stop_sequence,
        "usage": _usage(answer, model),
    }


def events(
    answer: StandInAnswer, model: ModelId, _body: Mapping[str, Any]
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    """Yield Claude's message."""
    message = result(answer, model, {})
    started = {**message["usage"], "output_tokens": 1}
    unfinished: dict[str, Any] = {"content": [], "stop_reason": None, "stop_sequence": None, "usage": started}
    yield {"type": "message_start", "message": {**message, **unfinished}}
    for index, block in enumerate(message["content"]):
        for event in _block_events(block, answer):
            yield {**event, "index": index}
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": _stop_reason(answer), "stop_sequence": answer.stop_sequence},
        "usage": {"output_tokens": answer.output_tokens},
    }
    return {"type": "message_stop"}


def _block_events(block: Mapping[str, Any], answer: StandInAnswer) -> Iterator[dict[str, Any]]:
    if block["type"] == "text":
        yield {"type": "content_block_start", "content_block": {"type": "text", "text": ""}}
        for piece in said_pieces(answer):
            yield {"type": "content_block_delta", "delta": {"type": "text_delta", "text": piece}}
    else:
        yield {"type": "content_block_start", "content_block": {**block, "input": {}}}
        for piece in chain(("",), input_pieces(json.dumps(block["input"]), answer)):
            yield {
                "type": "content_block_delta",
                "delta": {"type": "input_json_delta", "partial_json": piece},
            }
    yield {"type": "content_block_stop"}


def _content_block(block: Mapping[str, Any]) -> dict[str, Any]:
    if "text" in block:
        return {"type": "text", "text": block["text"]}
    call = block["toolUse"]
    identity = call["toolUseId"].removeprefix("tooluse_")
    return {"type": "tool_use", "id": f"toolu_bdrk_{identity}", "name": call["name"], "input": call["input"]}


def _stop_reason(answer: StandInAnswer) -> str:
    return "end_turn" if answer.stop_reason == "guardrail_intervened" else answer.stop_reason


def _usage(answer: StandInAnswer, model: ModelId) -> dict[str, int]:
    counted = {"input_tokens": answer.input_tokens, "output_tokens": answer.output_tokens}
    if answer.cache is None and not (model.described and model.described.caches):
        return counted
    cached = {
        "cache_creation_input_tokens": answer.cached.written,
        "cache_read_input_tokens": answer.cached.read,
    }
    return {**counted, **cached}


def _public_name(model: ModelId) -> str:
    return _VERSION.sub("", model.name)


def _blocks(blocks: Sequence[AnthropicBlock]) -> list[dict[str, Any]]:
    return [converted for block in blocks for converted in _add_cache_point(_block(block), block)]


def _add_cache_point(converted: dict[str, Any], block: AnthropicBlock) -> list[dict[str, Any]]:
    return [converted, _CACHE_POINT] if block.cache_control else [converted]


def _block(block: AnthropicBlock) -> dict[str, Any]:
    match block:
        case TextBlock():
            return {"text": block.text}
        case ToolUseBlock():
            return {"toolUse": {"toolUseId": block.id, "name": block.name, "input": block.input}}
        case ToolResultBlock():
            content = [_block(held) for held in block.content]
            return {"toolResult": {"toolUseId": block.tool_use_id, "content": content}}
        case ThinkingBlock():
            return {"reasoningContent": {"reasoningText": {"text": block.thinking}}}
        case MediaBlock():
            raise NotImitatedError(f"content blocks of type {block.type}")
    raise TypeError(f"{type(block).__name__} is not a content block")


def _tools(body: AnthropicBody) -> list[dict[str, Any]]:
    if body.tool_choice and body.tool_choice.type == "none":
        return []
    return [
        converted
        for tool in body.tools
        for converted in _add_cache_point({"toolSpec": _tool_spec(tool.model_dump(exclude_unset=True))}, tool)
    ]


def _tool_spec(tool: Mapping[str, Any]) -> dict[str, Any]:
    described = {"description": tool["description"]} if "description" in tool else {}
    return {"name": tool["name"], **described, "inputSchema": {"json": tool["input_schema"]}}


def _tool_choice(body: AnthropicBody) -> dict[str, Any]:
    match body.tool_choice and body.tool_choice.type:
        case "any":
            return {"any": {}}
        case "tool" if body.tool_choice:
            return {"tool": {"name": body.tool_choice.name}}
    return {}
