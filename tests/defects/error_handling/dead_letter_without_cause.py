"""A dead letter says that something failed, but not how."""

NOTICED_BY = "Failed Request Is Kept In The Dead-Letter Queue"


def apply() -> None:
    """Give every exception one name."""
    import dataclasses

    from manuel_sandbox.domain.error_tracking import ErrorRecord

    to_message = ErrorRecord.to_message
    ErrorRecord.to_message = lambda self: to_message(
        dataclasses.replace(self, exception_type="DependencyError")
    )
