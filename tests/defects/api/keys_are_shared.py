"""An idempotency key is shared by all users."""

NOTICED_BY = "Idempotency Key Belongs To One User"


def apply() -> None:
    """Leave the user out."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    claim = ManualSubmission._claim
    ManualSubmission._claim = lambda self, owner, key, fingerprint, manual_id: claim(
        self, "everybody", key, fingerprint, manual_id
    )
