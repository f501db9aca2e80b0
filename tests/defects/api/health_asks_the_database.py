"""Every health check of the load balancer asks DynamoDB."""

CATEGORY = "api"
NOTICED_BY = "Health Asks No Dependency"


def apply() -> None:
    """Ask it."""
    from manuel_sandbox.application import Parts
    from manuel_sandbox.handlers.health import GetHealth

    handlers, health = Parts.handlers, GetHealth.__call__

    def handlers_with_probes(self):
        GetHealth.probes = self.probes
        return handlers(self)

    def ask(self, request):
        self.probes.run()
        return health(self, request)

    Parts.handlers, GetHealth.__call__ = handlers_with_probes, ask
