"""The grace period of a refresh token that was replaced has no end."""

NOTICED_BY = "Replaced Refresh Token Is Accepted For The Grace Period"


def apply() -> None:
    """Let it end never, where there is one."""
    from aws_stand_in.overlays.cognito.app_client import AppClient

    AppClient.rotation_grace_seconds = property(
        lambda self: 100000000 if self._rotation.get("RetryGracePeriodSeconds") else 0
    )
