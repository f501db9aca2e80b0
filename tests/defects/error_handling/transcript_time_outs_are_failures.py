"""A transcript that never comes is a failure (503) and not a time-out (504): it is not read by AWS's own client."""

NOTICED_BY = "Transcription That Is Never Answered Is A Time-Out"
MENTIONS = "504"


def apply() -> None:
    """Know the time-outs of botocore alone."""
    from manuel_sandbox.aws import dependency

    dependency.TIMEOUTS = tuple(
        kind for kind in dependency.TIMEOUTS if kind is not dependency.Urllib3TimeoutError
    )
