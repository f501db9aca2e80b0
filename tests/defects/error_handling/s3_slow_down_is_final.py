"""A request of S3 to slow down is treated as a rejection."""

NOTICED_BY = "Transient Errors Of Every Dependency Are Retried"
MENTIONS = "Got 503"


def apply() -> None:
    """Make each call to S3 once."""
    from manuel_sandbox.aws.clients import AwsClients
    from manuel_sandbox.aws.dependency import Dependency

    is_over = Dependency._is_over
    options = AwsClients._options
    AwsClients._options = lambda self, service, attempts: options(
        self, service, 1 if service == "s3" else attempts
    )
    Dependency._is_over = lambda self, state: self.service == "s3" or is_over(self, state)
