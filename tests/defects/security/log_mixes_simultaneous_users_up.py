"""The log lines of requests at the same time name the user of the latest."""

NOTICED_BY = "Requests At The Same Time Have A Line Each"
MENTIONS = "users_in_the_log"


def apply() -> None:
    """Keep the user in a variable that all requests share."""
    import json
    import threading

    from manuel_sandbox.handlers import endpoint
    from manuel_sandbox.handlers.endpoint import Endpoint
    from manuel_sandbox.logs import JsonFormatter

    read_event, to_line, answer = endpoint.read_event, JsonFormatter.format, Endpoint._answer
    latest = {}
    moment = threading.Event()

    def read_and_remember(event, operation):
        request = read_event(event, operation)
        latest["user_id"] = request.user_id
        return request

    def answer_a_little_later(self, request):
        response = answer(self, request)
        moment.wait(0.05)
        return response

    def with_latest(self, record):
        entry = json.loads(to_line(self, record))
        return json.dumps({**entry, **latest} if "user_id" in entry else entry, ensure_ascii=False)

    endpoint.read_event = read_and_remember
    Endpoint._answer = answer_a_little_later
    JsonFormatter.format = with_latest
