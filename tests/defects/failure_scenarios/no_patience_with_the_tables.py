"""Calls of tables time out in less than 100 ms."""

NOTICED_BY = "Slow DynamoDB Is Waited For"
MENTIONS = "Got 504"


def apply() -> None:
    """Wait for less."""
    from manuel_sandbox.aws.clients import AwsClients

    options = AwsClients._options

    def impatient(self, service, attempts):
        chosen = options(self, service, attempts)
        if service == "dynamodb":
            chosen["config"].read_timeout = 0.1
        return chosen

    AwsClients._options = impatient
