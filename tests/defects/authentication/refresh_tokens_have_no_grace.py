"""A refresh token that was replaced is refused at once, whatever the grace period."""

NOTICED_BY = "Replaced Refresh Token Is Accepted For The Grace Period"


def apply() -> None:
    """Let it be as long for all app clients."""
    from aws_stand_in.overlays.cognito.app_client import AppClient

    AppClient.rotation_grace_seconds = property(lambda self: 0)
