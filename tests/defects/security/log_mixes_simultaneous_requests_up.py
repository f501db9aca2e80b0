"""The log lines of requests at the same time bear the id of the latest."""

NOTICED_BY = "Requests At The Same Time Have A Line Each"
MENTIONS = "one line in the log"


def apply() -> None:
    """Keep the id in a variable that all requests share."""
    import json

    from manuel_sandbox.handlers import endpoint
    from manuel_sandbox.logs import JsonFormatter

    read_event, to_line = endpoint.read_event, JsonFormatter.format
    latest = {}

    def read_and_remember(event, operation):
        request = read_event(event, operation)
        latest["request_id"] = request.request_id
        return request

    def with_latest(self, record):
        entry = json.loads(to_line(self, record))
        if entry["request_id"] is not None:
            entry |= latest
        return json.dumps(entry, ensure_ascii=False)

    endpoint.read_event = read_and_remember
    JsonFormatter.format = with_latest
