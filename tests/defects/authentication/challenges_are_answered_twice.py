"""A challenge that was answered is answered once more."""

NOTICED_BY = "Challenge Is Answered Once"


def apply() -> None:
    """Keep the sessions."""
    from aws_stand_in.overlays.cognito.challenges import Challenges

    answer_challenge = Challenges.answer_challenge

    def answer_and_keep(self, client, challenge, session, responses):
        sessions = dict(client.location.backend.sessions)
        answer = answer_challenge(self, client, challenge, session, responses)
        client.location.backend.sessions.update(sessions)
        return answer

    Challenges.answer_challenge = answer_and_keep
