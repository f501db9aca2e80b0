"""The most expensive route has no rate limit."""

NOTICED_BY = "Used-Up Rate Limit Is Enforced On Every Route"


def apply() -> None:
    """Exempt questions."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    create = Endpoint.__init__

    def create_uncounted(self, name, operation, services, *, is_counted=True):
        create(self, name, operation, services, is_counted=is_counted and name != "query")

    Endpoint.__init__ = create_uncounted
