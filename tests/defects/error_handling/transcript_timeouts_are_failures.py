"""A transcript that never comes is a failure (503) and not a timeout (504): it is not read by AWS's own client."""

NOTICED_BY = "Transcription That Is Never Answered Is A Timeout"
MENTIONS = "504"


def apply() -> None:
    """Know the timeouts of botocore alone."""
    from manuel_sandbox.aws import dependency

    dependency.TIMEOUTS = tuple(
        kind for kind in dependency.TIMEOUTS if kind is not dependency.Urllib3TimeoutError
    )
