"""The log is text for people."""

NOTICED_BY = "Log Is One JSON Object A Line"


def apply() -> None:
    """Write a sentence."""
    from manuel_sandbox.logs import JsonFormatter

    format_ = JsonFormatter.format

    import json

    def as_text(self, record):
        entry = json.loads(format_(self, record))
        return f"{entry['level']} {entry['message']}" if record.levelname == "WARNING" else json.dumps(entry)

    JsonFormatter.format = as_text
