"""A remembered device that signs in gets another key, as a new one does."""

NOTICED_BY = "Remembered Device Signs In With Its Key"


def apply() -> None:
    """Forget which device has proven its password."""
    from aws_stand_in.overlays.cognito.sign_in import SignInOverlay
    from aws_stand_in.overlays.cognito.sign_in_attempt import SignInAttempt

    take_proof = SignInOverlay._take_proof_of_device

    def take_proof_and_name_anew(self, attempt, username):
        take_proof(self, attempt, username)
        return self._complete_sign_in(
            SignInAttempt(attempt.client, {}), self._require_user(attempt.client, username)
        )

    SignInOverlay._take_proof_of_device = take_proof_and_name_anew
