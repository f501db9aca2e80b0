"""A call of the model times out in less than a second."""

NOTICED_BY = "Slow Model Is Waited For"
MENTIONS = "Got 504"


def apply() -> None:
    """Wait for less than a second."""
    from manuel_sandbox.aws.clients import AwsClients

    options = AwsClients._options

    def impatient(self, service, attempts):
        chosen = options(self, service, attempts)
        if service == "bedrock-runtime":
            chosen["config"].read_timeout = 0.8
        return chosen

    AwsClients._options = impatient
