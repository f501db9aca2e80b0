"""A sign-in as a precondition of a test: if it is impossible, the test is blocked."""

from collections.abc import Iterator
from contextlib import contextmanager

from cause_register import Cause, CauseKind
from ManuelAuth.accounts import Role
from ManuelAuth.challenges import ChallengedError
from ManuelAuth.cognito import CognitoRefusedError, CognitoUnreachableError
from ManuelEnvironment import ConfigurationError
from ManuelEnvironment.causes import cause_notes, is_own_failure
from secret_masking import mask


@contextmanager
def needed_sign_in(role: Role) -> Iterator[None]:
    """Turn a failed sign-in into a failure of the precondition.

    After a failed sign-in no test tries again: Cognito locks an account after a few refusals.

    Args:
        role: The role that the test signs in with.

    Raises:
        BlockedByCauseError: No sign-in with this role has succeeded so far in this run, and the test makes nothing fail itself;
            or the settings lack something for it.
    """
    what = _name(role)
    known = cause_notes().register.find_unusable(what)
    if known is not None and not _is_own_failure(known):
        raise cause_notes().blocked_by(known)
    try:
        yield
    except _failures() as error:
        cause = _cause(what, error)
        if _is_own_failure(cause):
            raise
        raise cause_notes().blocked_by(cause) from None
    cause_notes().register.record_success(what)


@contextmanager
def note_failed_sign_in(role: Role) -> Iterator[None]:
    """Note a failed sign-in as a cause, and go on without a user.

    Args:
        role: The role of the sign-in.
    """
    what = _name(role)
    try:
        yield
    except _failures() as error:
        cause_notes().note(_cause(what, error))
    else:
        cause_notes().register.record_success(what)


def _is_own_failure(cause: Cause) -> bool:
    """Return whether a failed sign-in concerns the running test, which a missing setting never does."""
    return cause.kind != CauseKind.ENVIRONMENT and is_own_failure(cause.operation)


def _name(role: Role) -> str:
    return f"sign-in as {role}"


def _failures() -> tuple[type[Exception], ...]:
    from botocore.exceptions import BotoCoreError, ClientError

    of_cognito = (CognitoRefusedError, CognitoUnreachableError, ChallengedError)
    return BotoCoreError, ClientError, ConfigurationError, *of_cognito


def _cause(what: str, error: Exception) -> Cause:
    is_missing = isinstance(error, ConfigurationError)
    code = getattr(error, "code", None) or type(error).__name__
    name = str(error) if is_missing else f"{what}: {code}"
    return Cause(
        CauseKind.ENVIRONMENT if is_missing else CauseKind.UNUSABLE,
        reason=name,
        title=name,
        expected="a user to be signed in",
        got=mask(str(error).partition("\nGot ")[2] or str(error)),
        hint="Are the user pool, the user and MANUEL_TEST_PASSWORD those of this environment?",
        operation=what,
    )
