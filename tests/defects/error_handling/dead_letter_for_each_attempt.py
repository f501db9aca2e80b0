"""A failure is reported before it is retried."""

NOTICED_BY = "Failure Resolved By A Retry Leaves No Dead Letter"


def apply() -> None:
    """Report what the client retries."""
    from manuel_sandbox.aws import clients
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.parts import Parts

    prepare = clients._prepare
    error_reporter = []

    def reporting(client):
        def notice(response, **_):
            if response is not None and response[0].status_code >= 500 and error_reporter:
                error = DependencyUnavailableError(
                    "bedrock", "InvokeModel", "InternalServerException", "failed"
                )
                error_reporter[0].report(error, request_id="unknown", user_id=None)

        if client.meta.service_model.service_name == "bedrock-runtime":
            client.meta.events.register("needs-retry.*", notice)
        return prepare(client)

    handlers = Parts.handlers

    def keep(self):
        error_reporter.append(self.error_reporter)
        return handlers(self)

    clients._prepare = reporting
    Parts.handlers = keep
