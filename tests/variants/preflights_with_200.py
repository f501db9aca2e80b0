"""Preflights are answered with 200, as a mock integration of API Gateway does (Fetch standard: any status of success)."""


def apply() -> None:
    """Answer 200."""
    from dataclasses import replace

    from api_gateway.cors import CorsPolicy

    preflight = CorsPolicy.preflight

    def preflight_with_200(self, origin, methods):
        return replace(preflight(self, origin, methods), status=200)

    CorsPolicy.preflight = preflight_with_200
