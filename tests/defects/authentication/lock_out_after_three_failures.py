"""A user is locked out after three failures."""

NOTICED_BY = "Four Failures Do Not Lock A User Out"


def apply() -> None:
    """Allow fewer failures, and lock for longer."""
    from aws_stand_in.overlays.cognito.lock_out import LockOut

    failed = LockOut.failed

    def failed_too_often(self, account_id, pool_id, user_id):
        failed(self, account_id, pool_id, user_id)
        record = self._records[account_id][pool_id, user_id]
        if record.failures >= 3:
            record.locked_until = record.last_attempt + 60

    LockOut.failed = failed_too_often
