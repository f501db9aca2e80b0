"""Failures of one user lock all users of the pool out."""

NOTICED_BY = "Lockout Of One User Does Not Affect Another"


def apply() -> None:
    """Count by pool."""
    from aws_stand_in.overlays.cognito.lock_out import LockOut

    failed, is_locked = LockOut.failed, LockOut.is_locked
    LockOut.failed = lambda self, account_id, pool_id, user_id: failed(self, account_id, pool_id, "")
    LockOut.is_locked = lambda self, account_id, pool_id, user_id: is_locked(self, account_id, pool_id, "")
