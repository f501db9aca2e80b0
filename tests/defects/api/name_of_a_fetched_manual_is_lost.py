"""A fetched manual never has the requested name."""

NOTICED_BY = "Questions Are Answered From A Fetched Manual"


def apply() -> None:
    """Take the name from the address."""
    from manuel_sandbox.handlers import manuals
    from manuel_sandbox.handlers.api import HandlerRequest

    json = HandlerRequest.json

    def without_name(self, model):
        body = json(self, model)
        return body.model_copy(update={"filename": ""}) if model is manuals.DownloadBody else body

    HandlerRequest.json = without_name
