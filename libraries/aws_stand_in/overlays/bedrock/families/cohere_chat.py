"""Cohere's Command R: a message with its history, documents and tools.

Source: Amazon Bedrock User Guide, "Cohere Command R and Command R+ models".
"""

import uuid
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.families.body import ModelBody, read_body
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.pieces import said_pieces
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_REASONS = {"max_tokens": "MAX_TOKENS", "refusal": "ERROR_TOXIC"}
_JSON_TYPES = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "list": "array",
    "dict": "object",
}


class CohereTurn(ModelBody):
    """A message of the history."""

    role: Literal["USER", "CHATBOT", "SYSTEM", "TOOL"]
    message: str = ""


class CohereParameter(ModelBody):
    """A parameter of a tool."""

    description: str = ""
    type: str
    required: bool = False


class CohereTool(ModelBody):
    """A tool."""

    name: str
    description: str
    parameter_definitions: dict[str, CohereParameter] = Field(default_factory=dict)


class CohereCall(ModelBody):
    """A call of a tool."""

    name: str
    parameters: dict[str, Any]
    generation_id: str | None = None


class CohereResult(ModelBody):
    """What a call has returned."""

    call: CohereCall
    outputs: list[dict[str, Any]]


class CohereChatBody(ModelBody):
    """The body that Command R takes."""

    message: Annotated[str, Field(min_length=1)]
    chat_history: list[CohereTurn] = Field(default_factory=list)
    documents: list[dict[str, Any]] = Field(default_factory=list)
    preamble: str = ""
    max_tokens: Annotated[int, Field(ge=1, le=4000)] = 4000
    temperature: Annotated[float, Field(ge=0, le=1)] = 0.3
    p: Annotated[float, Field(ge=0.01, le=0.99)] = 0.75
    k: Annotated[float, Field(ge=0, le=500)] = 0
    prompt_truncation: Literal["OFF", "AUTO_PRESERVE_ORDER"] = "OFF"
    frequency_penalty: Annotated[float, Field(ge=0, le=1)] = 0
    presence_penalty: Annotated[float, Field(ge=0, le=1)] = 0
    seed: int | None = None
    return_prompt: bool = False
    search_queries_only: bool = False
    force_single_step: bool = False
    tools: list[CohereTool] = Field(default_factory=list)
    tool_results: list[CohereResult] = Field(default_factory=list)
    stop_sequences: list[str] = Field(default_factory=list)
    raw_prompting: bool = False


def conversation(body: Mapping[str, Any], _model: ModelId) -> Conversation:
    """Read a body."""
    read = read_body(CohereChatBody, body)
    if read.search_queries_only or read.raw_prompting:
        raise NotImitatedError("search_queries_only and raw_prompting of the Command R body")
    history = [{"role": _role(turn), "content": [{"text": turn.message}]} for turn in read.chat_history]
    content = [*_results(read), {"text": _question_of(read)}]
    return Conversation(
        [*history, *_calls_before(read), {"role": "user", "content": content}],
        system=[{"text": read.preamble}] if read.preamble else [],
        tools=[_tool(tool) for tool in read.tools],
        max_tokens=read.max_tokens,
        stop_sequences=read.stop_sequences,
    )


def result(answer: StandInAnswer, _model: ModelId, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return Command R's answer."""
    history = [
        *body.get("chat_history", ()),
        {"role": "USER", "message": body["message"]},
        {"role": "CHATBOT", "message": answer.text},
    ]
    return {**_end(answer), "chat_history": history}


def events(
    answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    """Yield Command R's answer."""
    generation = str(uuid.uuid4())
    yield {"is_finished": False, "event_type": "stream-start", "generation_id": generation}
    for piece in said_pieces(answer):
        yield {"is_finished": False, "event_type": "text-generation", "text": piece}
    if answer.tool_calls:
        yield {
            "is_finished": False,
            "event_type": "tool-calls-generation",
            "tool_calls": _calls(answer.tool_calls),
        }
    return {
        "is_finished": True,
        "event_type": "stream-end",
        "finish_reason": _reason(answer),
        "response": _end(answer),
    }


def _end(answer: StandInAnswer) -> dict[str, Any]:
    ended = {
        "response_id": str(uuid.uuid4()),
        "text": answer.text,
        "generation_id": str(uuid.uuid4()),
        "finish_reason": _reason(answer),
    }
    return {**ended, "tool_calls": _calls(answer.tool_calls)} if answer.tool_calls else ended


def _calls(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": call["name"], "parameters": call["input"]} for call in (block["toolUse"] for block in blocks)
    ]


def _role(turn: CohereTurn) -> str:
    return "assistant" if turn.role == "CHATBOT" else "user"


def _question_of(read: CohereChatBody) -> str:
    documents = "".join(f"<document>{_lines(document)}</document>\n" for document in read.documents)
    return f"{documents}<question>{read.message}</question>" if documents else read.message


def _calls_before(read: CohereChatBody) -> Iterator[dict[str, Any]]:
    """Yield the message with the calls whose results the body brings, as other families send it."""
    calls = [
        {"toolUse": {"toolUseId": str(number), "name": each.call.name, "input": each.call.parameters}}
        for number, each in enumerate(read.tool_results)
    ]
    if calls:
        yield {"role": "assistant", "content": calls}


def _results(read: CohereChatBody) -> Iterator[dict[str, Any]]:
    for number, each in enumerate(read.tool_results):
        content = [{"json": output} for output in each.outputs]
        yield {"toolResult": {"toolUseId": str(number), "content": content}}


def _tool(tool: CohereTool) -> dict[str, Any]:
    properties = {
        name: {"type": _JSON_TYPES.get(one.type, "string")}
        for name, one in tool.parameter_definitions.items()
    }
    required = [name for name, one in tool.parameter_definitions.items() if one.required]
    schema = {"type": "object", "properties": properties, "required": required}
    return {"toolSpec": {"name": tool.name, "description": tool.description, "inputSchema": {"json": schema}}}


def _lines(document: Mapping[str, Any]) -> str:
    return "\n\n".join(map(str, document.values()))


def _reason(answer: StandInAnswer) -> str:
    return _REASONS.get(answer.stop_reason, "COMPLETE")
