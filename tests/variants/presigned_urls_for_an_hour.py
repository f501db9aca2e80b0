"""Presigned URLs are valid for an hour, the longest time allowed."""


def apply() -> None:
    """Deploy with the longest time."""
    from manuel_sandbox.settings import DeploymentSettings

    DeploymentSettings.model_fields["presigned_url_seconds"].default = 3600
    DeploymentSettings.model_rebuild(force=True)
