"""The first failure of a call is final."""

NOTICED_BY = "Model Throttled Twice Is Asked A Third Time"
MENTIONS = "got 503"


def apply() -> None:
    """Allow one attempt."""
    from manuel_sandbox.settings import DeploymentSettings

    DeploymentSettings.model_fields["aws_attempts"].default = 1
    DeploymentSettings.model_rebuild(force=True)
