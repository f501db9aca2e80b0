"""The record of a failure that could not be saved at once has a kind of its own, so that it is not found with others."""

NOTICED_BY = "Record That Is Written Later Is Like One That Is Written At Once"
MENTIONS = "error_hash"


def apply() -> None:
    """Hash the id of the request as well."""
    from manuel_sandbox.domain.error_tracking import ErrorRecord

    from_message = ErrorRecord.from_message.__func__
    error_hash = ErrorRecord.error_hash.fget
    later = set()

    def from_message_of_queue(cls, message):
        record = from_message(cls, message)
        later.add(record.request_id)
        return record

    ErrorRecord.from_message = classmethod(from_message_of_queue)
    ErrorRecord.error_hash = property(
        lambda self: f"{error_hash(self)}-{self.request_id}" if self.request_id in later else error_hash(self)
    )
