"""The signed link of a transcript is in the log: whoever reads it can read what was said."""

NOTICED_BY = "Links That The Backend Signs For Itself Are Not In The Log"


def apply() -> None:
    """Log it before it is used."""
    from manuel_sandbox.domain import speech

    read = speech.Transcriber._get_transcript

    def log_and_read(self, url):
        speech.logger.debug("Reading the transcript at %s", url)
        return read(self, url)

    speech.Transcriber._get_transcript = log_and_read
