"""A failed question keeps failing until the cache expires."""

NOTICED_BY = "Failure Is Not Cached"
MENTIONS = "Got 503"


def apply() -> None:
    """Cache the failure."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer
    failed = {}

    def remembering(self, user_id, question):
        if (user_id, question) in failed:
            raise failed[user_id, question]
        try:
            return answer(self, user_id, question)
        except DependencyError as error:
            failed[user_id, question] = error
            raise

    Assistant.answer = remembering
