"""Request ids are remembered; once there are too many, each request waits until the oldest are removed."""

NOTICED_BY = "Response Times Do Not Grow With The Number Of Requests"

MOST_REMEMBERED, SECONDS_TO_MAKE_ROOM = 300, 0.1


def apply() -> None:
    """Remember them."""
    import time

    from api_gateway.application import Gateway

    respond = Gateway._respond
    remembered = []

    def respond_and_remember(self, request):
        remembered.append(request.request_id)
        if len(remembered) > MOST_REMEMBERED:
            time.sleep(SECONDS_TO_MAKE_ROOM)
            remembered.pop(0)
        return respond(self, request)

    Gateway._respond = respond_and_remember
