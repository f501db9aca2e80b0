"""A repeated call of the model is charged again."""

NOTICED_BY = "Lost Model Response Is Charged Once"


def apply() -> None:
    """Count attempts."""
    from manuel_sandbox.domain.quota import Reservation

    confirm = Reservation.confirm

    def confirm_attempts(self, cost):
        counters = confirm(self, cost)
        if retried.pop() if retried else False:
            self.quota._count(self.user_id, self.day, self.operation, f"{self.request_id}-again")
        return counters

    from manuel_sandbox.aws import clients

    prepare = clients._prepare
    retried = []

    def watching(client):
        def notice(parsed, **_):
            retried.append(bool(parsed.get("ResponseMetadata", {}).get("RetryAttempts")))

        client.meta.events.register("after-call.bedrock-runtime.*", notice)
        return prepare(client)

    clients._prepare = watching
    Reservation.confirm = confirm_attempts
