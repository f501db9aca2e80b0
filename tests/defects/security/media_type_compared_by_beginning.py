"""Every media type that begins like that of JSON is accepted."""

NOTICED_BY = "Body Of Another Media Type Is Refused"


def apply() -> None:
    """Compare beginnings."""
    from manuel_sandbox.handlers.api import JSON_TYPE, HandlerRequest

    require_json = HandlerRequest._require_json

    def require_beginning(self):
        media_type = self.headers.get("content-type", "").partition(";")[0].lower()
        if not media_type.startswith(JSON_TYPE):
            require_json(self)

    HandlerRequest._require_json = require_beginning
