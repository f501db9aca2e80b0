"""An answer from the cache says that the model has read a token for it, although it was not asked."""

NOTICED_BY = "Cached Answer Costs Nothing"
MENTIONS = "input_tokens"


def apply() -> None:
    """Count one token of input."""
    from dataclasses import replace

    from manuel_sandbox.domain import assistant

    assistant.FREE_ANSWER = replace(assistant.FREE_ANSWER, input_tokens=1)
