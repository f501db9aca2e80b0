"""A body without a media type is parsed as JSON."""

NOTICED_BY = "Body Of Another Media Type Is Refused"


def apply() -> None:
    """Take JSON for granted."""
    from manuel_sandbox.handlers.api import HandlerRequest

    require_json = HandlerRequest._require_json

    def require_json_if_said(self):
        if self.headers.get("content-type"):
            require_json(self)

    HandlerRequest._require_json = require_json_if_said
