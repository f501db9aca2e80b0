"""An upload is accepted whatever media type it declares."""

NOTICED_BY = "Upload Of Another Media Type Is Refused"


def apply() -> None:
    """Do not check it."""
    from manuel_sandbox.handlers import manuals
    from manuel_sandbox.handlers.api import HandlerRequest

    json = HandlerRequest.json

    def as_pdf(self, model):
        body = json(self, model)
        return (
            body.model_copy(update={"content_type": "application/pdf"})
            if model is manuals.UploadBody
            else body
        )

    HandlerRequest.json = as_pdf
