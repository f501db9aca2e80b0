"""The usage is that of the user who sent the previous request to the process."""

NOTICED_BY = "Another User's Usage Is Not Shown"


def apply() -> None:
    """Remember who asked."""
    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.domain.usage import UsageReader

    reserve, usage_of = Quota.reserve, UsageReader.of
    last = {}

    def reserve_and_remember(self, user_id, operation, request_id):
        last["user"] = user_id
        return reserve(self, user_id, operation, request_id)

    Quota.reserve = reserve_and_remember
    UsageReader.of = lambda self, user_id: usage_of(self, last.get("user", user_id))
