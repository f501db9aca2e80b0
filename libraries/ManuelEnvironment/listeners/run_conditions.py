"""The tags by which tests say what they need, in the suites of all keyword libraries."""

from collections.abc import Iterable
from typing import Any

from robot import result, running

from ManuelEnvironment.capabilities import Capability, misspelt_needs, needed_by
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.errors import BlockedError, ConfigurationError
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.imitation_notes import tell_what_is_not_imitated
from ManuelEnvironment.process_state import running_environment
from ManuelEnvironment.quarantine import malformed_quarantines
from ManuelEnvironment.request_guards import request_gate
from ManuelEnvironment.startup import current_environment
from ManuelEnvironment.suite_run import begin_run, finish_run
from ManuelEnvironment.usable_capabilities import why_unusable

# A category that an environment may switch off as a whole, and the setting that does it.
SWITCHES = {
    "chaos": "enable_chaos_testing",
    "load": "enable_load_testing",
    "security": "enable_security_testing",
}


class ValidTags:
    """A listener that ends the run before its first test if a tag has no effect that should have one.

    By its priority it comes before whatever starts or reaches something.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = 300

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Look at the tags of the whole run."""
        if is_dry_run():
            return
        try:
            _require_valid_tags(data)
        except ConfigurationError as error:
            begin_run().refuse(error)


class RunConditions:
    """A listener that skips a test whose capabilities the environment lacks, and has requests pass the gate as it needs them."""

    ROBOT_LISTENER_API_VERSION = 3

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Count requests anew."""
        if not is_dry_run():
            request_gate().begin_test()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Skip a test that cannot run here; before any other, wait until the local stack has started."""
        request_gate().begin_test(needed_by(data.tags))
        _begin_timeout_anew(result)
        if is_dry_run():
            return
        run = begin_run()
        if run.failure is None:
            try:
                if reason := _why_not(data.tags):
                    _replace(data, "BuiltIn.Skip", reason)
            except Exception as error:
                run.refuse(error)
        if run.failure is not None:
            _replace(data, "BuiltIn.Fail", run.failure)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Keep to the pace of requests again after a load test."""
        request_gate().end_test()

    def close(self) -> None:
        """Finish the run's output, which Robot Framework reads next."""
        finish_run()


def reason_to_skip(environment: Environment, tags: Iterable[str]) -> str | None:
    """Return why a test with these tags cannot run in the environment; None if it can."""
    name = environment.settings.environment
    for switch_tag, setting in SWITCHES.items():
        if switch_tag in tags and not getattr(environment.settings, setting):
            return f"environment {name} has turned off {setting}"
    missing = sorted(need for need in needed_by(tags) if not environment.offers(need))
    if missing:
        return f"environment {name} does not offer {', '.join(missing)}"
    return _what_blocks(environment, needed_by(tags))


def _why_not(tags: Iterable[str]) -> str | None:
    """Return why a test cannot run; if it can, wait until the local stack has started, where one is starting."""
    environment = running_environment()
    if environment is None and not needed_by(tags) and not any(switch in tags for switch in SWITCHES):
        return None
    reason = reason_to_skip(environment or _environment_of_settings(), tags)
    if environment is not None and reason is None:
        environment.await_stack()
        tell_what_is_not_imitated(environment)
    return reason


def _environment_of_settings() -> Environment:
    """Return the environment that tests would run in; one on this machine is not started for that."""
    from ManuelEnvironment.robot_variables import read_settings

    settings, password = read_settings()
    return Environment(settings, None, password) if settings.is_local else current_environment()


def _require_valid_tags(suite: running.TestSuite) -> None:
    """Fail if any test of the run has a tag `needs:…` that would not protect it, or a quarantine without a date.

    Raises:
        ConfigurationError: The tag names no capability or no date, or is misspelt.
    """
    while suite.parent is not None:
        suite = suite.parent
    for test in suite.all_tests:
        for problem in (*misspelt_needs(test.tags), *malformed_quarantines(test.tags)):
            raise ConfigurationError(f"test {test.full_name!r}: {problem}")


def _what_blocks(environment: Environment, needs: Iterable[str]) -> str | None:
    """Return which of the needs can't be used, although the environment lists it, and why; None if all can."""
    for need in sorted(needs):
        if (why := why_unusable(environment, Capability(need))) is not None:
            return str(BlockedError(need, why))
    return None


def _begin_timeout_anew(test: result.TestCase) -> None:
    """Begin the time that a test may take: what it has waited for its first request does not count."""
    timeout: Any = test.timeout
    if timeout:
        timeout.start()


def _replace(test: running.TestCase, name: str, message: str) -> None:
    """Replace a test by one that only ends with this message."""
    test.setup.config(name=name, args=[message])
    test.teardown = None
