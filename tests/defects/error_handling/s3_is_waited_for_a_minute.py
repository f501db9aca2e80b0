"""A call of S3 that gets no answer is waited for a minute, longer than the gateway waits."""

NOTICED_BY = "Hanging Call Of Every Dependency Is Retried"
MENTIONS = "504"


def apply() -> None:
    """Set the timeout of S3's client."""
    from manuel_sandbox.aws.clients import AwsClients

    client = AwsClients._client

    def patient_client(self, service, **options):
        settings = self._settings
        if service == "s3":
            self._settings = settings.model_copy(update={"aws_read_timeout_seconds": 60})
        try:
            return client(self, service, **options)
        finally:
            self._settings = settings

    AwsClients._client = patient_client
