"""A search that takes half a second is given up."""

NOTICED_BY = "Slow Search Is Waited For"


def apply() -> None:
    """Wait for less than that."""
    from manuel_sandbox.aws.clients import AwsClients

    options = AwsClients._options

    def impatient(self, service, attempts):
        chosen = options(self, service, attempts)
        if service == "bedrock-agent-runtime":
            chosen["config"].read_timeout = 0.5
        return chosen

    AwsClients._options = impatient
