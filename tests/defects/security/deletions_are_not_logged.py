"""Deletions of manuals have no line in the log."""

NOTICED_BY = "Requests To Every Route Of A User Are Logged"
MENTIONS = "DELETE"


def apply() -> None:
    """Say nothing about them."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    def log_all_but_deletions(self, request, response, seconds):
        if self.name != "deleteManual":
            log(self, request, response, seconds)

    Endpoint._log_and_count = log_all_but_deletions
