"""Idempotency keys that differ in letter case are the same key."""

NOTICED_BY = "Idempotency Keys Are Case-Sensitive"


def apply() -> None:
    """Fold them."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    claim = ManualSubmission._claim
    ManualSubmission._claim = lambda self, owner, key, *others: claim(self, owner, key.lower(), *others)
