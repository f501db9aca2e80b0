"""Meta's Llama: a prompt and its continuation.

Source: Amazon Bedrock User Guide, "Meta Llama models".
"""

import re
from collections.abc import Generator, Mapping
from typing import Annotated, Any

from pydantic import Field

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.families.body import ModelBody, read_body
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.pieces import said_pieces
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer
from aws_stand_in.overlays.bedrock.text import count_tokens

_MARK = re.compile(r"<\|[^|>]*\|>|</?s>|\[/?INST\]|</?SYS>")
_DEFAULT_LENGTH = 512


class LlamaBody(ModelBody):
    """The body that Llama takes."""

    prompt: Annotated[str, Field(min_length=1)]
    temperature: Annotated[float, Field(ge=0, le=1)] = 0.5
    top_p: Annotated[float, Field(ge=0, le=1)] = 0.9
    max_gen_len: Annotated[int, Field(ge=1, le=2048)] = _DEFAULT_LENGTH
    images: list[str] = Field(default_factory=list)


def conversation(body: Mapping[str, Any], _model: ModelId) -> Conversation:
    """Read a body; marks of Llama's chat template are not part of the text."""
    read = read_body(LlamaBody, body)
    if read.images:
        raise NotImitatedError("images of the Llama body")
    return Conversation.of_text(_MARK.sub("\n", read.prompt), read.max_gen_len)


def result(answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]) -> dict[str, Any]:
    """Return Llama's answer."""
    return {
        "generation": answer.text,
        "prompt_token_count": answer.input_tokens,
        "generation_token_count": answer.output_tokens,
        "stop_reason": _stop_reason(answer),
    }


def events(
    answer: StandInAnswer, _model: ModelId, _body: Mapping[str, Any]
) -> Generator[dict[str, Any], None, dict[str, Any]]:
    """Yield Llama's answer."""
    prompt_tokens, said = answer.input_tokens or None, ""
    for piece in said_pieces(answer):
        said += piece
        yield _event(piece, prompt_tokens, count_tokens(said), None)
        prompt_tokens = None
    return _event("", prompt_tokens, answer.output_tokens, _stop_reason(answer))


def _event(piece: str, prompt_tokens: int | None, tokens: int, stop_reason: str | None) -> dict[str, Any]:
    return {
        "generation": piece,
        "prompt_token_count": prompt_tokens,
        "generation_token_count": tokens,
        "stop_reason": stop_reason,
    }


def _stop_reason(answer: StandInAnswer) -> str:
    return "length" if answer.stop_reason == "max_tokens" else "stop"
