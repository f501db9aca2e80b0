"""The uptime of the service is always zero."""

NOTICED_BY = "Health Reports The Uptime"


def apply() -> None:
    """Restart it with each request."""
    from manuel_sandbox.handlers.health import GetHealth

    health = GetHealth.__call__

    def just_started(self, request):
        self._started = self._clock()
        return health(self, request)

    GetHealth.__call__ = just_started
