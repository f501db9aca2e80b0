"""A listener in each robot process, which reports the run's events to the process that shows them."""

from robot import result, running
from robot.model import Message

from cause_register.report import BLOCKED_METADATA
from manuel_runner.robot_tags import NOT_RUN
from ManuelEnvironment.known_issues import KNOWN_METADATA
from run_events import tell
from secret_masking import mask

_LONGEST_LINE = 300
_HTML = "*HTML*"
_STATUSES = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped"}
_SHOWN_LEVELS = ("WARN", "ERROR")


class EventListener:
    """A listener whose priority is the lowest, so that it sees each test as all others have left it."""

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -2000

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Report that a test begins."""
        tell("begun", test=str(data.full_name))

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Report how a test has ended."""
        tell(
            "ended",
            test=str(data.full_name),
            status=_status(result),
            seconds=round(result.elapsed_time.total_seconds(), 3),
            message=first_line(result.message),
        )

    def message(self, message: Message) -> None:
        """Report a warning or an error of Robot Framework itself, such as that of a library that cannot be imported."""
        if message.level in _SHOWN_LEVELS:
            tell("message", level=message.level, text=mask(message.message))


def first_line(message: str) -> str:
    """Return the first line of a test's message, without secrets, and cut to a readable length."""
    line = mask(message).removeprefix(_HTML).strip().partition("\n")[0]
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + " …"


def _status(test: result.TestCase) -> str:
    if BLOCKED_METADATA in test.metadata:
        return "blocked"
    if NOT_RUN in test.tags:
        return "stopped"
    return "known" if KNOWN_METADATA in test.metadata else _STATUSES.get(test.status, "skipped")
