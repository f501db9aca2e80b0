"""Requests that are refused as wrong are written into the error table."""

CATEGORY = "error_handling"
NOTICED_BY = "Mistakes Of Users Are Not Written Down"


def apply() -> None:
    """Enter them with low severity."""
    import dataclasses

    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def written_down(self, request, error):
        troubles = self._services.troubles
        trouble = troubles._trouble(error, request.request_id, request.user_id or None)
        troubles._book.enter(dataclasses.replace(trouble, severity="low"))
        return refusal(self, request, error)

    Endpoint._refusal = written_down
