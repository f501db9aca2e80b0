"""A text as models stream it: a few words at a time."""

import re
import time
from collections.abc import Iterator

from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_FEW_WORDS = re.compile(r"\s*(?:\S+\s*){1,4}|\s+")
_FEW_CHARACTERS = re.compile(r".{1,16}", re.DOTALL)


def said_pieces(answer: StandInAnswer) -> Iterator[str]:
    """Yield what a model says, each piece when the model has it."""
    yield from _paced(_FEW_WORDS.findall(answer.text), answer)


def input_pieces(json_text: str, answer: StandInAnswer) -> Iterator[str]:
    """Yield the input of a tool call, cut anywhere, each piece when the model has it."""
    yield from _paced(_FEW_CHARACTERS.findall(json_text), answer)


def wait_for(said: str, answer: StandInAnswer) -> None:
    """Wait as long as the model of an answer takes for a part of it."""
    time.sleep(text.count_tokens(said) * answer.seconds_per_token)


def _paced(pieces: list[str], answer: StandInAnswer) -> Iterator[str]:
    for piece in pieces:
        wait_for(piece, answer)
        yield piece
