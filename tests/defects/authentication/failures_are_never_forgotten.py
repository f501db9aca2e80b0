"""A success does not end the count of failures."""

NOTICED_BY = "Success Ends The Count Of Failures"


def apply() -> None:
    """Keep the count."""
    from aws_stand_in.overlays.cognito.lock_out import LockOut

    LockOut.succeeded = lambda self, account_id, pool_id, user_id: None
