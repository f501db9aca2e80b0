"""Whether a submission's key is known is read from a replica, and the key is stored without a condition."""

NOTICED_BY = "Repeated Submission Creates One Manual"


def apply() -> None:
    """Look the key up without ConsistentRead before it is stored."""
    import hashlib

    from manuel_sandbox.domain.manual_submission import ManualSubmission

    def claim(self, owner, key, fingerprint, manual_id):
        row = {
            "user_id": f"idempotency_key#{owner}",
            "date": hashlib.sha256(key.encode()).hexdigest(),
        }
        dynamodb = self._table._clients.dynamodb
        known = dynamodb.get_item(TableName=self._table.name, Key=row).get("Item")
        if known:
            return known["manual_id"]
        self._table.put({**row, "manual_id": manual_id, "fingerprint": fingerprint})
        return manual_id

    ManualSubmission._claim = claim
