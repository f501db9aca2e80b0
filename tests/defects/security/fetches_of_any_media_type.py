"""A fetch is accepted as plain text, which any page can send without a preflight."""

NOTICED_BY = "Bad Request Is Refused Alike On Every Route"


def apply() -> None:
    """Skip the check for fetches."""
    from manuel_sandbox.handlers.api import HandlerRequest

    require_json = HandlerRequest._require_json

    def require_json_elsewhere(self):
        if self.operation != "downloadManual":
            require_json(self)

    HandlerRequest._require_json = require_json_elsewhere
