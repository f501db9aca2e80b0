"""Every health check of the load balancer asks DynamoDB."""

NOTICED_BY = "Health Check Calls No Dependency"


def apply() -> None:
    """Ask it."""
    from manuel_sandbox.handlers.health import GetHealth
    from manuel_sandbox.parts import Parts

    handlers, health = Parts.handlers, GetHealth.__call__
    probes = []

    def handlers_with_probes(self):
        probes.append(self.probes)
        return handlers(self)

    def ask(self, request):
        probes[-1].run()
        return health(self, request)

    Parts.handlers, GetHealth.__call__ = handlers_with_probes, ask
