"""A failure is published when it happens, and again when its record is saved."""

NOTICED_BY = "Failed Request Is Published Once"


def apply() -> None:
    """Do not note that the operators know."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    notify = ErrorReporter._try_to_notify

    def and_forget(self, record):
        notify(self, record)
        return False

    ErrorReporter._try_to_notify = and_forget
