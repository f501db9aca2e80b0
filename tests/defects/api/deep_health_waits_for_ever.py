"""Deep health waits for a dependency that hangs until the gateway gives up."""

NOTICED_BY = "Dependency That Hangs Is Unhealthy"
MENTIONS = "504"


def apply() -> None:
    """Probe with clients that wait for a minute."""
    from manuel_sandbox import parts
    from manuel_sandbox.aws.clients import AwsClients

    aws_probes = parts.aws_probes

    def patient_probes(clients, **names):
        settings = clients._settings.model_copy(update={"aws_read_timeout_seconds": 60.0})
        return aws_probes(AwsClients(settings), **names)

    parts.aws_probes = patient_probes
