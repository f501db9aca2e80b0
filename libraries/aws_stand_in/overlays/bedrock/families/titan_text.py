"""Amazon Titan Text: a text and its continuation.

Source: Amazon Bedrock User Guide, "Amazon Titan Text models".
"""

from collections.abc import Generator, Mapping
from typing import Annotated, Any

from pydantic import Field

from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.families.body import CamelCaseBody, read_body
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.pieces import said_pieces
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_REASONS = {"max_tokens": "LENGTH", "stop_sequence": "STOP_CRITERIA_MET", "refusal": "CONTENT_FILTERED"}


class TextGenerationConfig(CamelCaseBody):
    """How Titan generates."""

    temperature: Annotated[float, Field(ge=0, le=1)] = 0.7
    top_p: Annotated[float, Field(ge=0, le=1)] = 0.9
    max_token_count: Annotated[int, Field(ge=0, le=8192)] = 512
    stop_sequences: list[str] = Field(default_factory=list)


class TitanTextBody(CamelCaseBody):
    """The body that Titan Text takes."""

    input_text: Annotated[str, Field(min_length=1)]
    text_generation_config: TextGenerationConfig = TextGenerationConfig()


def conversation(body: Mapping[str, Any], _model: ModelId) -> Conversation:
    """Read a body."""
    read = read_body(TitanTextBody, body)
    config = read.text_generation_config
    return Conversation.of_text(read.input_text, config.max_token_count or None, config.stop_sequences)


def result(answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]) -> dict[str, Any]:
    """Return Titan's answer."""
    found = {
        "tokenCount": answer.output_tokens,
        "outputText": answer.text,
        "completionReason": _reason(answer),
    }
    return {"inputTextTokenCount": answer.input_tokens, "results": [found]}


def events(
    answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    """Yield Titan's answer; the last event has the counts."""
    for piece in said_pieces(answer):
        yield _event(piece, None, None, None)
    return _event("", answer.input_tokens, answer.output_tokens, _reason(answer))


def _event(piece: str, read: int | None, written: int | None, reason: str | None) -> dict[str, Any]:
    return {
        "outputText": piece,
        "index": 0,
        "totalOutputTextTokenCount": written,
        "completionReason": reason,
        "inputTextTokenCount": read,
    }


def _reason(answer: StandInAnswer) -> str:
    return _REASONS.get(answer.stop_reason, "FINISH")
