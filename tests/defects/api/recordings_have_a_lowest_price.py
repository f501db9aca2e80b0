"""A recording costs as much as one of fifteen seconds, however short it is."""

NOTICED_BY = "Each Second Of A Recording Has The Same Price"


def apply() -> None:
    """Charge fifteen seconds at least."""
    from manuel_sandbox.domain import speech

    speech_cost = speech.speech_cost
    speech.speech_cost = lambda seconds: speech_cost(max(seconds, 15.0))
