"""Amazon Nova: Converse's form, with a schema version.

Source: Amazon Nova User Guide, "Complete request schema".
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from aws_stand_in.overlays.bedrock import converse_form
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.converse_rules import check_rules
from aws_stand_in.overlays.bedrock.families.body import CamelCaseBody, malformed, read_body
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer


class NovaMessage(CamelCaseBody):
    """A message; its blocks are held against Converse's rules."""

    role: Literal["user", "assistant"]
    content: Annotated[list[dict[str, Any]], Field(min_length=1)]


class NovaInferenceConfig(CamelCaseBody):
    """How Nova generates."""

    max_tokens: Annotated[int, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0, le=1)] = 0.7
    top_p: Annotated[float, Field(ge=0, le=1)] = 0.9
    top_k: Annotated[int, Field(ge=0, le=128)] = 50
    stop_sequences: list[str] = Field(default_factory=list)


class NovaToolSpec(CamelCaseBody):
    """A tool."""

    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    input_schema: dict[str, Any]


class NovaTool(CamelCaseBody):
    """A tool in its wrapping."""

    tool_spec: NovaToolSpec


class NovaToolConfig(CamelCaseBody):
    """The tools."""

    tools: Annotated[list[NovaTool], Field(min_length=1)]
    tool_choice: dict[str, dict[str, Any]] = Field(default_factory=dict)


class NovaBody(CamelCaseBody):
    """The body that Nova takes."""

    schema_version: Literal["messages-v1"] = "messages-v1"
    messages: Annotated[list[NovaMessage], Field(min_length=1)]
    system: list[dict[str, Any]] = Field(default_factory=list)
    inference_config: NovaInferenceConfig = NovaInferenceConfig()
    tool_config: NovaToolConfig | None = None


def conversation(body: Mapping[str, Any], _model: ModelId) -> Conversation:
    """Read a body."""
    read = read_body(NovaBody, body)
    config, tools = read.inference_config, body.get("toolConfig", {})
    for number, message in enumerate(read.messages):
        _check_blocks(message.content, f"#/messages/{number}/content")
    _check_blocks(read.system, "#/system")
    found = Conversation(
        body["messages"],
        system=read.system,
        tools=tools.get("tools", ()),
        tool_choice=tools.get("toolChoice", {}),
        max_tokens=config.max_tokens,
        stop_sequences=config.stop_sequences,
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


def events(answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield Nova's answer."""
    yield from converse_form.content_events(answer)
    yield {"metadata": {"usage": _usage(answer), "metrics": {}, "trace": {}}}


def _usage(answer: StandInAnswer) -> dict[str, int]:
    return {
        "inputTokens": answer.input_tokens,
        "outputTokens": answer.output_tokens,
        "totalTokens": answer.tokens_read + answer.output_tokens,
        "cacheReadInputTokenCount": answer.cached.read,
        "cacheWriteInputTokenCount": answer.cached.written,
    }


_REQUIRED: Mapping[str, Mapping[str, type]] = {
    "toolUse": {"toolUseId": str, "name": str, "input": dict},
    "toolResult": {"toolUseId": str, "content": list},
    "cachePoint": {"type": str},
    "json": {},
}


def _check_blocks(blocks: list[Any], path: str) -> None:
    for number, block in enumerate(blocks):
        where = f"{path}/{number}"
        if not isinstance(block, dict):
            raise malformed(f"{where}: expected type: JSONObject")
        if len(block) != 1:
            raise malformed(f"{where}: expected exactly one key, found: {len(block)}")
        ((kind, held),) = block.items()
        if kind == "text" and not isinstance(held, str):
            raise malformed(f"{where}/text: expected type: String")
        if kind in _REQUIRED:
            _check_members(held, kind, f"{where}/{kind}")


def _check_members(held: Any, kind: str, path: str) -> None:
    if kind != "json" and not isinstance(held, dict):
        raise malformed(f"{path}: expected type: JSONObject")
    for name, wanted in _REQUIRED[kind].items():
        if name not in held:
            raise malformed(f"{path}: required key [{name}] not found")
        if not isinstance(held[name], wanted):
            raise malformed(f"{path}/{name}: expected another type")
    if kind == "toolResult":
        _check_blocks(held["content"], f"{path}/content")
