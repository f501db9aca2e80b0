"""A transcription fails if its text can't be read at the first attempt."""

NOTICED_BY = "Transient Errors Of Every Dependency Are Retried"
MENTIONS = "503"


def apply() -> None:
    """Make the failure a final one."""
    from urllib3.exceptions import HTTPError

    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.aws.replies import InvalidReplyError
    from manuel_sandbox.domain.speech import Transcriber

    read = Transcriber._get_transcript

    def read_once(self, url):
        try:
            return read(self, url)
        except (InvalidReplyError, HTTPError) as error:
            raise DependencyUnavailableError(
                "transcribe", "GetTranscript", type(error).__name__, str(error)
            ) from error

    Transcriber._get_transcript = read_once
