"""A preflight is answered to any origin as to an allowed one."""

NOTICED_BY = "Preflight From Another Origin Allows Nothing"


def apply() -> None:
    """Do not look at the origin there."""
    from api_gateway.cors import CorsPolicy

    preflight = CorsPolicy.preflight
    CorsPolicy.preflight = lambda self, _origin, methods: preflight(
        self, next(iter(self._allowed_origins)), methods
    )
