"""Everything that was retried is recorded as a failure."""

NOTICED_BY = "Failure Resolved By A Retry Is Not Recorded"


def apply() -> None:
    """Record each response that took retries."""
    from manuel_sandbox.aws import clients
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.handlers.endpoint import Endpoint

    retried = []
    prepare = clients._prepare

    def watching(client):
        def notice(parsed, **_):
            if parsed.get("ResponseMetadata", {}).get("RetryAttempts"):
                retried.append(client.meta.service_model.service_name)

        client.meta.events.register("after-call.*", notice)
        return prepare(client)

    operate = Endpoint._answer

    def reporting(self, request):
        answer = operate(self, request)
        while retried:
            error = DependencyUnavailableError(
                retried.pop(), "call", "Retried", "it took more than one attempt"
            )
            self._services.error_reporter._store.save(
                self._services.error_reporter._record(error, request.request_id, None)
            )
        return answer

    clients._prepare = watching
    Endpoint._answer = reporting
