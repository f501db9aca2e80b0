"""The hash of a failure includes the user, so that what fails for all users is never found together."""

NOTICED_BY = "Failures Of One Kind Are Found Together For All Users"


def apply() -> None:
    """Hash who was concerned as well."""
    import hashlib

    from manuel_sandbox.domain.error_tracking import ErrorRecord

    error_hash = ErrorRecord.error_hash.fget

    def of_user(record):
        return hashlib.sha256(f"{error_hash(record)}|{record.user_id}".encode()).hexdigest()[:32]

    ErrorRecord.error_hash = property(of_user)
