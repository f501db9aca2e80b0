"""A table or bucket that never answers is a failure (503), not a timeout (504)."""

NOTICED_BY = "Dependency That Never Responds Is A Timeout"
MENTIONS = "504"


def apply() -> None:
    """Take every failure of them for an unavailable service."""
    from manuel_sandbox.aws.dependency import Dependency
    from manuel_sandbox.aws.errors import DependencyUnavailableError

    failure = Dependency._failure

    def failed(self, error, operation):
        found = failure(self, error, operation)
        if self.service not in ("s3", "dynamodb"):
            return found
        return DependencyUnavailableError(self.service, operation, found.cause_type, found.message)

    Dependency._failure = failed
