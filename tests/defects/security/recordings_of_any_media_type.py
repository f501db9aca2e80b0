"""One route accepts a body of any media type."""

NOTICED_BY = "Bad Request Is Refused Alike On Every Route"


def apply() -> None:
    """Skip the check for transcriptions."""
    from manuel_sandbox.handlers.api import HandlerRequest

    require_json = HandlerRequest._require_json

    def require_json_elsewhere(self):
        if self.operation != "transcribe":
            require_json(self)

    HandlerRequest._require_json = require_json_elsewhere
