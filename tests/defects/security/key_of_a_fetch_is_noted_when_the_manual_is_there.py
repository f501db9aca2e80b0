"""The idempotency key of a fetch is stored only after the manual is there, so that impatient clients get several."""

NOTICED_BY = "Concurrent Fetches With One Key Create One Manual"
MENTIONS = "1"


def apply() -> None:
    """Claim the key last, for manuals that are fetched."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    def submit_first(self, owner, name, content, **options):
        keys_of_user = {"user": f"idempotency_key#{owner}"}
        is_fetched = options["field"] == "url" and options["idempotency_key"] is not None
        if is_fetched and not self._table.query("user_id = :user", keys_of_user, limit=1).rows:
            submit(self, owner, name, content, **options | {"idempotency_key": None})
        return submit(self, owner, name, content, **options)

    ManualSubmission.submit = submit_first
