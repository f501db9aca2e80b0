"""The usage in a transcription has what is left of a quota in place of its limit."""

NOTICED_BY = "Transcription Is Counted Once"
MENTIONS = "limit"


def apply() -> None:
    """Subtract what is used."""
    from manuel_sandbox.handlers.transcribe import Transcribe

    answer = Transcribe.__call__

    def with_what_is_left(self, request):
        response = answer(self, request)
        usage = response.body["usage"]
        for quota in ("daily", "monthly"):
            usage[f"{quota}_limit"] -= usage[f"{quota}_used"]
        return response

    Transcribe.__call__ = with_what_is_left
