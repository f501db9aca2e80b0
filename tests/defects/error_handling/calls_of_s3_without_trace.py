"""Calls of S3 do not carry the trace of the request."""

NOTICED_BY = "Calls Of Every Dependency Carry The Trace ID Of Their Request"


def apply() -> None:
    """Leave S3's client as it is."""
    from manuel_sandbox.aws import clients

    prepare = clients._prepare
    clients._prepare = lambda client: (
        client if client.meta.service_model.service_name == "s3" else prepare(client)
    )
