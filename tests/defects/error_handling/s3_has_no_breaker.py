"""S3 is called however often it has failed."""

NOTICED_BY = "Every Dependency Has A Breaker"


def apply() -> None:
    """Leave its calls unguarded."""
    from contextlib import nullcontext

    from manuel_sandbox.aws.dependency import Dependency

    guard = Dependency.guard
    Dependency.guard = lambda self, step: nullcontext() if self.service == "s3" else guard(self, step)
