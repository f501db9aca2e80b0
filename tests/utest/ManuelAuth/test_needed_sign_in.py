"""A sign-in that a test needs and is not about."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cause_register import CauseKind, CauseRegister
from ManuelAuth import needed_sign_in as module
from ManuelAuth.cognito import CognitoRefusedError, CognitoUnreachableError
from ManuelAuth.needed_sign_in import needed_sign_in, note_failed_sign_in
from ManuelEnvironment import ConfigurationError, causes
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes

REFUSED = CognitoRefusedError(
    "Expected a to sign in.\nGot NotAuthorizedException", "NotAuthorizedException", "no"
)
MISSING = ConfigurationError("environment staging: the test user's password is missing")


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CauseNotes:
    notes = CauseNotes(CauseRegister(tmp_path))
    for each in (causes, module):
        monkeypatch.setattr(each, "cause_notes", lambda: notes)
    return notes


def sign_in(error: Exception | None = None, role: str = "user") -> bool:
    """Try to sign in, and return whether it was tried."""
    tried = False
    try:
        with needed_sign_in(role):  # type: ignore[arg-type]
            tried = True
            if error is not None:
                raise error
    except BlockedByCauseError:
        pass
    return tried


def test_after_a_refusal_nobody_tries_again(notes: CauseNotes) -> None:
    assert [sign_in(REFUSED), sign_in(REFUSED), sign_in(MISSING)] == [True, False, False]
    (known,) = notes.register.take_claimed()
    assert known.cause.title == "sign-in as user: NotAuthorizedException"
    assert sign_in(role="admin")


def test_a_missing_password_is_one_cause_that_names_it(notes: CauseNotes) -> None:
    with pytest.raises(
        BlockedByCauseError, match=r"^blocked by environment staging: the .+ password is missing\n"
    ):
        with_missing_password()
    assert [sign_in(MISSING), sign_in(MISSING, role="admin")] == [False, True]
    (known,) = notes.register.take_claimed()
    assert (known.cause.kind, known.cause.title) == (CauseKind.ENVIRONMENT, str(MISSING))


def with_missing_password() -> None:
    with needed_sign_in("user"):
        raise MISSING


@pytest.mark.parametrize(
    "make_own",
    [
        lambda _patch: sign_in(),
        lambda patch: patch.setattr(causes, "makes_failures", lambda: True),
    ],
    ids=["somebody has signed in", "the test makes it fail"],
)
def test_otherwise_the_failure_is_the_tests_own(
    make_own: Callable[[pytest.MonkeyPatch], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_own(monkeypatch)
    with pytest.raises(CognitoRefusedError):
        sign_in(REFUSED)


def test_a_pool_that_does_not_respond_is_a_cause(notes: CauseNotes) -> None:
    assert [sign_in(CognitoUnreachableError("Expected a to sign in.\nGot no response")), sign_in()] == [
        True,
        False,
    ]
    (known,) = notes.register.take_claimed()
    assert known.cause.title == "sign-in as user: no response from Cognito"
    assert known.cause.got == "no response"


def test_a_failed_sign_in_before_the_tests_blocks_them_but_no_test_before(notes: CauseNotes) -> None:
    with note_failed_sign_in("user"):
        raise MISSING
    (known,) = notes.register.take_claimed()
    assert notes.register.sightings(known.cause).blocked == []
    assert not sign_in()
    with note_failed_sign_in("admin"):
        pass
    assert notes.register.has_succeeded("sign-in as admin")


def test_a_missing_setting_is_never_the_tests_own_failure(
    notes: CauseNotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(causes, "makes_failures", lambda: True)
    for _ in range(2):
        with pytest.raises(BlockedByCauseError):
            with_missing_password()
    assert len(notes.register.take_claimed()) == 1
