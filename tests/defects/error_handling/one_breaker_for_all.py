"""All dependencies share one breaker."""

NOTICED_BY = "Breaker Of One Dependency Does Not Affect The Others"


def apply() -> None:
    """Use the first one."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreakerRegistry

    create = CircuitBreakerRegistry.__init__

    def share(self, services, **options):
        create(self, services, **options)
        for service in services:
            self._breakers[service]._breaker = self._breakers["bedrock"]._breaker
            self._breakers[service]._storage = self._breakers["bedrock"]._storage

    CircuitBreakerRegistry.__init__ = share
