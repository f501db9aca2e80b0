"""CloudWatch is waited for as long as boto3 does it by default: a minute, in which the gateway gives up."""

NOTICED_BY = "Monitoring That Hangs Holds No Response Up"
MENTIONS = "504"


def apply() -> None:
    """Set the timeout of its client."""
    from manuel_sandbox.aws.clients import AwsClients

    client = AwsClients._client

    def patient_client(self, service, **options):
        settings = self._settings
        if service == "cloudwatch":
            self._settings = settings.model_copy(update={"aws_read_timeout_seconds": 60})
        try:
            return client(self, service, **options)
        finally:
            self._settings = settings

    AwsClients._client = patient_client
