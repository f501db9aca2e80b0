"""Amazon Nova: Converse's form, with a schema version.

Source: Amazon Nova User Guide, "Complete request schema".
"""

from collections.abc import Generator, Mapping
from typing import Any

from aws_stand_in.overlays.bedrock import converse_form
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.converse_rules import check_rules
from aws_stand_in.overlays.bedrock.families.body import read_body
from aws_stand_in.overlays.bedrock.families.nova_body import NovaBody
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer


def conversation(body: Mapping[str, Any], _model: ModelId) -> Conversation:
    """Read a body."""
    read = read_body(NovaBody, body).model_dump(by_alias=True, exclude_unset=True)
    config, tools = read.get("inferenceConfig", {}), read.get("toolConfig") or {}
    found = Conversation(
        read["messages"],
        system=read.get("system", ()),
        tools=tools.get("tools", ()),
        tool_choice=tools.get("toolChoice", {}),
        max_tokens=config.get("maxTokens"),
        stop_sequences=config.get("stopSequences", ()),
    )
    check_rules(found)
    return found


def result(answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]) -> dict[str, Any]:
    """Return Nova's answer."""
    return {
        "output": {"message": converse_form.message(answer)},
        "stopReason": converse_form.stop_reason(answer),
        "usage": _usage(answer),
    }


def events(
    answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    """Yield Nova's answer."""
    yield from converse_form.content_events(answer)
    return {"metadata": {"usage": _usage(answer), "metrics": {}, "trace": {}}}


def _usage(answer: StandInAnswer) -> dict[str, int]:
    return {
        "inputTokens": answer.input_tokens,
        "outputTokens": answer.output_tokens,
        "totalTokens": answer.tokens_read + answer.output_tokens,
        "cacheReadInputTokenCount": answer.cached.read,
        "cacheWriteInputTokenCount": answer.cached.written,
    }
