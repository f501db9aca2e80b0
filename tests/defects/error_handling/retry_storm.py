"""A call is retried a dozen times."""

NOTICED_BY = "Retries Are Limited"


def apply() -> None:
    """Repeat what the client has repeated."""
    from manuel_sandbox.aws.dependency import Dependency

    attempt = Dependency.attempt

    def stubborn(self, operation, /, *args, **kwargs):
        for _ in range(3):
            try:
                return attempt(self, operation, *args, **kwargs)
            except Exception:
                continue
        return attempt(self, operation, *args, **kwargs)

    Dependency.attempt = stubborn
