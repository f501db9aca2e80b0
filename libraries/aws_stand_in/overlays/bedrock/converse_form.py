"""Answers in Converse's form, whole and as a stream."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from aws_stand_in.overlays.bedrock.pieces import input_pieces, said_pieces
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_STOP_REASONS = {"refusal": "content_filtered"}
"""Converse's terms where they are not Anthropic's."""


def message(answer: StandInAnswer) -> dict[str, Any]:
    """Return the message that a model answers with."""
    return {"role": "assistant", "content": answer.content}


def stop_reason(answer: StandInAnswer) -> str:
    """Return why a model stopped."""
    return _STOP_REASONS.get(answer.stop_reason, answer.stop_reason)


def usage(answer: StandInAnswer) -> dict[str, int]:
    """Return the tokens of an answer."""
    counted = {
        "inputTokens": answer.input_tokens,
        "outputTokens": answer.output_tokens,
        "totalTokens": answer.tokens_read + answer.output_tokens,
    }
    if answer.cache is None:
        return counted
    return {
        **counted,
        "cacheReadInputTokens": answer.cached.read,
        "cacheWriteInputTokens": answer.cached.written,
    }


def metrics(answer: StandInAnswer) -> dict[str, int]:
    """Return how long a model took, in milliseconds."""
    return {"latencyMs": latency_ms(answer)}


def latency_ms(answer: StandInAnswer) -> int:
    """Return how many milliseconds a model took."""
    return max(1, round(answer.seconds * 1000))


def content_events(answer: StandInAnswer) -> Iterator[dict[str, Any]]:
    """Yield the events of a message, up to its stop reason."""
    yield {"messageStart": {"role": "assistant"}}
    for index, block in enumerate(answer.content):
        if "toolUse" in block:
            yield from _tool_events(block["toolUse"], index, answer)
        else:
            for piece in said_pieces(answer):
                yield _delta({"text": piece}, index)
        yield {"contentBlockStop": {"contentBlockIndex": index}}
    yield {"messageStop": {"stopReason": stop_reason(answer)}}


def _tool_events(call: Mapping[str, Any], index: int, answer: StandInAnswer) -> Iterator[dict[str, Any]]:
    start = {"toolUse": {"toolUseId": call["toolUseId"], "name": call["name"]}}
    yield {"contentBlockStart": {"start": start, "contentBlockIndex": index}}
    for piece in input_pieces(json.dumps(call["input"]), answer):
        yield _delta({"toolUse": {"input": piece}}, index)


def _delta(delta: Mapping[str, Any], index: int) -> dict[str, Any]:
    return {"contentBlockDelta": {"delta": delta, "contentBlockIndex": index}}
