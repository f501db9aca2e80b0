"""The character set of a body is ignored."""

NOTICED_BY = "Other Character Sets Are Refused"


def apply() -> None:
    """Check only the media type."""
    from dataclasses import replace

    from manuel_sandbox.handlers.api import ApiRequest

    require_json = ApiRequest._require_json

    def require_type(self):
        media_type = self.headers.get("content-type", "").partition(";")[0]
        require_json(replace(self, headers={**self.headers, "content-type": media_type}))

    ApiRequest._require_json = require_type
