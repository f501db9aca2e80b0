"""The end of a test or suite undoes what it did to the session."""

from typing import Any

from robot import result, running

from ManuelAPI.client import ApiClient
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.keywords.usage import UsageKeywords
from ManuelEnvironment import request_gate
from ManuelEnvironment.capabilities import needed_by
from ManuelEnvironment.execution import is_dry_run


class ApiScopes:
    """A listener that turns the contract check on after a test, deletes its manuals, and gives RequestsLibrary the session."""

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
        """End the scope of a suite."""
        self._leave()

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
        self._client.contract_check.enter()
        self._created.enter()

    def _leave(self) -> None:
        self._created.leave()
        self._client.contract_check.leave()
