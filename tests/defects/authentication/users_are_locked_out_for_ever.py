"""A user who was locked out stays so."""

NOTICED_BY = "User Is Locked Out After Failed Sign-Ins And Not For Ever"


def apply() -> None:
    """Lock for a year from the first time on."""
    from aws_stand_in.overlays.cognito.lock_out import LockOut

    failed = LockOut.failed

    def failed_for_ever(self, account_id, pool_id, user_id):
        failed(self, account_id, pool_id, user_id)
        record = self._records[account_id][pool_id, user_id]
        if record.locked_until:
            record.locked_until += 365 * 86400

    LockOut.failed = failed_for_ever
