"""Cohere's Command: a prompt and its continuation.

Source: Amazon Bedrock User Guide, "Cohere Command models".
"""

import uuid
from collections.abc import Generator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.families.body import ModelBody, read_body
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.pieces import said_pieces
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_REASONS = {"max_tokens": "MAX_TOKENS", "refusal": "ERROR_TOXIC"}


class CohereCommandBody(ModelBody):
    """The body that Command takes."""

    prompt: Annotated[str, Field(min_length=1)]
    temperature: Annotated[float, Field(ge=0, le=5)] = 0.9
    p: Annotated[float, Field(ge=0, le=1)] = 0.75
    k: Annotated[float, Field(ge=0, le=500)] = 0
    max_tokens: Annotated[int, Field(ge=1, le=4096)] = 20
    stop_sequences: Annotated[list[str], Field(max_length=4)] = Field(default_factory=list)
    return_likelihoods: Literal["GENERATION", "ALL", "NONE"] = "NONE"
    stream: bool = False
    num_generations: Annotated[int, Field(ge=1, le=5)] = 1
    logit_bias: dict[str, float] = Field(default_factory=dict)
    truncate: Literal["NONE", "START", "END"] = "END"


def conversation(body: Mapping[str, Any], _model: ModelId) -> Conversation:
    """Read a body."""
    read = read_body(CohereCommandBody, body)
    if read.num_generations > 1 or read.return_likelihoods != "NONE":
        raise NotImitatedError("several generations and likelihoods of the Command body")
    return Conversation.of_text(read.prompt, read.max_tokens, read.stop_sequences)


def result(answer: StandInAnswer, _model: ModelId, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return Command's answer."""
    generation = {"finish_reason": _reason(answer), "id": str(uuid.uuid4()), "text": answer.text}
    return {"generations": [generation], "id": str(uuid.uuid4()), "prompt": body["prompt"]}


def events(
    answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    """Yield Command's answer."""
    for piece in said_pieces(answer):
        yield {"is_finished": False, "text": piece}
    return {"is_finished": True, "finish_reason": _reason(answer)}


def _reason(answer: StandInAnswer) -> str:
    return _REASONS.get(answer.stop_reason, "COMPLETE")
