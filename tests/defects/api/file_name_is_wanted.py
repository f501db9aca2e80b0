"""A transcription requires a file name."""

NOTICED_BY = "File Name Is Optional"


def apply() -> None:
    """Require it."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.handlers.transcribe import Transcribe, TranscribeBody

    transcribe = Transcribe.__call__

    def want_a_name(self, request):
        if "filename" not in request.json(TranscribeBody).model_fields_set:
            raise InvalidFieldError(FieldProblem("filename", "it is missing"))
        return transcribe(self, request)

    Transcribe.__call__ = want_a_name
