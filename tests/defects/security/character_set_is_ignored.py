"""The character set of a body is ignored."""

NOTICED_BY = "Other Character Sets Are Refused"


def apply() -> None:
    """Check only the media type."""
    from dataclasses import replace

    from manuel_sandbox.handlers.api import HandlerRequest

    require_json = HandlerRequest._require_json

    def require_type(self):
        media_type = self.headers.get("content-type", "").partition(";")[0]
        require_json(replace(self, headers={**self.headers, "content-type": media_type}))

    HandlerRequest._require_json = require_type
