"""Deleting what tests have created: failures are reported, and do not keep the rest from being deleted."""

from collections.abc import Callable


def problem_with_deletion(what: str, delete: Callable[[], object]) -> str | None:
    """Delete something, and say what is wrong if that fails. What does not exist any more counts as deleted.

    Args:
        what: What is deleted, as the subject of a sentence: `User ada@example.com of pool eu-west-1_a`.
        delete: Calls Cognito.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        delete()
    except ClientError as error:
        if error.response["Error"]["Code"] in ("UserNotFoundException", "ResourceNotFoundException"):
            return None
        return _problem(what, error)
    except BotoCoreError as error:
        return _problem(what, error)
    return None


def _problem(what: str, error: Exception) -> str:
    return f"{what} could not be deleted: {error}. Delete it manually."
