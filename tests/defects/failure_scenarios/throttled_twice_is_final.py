"""A call of the model that is throttled twice is not repeated."""

NOTICED_BY = "Throttled Model Delays But Does Not Lose Answers"
MENTIONS = "Got a failure of Question Should Be Answered"


def apply() -> None:
    """Allow two attempts."""
    from manuel_sandbox.settings import DeploymentSettings

    DeploymentSettings.model_fields["aws_attempts"].default = 2
    DeploymentSettings.model_rebuild(force=True)
