"""An upload that is repeated after S3 has failed gets another id; the file of the first attempt stays for ever."""

NOTICED_BY = "Upload That Is Repeated Leaves No Second File"
MENTIONS = "no object manuals"


def apply() -> None:
    """Use the id of the first attempt only if its manual exists."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    claim = ManualSubmission._claim

    def claim_of_a_manual(self, owner, key, fingerprint, manual_id):
        claimed = claim(self, owner, key, fingerprint, manual_id)
        return claimed if self._library.find(owner, claimed) else manual_id

    ManualSubmission._claim = claim_of_a_manual
