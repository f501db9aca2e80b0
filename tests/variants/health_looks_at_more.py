"""Health lists other checks, under names of its own, and says which build runs."""


def apply() -> None:
    """Add one, and rename the others."""
    from manuel_sandbox.handlers import health

    get_health = health.GetHealth.__call__

    def with_more_checks(self, request):
        from dataclasses import replace

        response = get_health(self, request)
        checks = {f"{name}_check": status for name, status in response.body["checks"].items()}
        body = {**response.body, "checks": {**checks, "memory": "healthy"}, "version": "2026.11.28-7f3a"}
        return replace(response, body=body)

    health.GetHealth.__call__ = with_more_checks
