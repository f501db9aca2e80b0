"""A recording that cannot be read goes to the dead-letter queue, as if the transcriber had failed."""

NOTICED_BY = "User Errors Leave No Dead Letter"


def apply() -> None:
    """Report the failed job."""
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def report_and_refuse(self, request, error):
        if isinstance(error, InvalidFieldError) and "does not match its media type" in str(error):
            self._report(
                request,
                DependencyUnavailableError("transcribe", "TranscriptionJob", "JobFailed", "bad media"),
            )
        return refusal(self, request, error)

    Endpoint._refusal = report_and_refuse
