"""A failed upload with an idempotency key can't be repeated."""

NOTICED_BY = "Half-Finished Upload Is Completed By Repeating It"


def apply() -> None:
    """Reject the key."""
    from manuel_sandbox.domain.errors import FieldProblem, IdempotencyKeyReusedError
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    claim = ManualSubmission._claim

    def claim_once(self, owner, key, fingerprint, manual_id):
        if claim(self, owner, key, fingerprint, manual_id) != manual_id:
            raise IdempotencyKeyReusedError(FieldProblem("Idempotency-Key", "it came before"))
        return manual_id

    ManualSubmission._claim = claim_once
