"""A search times out in less than half a second."""

NOTICED_BY = "Slow Search Is Waited For"
MENTIONS = "Got 504"


def apply() -> None:
    """Wait for less."""
    from manuel_sandbox.aws.clients import AwsClients

    options = AwsClients._options

    def impatient(self, service, attempts):
        chosen = options(self, service, attempts)
        if service == "bedrock-agent-runtime":
            chosen["config"].read_timeout = 0.5
        return chosen

    AwsClients._options = impatient
