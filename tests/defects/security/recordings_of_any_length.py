"""Recordings to transcribe may be of any length."""

NOTICED_BY = "Oversized Request Is Refused On Every Route"


def apply() -> None:
    """Read their bodies to the end."""
    from api_gateway import application

    read_body = application.read_body

    def read_recordings_to_the_end(environ, limit):
        is_recording = environ["PATH_INFO"] == "/api/transcribe"
        return read_body(environ, 100 * limit if is_recording else limit)

    application.read_body = read_recordings_to_the_end
