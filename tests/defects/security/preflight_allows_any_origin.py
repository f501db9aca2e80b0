"""A preflight is answered for every origin as for an allowed one."""

NOTICED_BY = "Preflight From Another Origin Allows Nothing"


def apply() -> None:
    """Ignore the origin."""
    from api_gateway.cors import CorsPolicy

    preflight = CorsPolicy.preflight
    CorsPolicy.preflight = lambda self, _origin, methods: preflight(
        self, next(iter(self._allowed_origins)), methods
    )
