"""The time that the service has been up is always zero."""

NOTICED_BY = "Health Reports The Uptime"


def apply() -> None:
    """Begin at each request."""
    from manuel_sandbox.handlers.health import GetHealth

    health = GetHealth.__call__

    def just_started(self, request):
        self._started = self._clock()
        return health(self, request)

    GetHealth.__call__ = just_started
