"""A failed request that stays counted, since the count cannot be taken back, is not recorded."""

NOTICED_BY = "Failed Request That Cannot Be Refunded Is Recorded"


def apply() -> None:
    """Ignore the failure."""
    from contextlib import suppress

    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.quota import Quota

    give_back = Quota._give_back

    def give_back_if_possible(self, reservation):
        with suppress(DependencyError):
            give_back(self, reservation)

    Quota._give_back = give_back_if_possible
