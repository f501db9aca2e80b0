"""A transcription that is refused for lack of quota is said to be possible again in a minute."""

NOTICED_BY = "Every Refusal For Lack Of Quota Says What Is Used"
MENTIONS = "Expected a number of at least"


def apply() -> None:
    """Let one operation name a wait of its own."""
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.domain.quota import Quota

    reserve = Quota.reserve

    def for_a_minute(self, user_id, operation, request_id):
        try:
            return reserve(self, user_id, operation, request_id)
        except QuotaExceededError as error:
            if operation == "transcribe":
                error.retry_after = 60
            raise

    Quota.reserve = for_a_minute
