"""What a test or suite did to the session ends with it."""

from typing import Any

from robot import result, running

from ManuelAPI.client import ApiClient
from ManuelAPI.created_manuals import CreatedManuals
from ManuelEnvironment.library import is_dry_run


class ApiScopes:
    """Listener: the contract check is on again after a test, its manuals are deleted, and RequestsLibrary has the session."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, client: ApiClient, created: CreatedManuals) -> None:
        self._client = client
        self._created = created

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """A scope for the suite's set-up."""
        self._enter()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """A scope for the test."""
        self._enter()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Back to the suite's scope."""
        self._leave()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Back to the scope around the suite."""
        self._leave()

    def start_library_keyword(
        self,
        data: running.Keyword,  # noqa: ARG002
        implementation: running.LibraryKeyword,
        result: result.Keyword,  # noqa: ARG002
    ) -> None:
        """Have the session `manuel` ready before any keyword of RequestsLibrary runs."""
        library: Any = implementation.owner and implementation.owner.instance
        if type(library).__name__ == "RequestsLibrary" and not is_dry_run():
            self._client.session.ensure(library)

    def _enter(self) -> None:
        self._client.contract_check.enter()
        self._created.enter()

    def _leave(self) -> None:
        self._created.leave()
        self._client.contract_check.leave()
