"""Plain text is parsed as JSON."""

NOTICED_BY = "Cross-Origin Request Without A Preflight Is Not Executed"


def apply() -> None:
    """Accept it."""
    from manuel_sandbox.handlers.api import HandlerRequest

    require_json = HandlerRequest._require_json

    def require_json_or_text(self):
        if not self.headers.get("content-type", "").startswith("text/plain"):
            require_json(self)

    HandlerRequest._require_json = require_json_or_text
