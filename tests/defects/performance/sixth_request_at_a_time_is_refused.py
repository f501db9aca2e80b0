"""At most five requests are processed at a time; another one is refused instead of queued."""

NOTICED_BY = "Concurrent Requests Are All Served"

MOST_AT_A_TIME = 5


def apply() -> None:
    """Count those that are worked on."""
    import threading

    from api_gateway import messages
    from api_gateway.application import Gateway

    invoke = Gateway._invoke
    places = threading.BoundedSemaphore(MOST_AT_A_TIME)

    def invoke_if_free(self, operation_id, event, request_id):
        if not places.acquire(blocking=False):
            return messages.gateway_response(429, "Too Many Requests", retry_after=1)
        try:
            return invoke(self, operation_id, event, request_id)
        finally:
            places.release()

    Gateway._invoke = invoke_if_free
