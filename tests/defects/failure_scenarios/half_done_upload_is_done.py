"""A repeated upload counts as done as soon as its key is known."""

NOTICED_BY = "Half-Finished Upload Is Completed By Repeating It"


def apply() -> None:
    """Answer from the key."""
    from manuel_sandbox.domain.library import Library, Manual
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    claim = ManualSubmission._claim
    find = Library.find
    claimed = set()

    def note(self, owner, key, fingerprint, manual_id):
        found = claim(self, owner, key, fingerprint, manual_id)
        if found != manual_id:
            claimed.add(found)
        return found

    def found_or_claimed(self, owner, manual_id):
        known = find(self, owner, manual_id)
        if known is None and manual_id in claimed:
            claimed.discard(manual_id)
            return Manual(manual_id, owner, "thermostat.pdf", 1, 1, 1, "2026-01-01T00:00:00Z")
        return known

    ManualSubmission._claim = note
    Library.find = found_or_claimed
