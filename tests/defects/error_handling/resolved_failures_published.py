"""Operators are notified of each failed attempt."""

NOTICED_BY = "Failure Resolved By A Retry Is Not Published"


def apply() -> None:
    """Publish before each retry."""
    from manuel_sandbox.aws import clients
    from manuel_sandbox.parts import Parts

    prepare = clients._prepare
    stores = []

    def reporting(client):
        def notice(response, **_):
            if response is not None and response[0].status_code >= 500 and stores:
                stores[0]._clients.sns.publish(TopicArn=stores[0]._topic_arn, Message="an attempt failed")

        if client.meta.service_model.service_name == "bedrock-runtime":
            client.meta.events.register("needs-retry.*", notice)
        return prepare(client)

    handlers = Parts.handlers

    def keep(self):
        stores.append(self.error_store)
        return handlers(self)

    clients._prepare = reporting
    Parts.handlers = keep
