"""An idempotency key is forgotten as soon as its manual is ready, so that a late repetition makes a second one."""

NOTICED_BY = "Submission That Is Repeated When Its Manual Is Ready Creates No Other"


def apply() -> None:
    """Use another id from then on."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    claim = ManualSubmission._claim

    def claim_until_ready(self, owner, key, fingerprint, manual_id):
        claimed = claim(self, owner, key, fingerprint, manual_id)
        known = self._library.find(owner, claimed)
        return manual_id if known and known.status == "ready" else claimed

    ManualSubmission._claim = claim_until_ready
