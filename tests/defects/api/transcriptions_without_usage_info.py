"""A transcription that is refused for lack of quota does not say how much of it is used."""

NOTICED_BY = "Every Refusal For Lack Of Quota Says What Is Used"
MENTIONS = "usage_info"


def apply() -> None:
    """Leave it out of the responses of one operation."""
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.domain.quota import Quota

    reserve = Quota.reserve

    def without_info(self, user_id, operation, request_id):
        try:
            return reserve(self, user_id, operation, request_id)
        except QuotaExceededError as error:
            if operation == "transcribe":
                error.usage_info = None
            raise

    Quota.reserve = without_info
