"""The extension of its file name decides which format a recording is taken for."""

NOTICED_BY = "File Name Of A Recording Does Not Matter"


def apply() -> None:
    """Refuse a recording whose name ends otherwise."""
    from manuel_sandbox.domain.audio import FORMATS
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.handlers.transcribe import Transcribe, TranscribeBody

    answer = Transcribe.__call__
    extensions = {known.media_format for known in FORMATS.values()}

    def by_extension(self, request):
        body = request.json(TranscribeBody)
        extension = body.filename.rpartition(".")[2].lower()
        media_format = getattr(FORMATS.get(body.content_type), "media_format", extension)
        if extension in extensions and extension != media_format:
            raise InvalidFieldError(FieldProblem("filename", "it does not match the media type"))
        return answer(self, request)

    Transcribe.__call__ = by_extension
