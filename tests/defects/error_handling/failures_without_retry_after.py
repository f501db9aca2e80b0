"""Responses do not say when to try again."""

NOTICED_BY = "Errors Of Failing Dependencies Have The Same Format"


def apply() -> None:
    """Omit the header."""
    from manuel_sandbox.handlers import endpoint

    with_retry_after = endpoint._with_retry_after

    def without(status, body, retry_after):
        return with_retry_after(status, body, None if status == 503 else retry_after)

    endpoint._with_retry_after = without
