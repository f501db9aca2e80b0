"""Whether a test failed because of the defect that it is run on, or by accident, for another reason."""

import re
from http import HTTPStatus

from manuel_runner.detection.catalogue import BackendChange
from manuel_runner.test_runs import FailedTest

FAILED_IN_SETUP = re.compile(r"(Parent suite s|S)etup failed:")
GOT_SERVER_ERROR = re.compile(r"^Got (status )?5\d\d\b", re.MULTILINE)


def is_by_accident(failure: FailedTest, defect: BackendChange) -> bool:
    """Return whether a failure says nothing about the defect.

    If the defect says what a failure has to mention, any other failure is an accident. If it does not, one in a setup is, and
    a server error: a backend that crashes fails any test.
    """
    if defect.mentions:
        return not mentions_defect(failure, defect)
    return FAILED_IN_SETUP.match(failure.message) is not None or _is_server_error(failure)


def mentions_defect(failure: FailedTest, defect: BackendChange) -> bool:
    """Return whether a failed test mentions in its message what the defect asks for; case does not matter.

    Any does if the defect asks for nothing. The name of a test is the same whatever it fails for, but that of a cause is not.
    """
    mentioned = failure.message if failure.cause is None else f"{failure.test}\n{failure.message}"
    return defect.mentions.casefold() in mentioned.casefold()


def _is_server_error(failure: FailedTest) -> bool:
    if failure.cause is not None:
        return (failure.cause.status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR
    return GOT_SERVER_ERROR.search(failure.message) is not None
