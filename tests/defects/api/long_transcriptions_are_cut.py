"""A transcription ends where a question would be too long."""

NOTICED_BY = "Transcription Is All That Was Said"


def apply() -> None:
    """Cut it."""
    from manuel_sandbox.handlers.transcribe import Transcribe

    handle = Transcribe.__call__

    def cut(self, request):
        response = handle(self, request)
        response.body["transcription"] = response.body["transcription"][:1000]
        return response

    Transcribe.__call__ = cut
