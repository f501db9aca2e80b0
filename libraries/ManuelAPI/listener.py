"""What happens before the first test, and when a test or suite ends."""

from typing import Any

from robot import result, running

from ManuelAPI.client import ApiClient
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.keywords.usage import UsageKeywords
from ManuelAPI.operation_probes import probe_operations
from ManuelAPI.valid_requests import every_operation
from ManuelEnvironment import request_gate, running_environment
from ManuelEnvironment.capabilities import needed_by
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.robot_run import is_under_pabot
from ManuelEnvironment.run_metadata import API_VERSIONS_METADATA, outermost


class ApiScopes:
    """A listener that begins each test anew: contract check on, nothing logged, no manuals; RequestsLibrary gets the session."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, client: ApiClient, created: CreatedManuals, usage: UsageKeywords) -> None:
        self._client = client
        self._created = created
        self._usage = usage

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Begin the scope of a suite."""
        request_gate().begin_test()
        self._enter()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Begin the scope of a test."""
        request_gate().begin_test(needed_by(data.tags))
        self._enter()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """End the scope of a test."""
        self._usage.forget_usage()
        request_gate().end_test()
        self._leave()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """End the scope of a suite, and write into the metadata of the run which versions the API has."""
        self._leave()
        if self._client.api_versions is not None:
            outermost(result).metadata[API_VERSIONS_METADATA] = self._client.api_versions

    def start_library_keyword(
        self,
        data: running.Keyword,  # noqa: ARG002
        implementation: running.LibraryKeyword,
        result: result.Keyword,  # noqa: ARG002
    ) -> None:
        """Create the session `manuel` before any keyword of RequestsLibrary runs."""
        library: Any = implementation.owner and implementation.owner.instance
        if type(library).__name__ == "RequestsLibrary" and not is_dry_run():
            self._client.session.ensure(library)

    def _enter(self) -> None:
        self._client.exchange_log.begin()
        self._client.enter()
        self._client.contract_check.enter()
        self._created.enter()

    def _leave(self) -> None:
        self._created.leave()
        self._client.contract_check.leave()
        self._client.leave()


class ProbesBeforeTheTests:
    """A listener that probes the operations before the first test of a run, in one of its processes.

    The backend of `local` is ours, so it is not probed. Neither is an API for a run that has fewer tests than the API has
    operations, such as a test run by hand: that finds out by itself what it needs.

    By its priority it comes after the start of the environment, and before the tests of causes are inserted.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -150

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Probe the operations, unless any process of the run has done so."""
        environment = running_environment()
        if environment is None or environment.settings.is_local or is_dry_run():
            return
        operations = every_operation()
        is_large = is_under_pabot() or _outermost(data).test_count >= len(operations)
        if is_large and cause_notes().register.mark("probes of the operations"):
            probe_operations(ApiClient(), operations)


def _outermost(suite: running.TestSuite) -> running.TestSuite:
    return suite if suite.parent is None else _outermost(suite.parent)
