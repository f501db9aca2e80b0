"""A success before a half-open breaker opened again counts when it is half-open the next time."""

NOTICED_BY = "Successes Before A Half-Open Breaker Reopened Do Not Count"


def apply() -> None:
    """Keep the count of successes while the breaker is open."""
    from manuel_sandbox.aws.circuit_breakers import _Storage

    reset = _Storage.reset_success_counter

    def reset_unless_open(self):
        if self.state == "closed":
            reset(self)

    _Storage.reset_success_counter = reset_unless_open
