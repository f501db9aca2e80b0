"""A peak uses up the CPU credits, and everything is slow for a minute after it."""

NOTICED_BY = "Response Times Recover After A Peak"

PEAK_REQUESTS_A_SECOND = 50
SLOWED_BY_SECONDS, SLOW_FOR_SECONDS = 0.15, 60


def apply() -> None:
    """Detect peaks."""
    import time
    from collections import deque

    from api_gateway.application import Gateway

    respond = Gateway._respond
    latest = deque(maxlen=PEAK_REQUESTS_A_SECOND)
    peaks = [float("-inf")]

    def respond_after_peaks(self, request):
        now = time.monotonic()
        latest.append(now)
        if len(latest) == latest.maxlen and now - latest[0] < 1:
            peaks.append(now)
        if peaks[-1] < now < peaks[-1] + SLOW_FOR_SECONDS:
            time.sleep(SLOWED_BY_SECONDS)
        return respond(self, request)

    Gateway._respond = respond_after_peaks
