"""The JSON that InvokeModel takes and returns: each family of models has its own form."""

import importlib
import re
from collections.abc import Generator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol, cast

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer

_MODULES: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), module)
    for pattern, module in (
        (r"anthropic\..*", "anthropic"),
        (r"amazon\.titan-text.*|amazon\.titan-tg1.*", "titan_text"),
        (r"amazon\.nova-(?!canvas|reel|sonic).*", "nova"),
        (r"meta\.llama.*", "llama"),
        (r"mistral\..*", "mistral"),
        (r"cohere\.command-(r|a).*", "cohere_chat"),
        (r"cohere\.command.*", "cohere_command"),
    )
)


class ModelFamily(Protocol):
    """What a module of this package does."""

    def conversation(self, body: Mapping[str, Any], model: ModelId) -> Conversation:
        """Read a request's body.

        Raises:
            AwsError: ValidationException.
        """
        ...

    def result(self, answer: StandInAnswer, model: ModelId, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return an answer to a body as InvokeModel does."""
        ...

    def events(
        self, answer: StandInAnswer, model: ModelId, body: Mapping[str, Any]
    ) -> Generator[dict[str, Any], None, dict[str, Any]]:
        """Yield an answer to a body as InvokeModelWithResponseStream does, and return its last event."""
        ...


@lru_cache(maxsize=1024)
def family_of(model: ModelId) -> ModelFamily:
    """Return the family of a model.

    Raises:
        NotImitatedError: Its JSON is not imitated.
    """
    for pattern, module in _MODULES:
        if pattern.fullmatch(model.id):
            return cast("ModelFamily", importlib.import_module(f"{__name__}.{module}"))
    raise NotImitatedError(f"the request body of {model.id}", "Use Converse, which takes any text model.")
