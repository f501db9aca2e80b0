"""A question that AWS rejects is charged."""

NOTICED_BY = "Usage Is Exact Despite Intermittent Failures"


def apply() -> None:
    """Refund only transient failures."""
    import sys

    from manuel_sandbox.aws.errors import DependencyRefusedError
    from manuel_sandbox.domain.quota import Quota

    release = Quota.release

    def release_some(self, reservation):
        if not isinstance(sys.exc_info()[1], DependencyRefusedError):
            release(self, reservation)

    Quota.release = release_some
