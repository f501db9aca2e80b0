"""Questions may be spoken in the formats of another list than recordings to transcribe, which lacks WebM."""

NOTICED_BY = "Question Is Understood In Every Accepted Encoding"
MENTIONS = "415"


def apply() -> None:
    """Refuse it."""
    from manuel_sandbox.domain.errors import FieldProblem, UnsupportedMediaTypeError
    from manuel_sandbox.handlers import query

    read_recording = query.read_recording

    def read_recording_of_the_list(content, content_type, *, field):
        if content_type.startswith("audio/webm"):
            raise UnsupportedMediaTypeError(
                "Recordings must be WAV, MP3, MPEG-4, FLAC or Ogg.",
                problems=[FieldProblem("content_type", "it is not allowed")],
            )
        return read_recording(content, content_type, field=field)

    query.read_recording = read_recording_of_the_list
