"""A user without quota can't upload manuals either."""

NOTICED_BY = "Manuals Remain Available While The Quota Is Exhausted"
CHOICES = {"daily_quota": 10}


def apply() -> None:
    """Remember who was refused."""
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.handlers.manuals import UploadManual

    reserve, upload = Quota.reserve, UploadManual.__call__
    refused = {}

    def reserve_and_remember(self, user_id, operation, request_id):
        try:
            return reserve(self, user_id, operation, request_id)
        except QuotaExceededError as error:
            refused[user_id] = error
            raise

    def upload_unless_refused(self, request):
        if request.user_id in refused:
            raise refused[request.user_id]
        return upload(self, request)

    Quota.reserve, UploadManual.__call__ = reserve_and_remember, upload_unless_refused
