"""An invalid page size is silently replaced with a valid one."""

NOTICED_BY = "Page Size Is Limited"


def apply() -> None:
    """Clamp it."""
    from manuel_sandbox.handlers import ingestion, manuals
    from manuel_sandbox.handlers.pages import RequestedPage

    def clamped(request):
        limit = request.query.get("limit", "20")
        number = int(limit) if limit.lstrip("-").isdigit() else 20
        return RequestedPage(max(1, min(100, number)), request.parameter("next_token"))

    manuals.requested_page = ingestion.requested_page = clamped
