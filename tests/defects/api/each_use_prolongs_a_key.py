"""The day for which an idempotency key is remembered begins anew with each use."""

NOTICED_BY = "Idempotency Key May Be Reused After A Day"
MENTIONS = "upload_after_a_day"


def apply() -> None:
    """Write the key again when it is found."""
    import hashlib

    from manuel_sandbox.domain.manual_submission import KEY_LIFETIME, ManualSubmission

    claim = ManualSubmission._claim

    def claim_and_prolong(self, owner, key, fingerprint, manual_id):
        claimed = claim(self, owner, key, fingerprint, manual_id)
        self._table.update(
            {"user_id": f"idempotency_key#{owner}", "date": hashlib.sha256(key.encode()).hexdigest()},
            "SET #ttl = :expires",
            {"expires": int(self._clock() + KEY_LIFETIME.total_seconds())},
        )
        return claimed

    ManualSubmission._claim = claim_and_prolong
