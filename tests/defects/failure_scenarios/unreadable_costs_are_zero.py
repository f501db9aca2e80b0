"""Costs that can't be read are shown as zero."""

NOTICED_BY = "Counter That Cannot Be Read Is Not Shown As Zero"
MENTIONS = "Expected status 503"


def apply() -> None:
    """Show none."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.costs import CostEntries, CostLedger

    this_month = CostLedger.this_month

    def if_possible(self, user_id):
        try:
            return this_month(self, user_id)
        except DependencyError:
            return CostEntries(())

    CostLedger.this_month = if_possible
