"""Manuals that a test needs and is not about."""

from datetime import timedelta

from robot.api.deco import keyword
from robot.utils import DotDict

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.keywords.manuals import ManualKeywords
from ManuelAPI.manual_provision import ManualProvision
from ManuelAPI.resource_files import find_file
from ManuelEnvironment import BlockedError, current_environment


class ManualProvisionKeywords:
    """Keywords that give the current user a manual, in the way that the environment's `manuals_via` names."""

    def __init__(self, client: ApiClient, created: CreatedManuals, manuals: ManualKeywords) -> None:
        self._client = client
        self._manuals = manuals
        self._provision = ManualProvision(client, created)

    @keyword(tags=["Manual"])
    def provide_manual(self, file: str) -> DotDict:
        """Give the current user a manual, for a test that needs one but is not about how it gets there.

        The environment's `manuals_via` says how: `upload` and `download` use these routes of the API; `bucket` puts the file
        into S3 and runs an ingestion job, which needs the capability `aws-inspection`. If that cannot be done there, the test
        is skipped as blocked.

        Args:
            file: A file of `resources/data/manuals`, or the path of any PDF file.

        Returns:
            The same as [Upload Manual].

        Raises:
            FileNotFoundError: There is no such file; the message lists the available ones.
            AssertionError: The API fails.
            BlockedError: What `manuals_via` names is not available, or the API does not know a manual that is in the bucket.

        Example:
        ```robotframework
        ${manual} =    Provide Manual    thermostat.pdf
        Delete Manual    ${manual}
        ```
        """
        manual = self._provision.provide(find_file(file, "manuals"))
        if _is_put_into_bucket():
            self._require_known(manual)
        return manual

    @keyword(tags=["Manual"])
    def have_manual(self, file: str, *, timeout: timedelta = timedelta(seconds=30)) -> DotDict:
        """Give the current user a manual and wait until questions are answered from it.

        Args:
            file: A file of `resources/data/manuals`, or the path of any PDF file.
            timeout: How long to wait until it is indexed.

        Returns:
            The same as [Upload Manual].

        Raises:
            FileNotFoundError: There is no such file; the message lists the available ones.
            AssertionError: The API fails, or the manual is not indexed in time.
            BlockedError: What `manuals_via` names is not available.

        Example:
        ```robotframework
        Sign In
        ${manual} =    Have Manual    coffee-machine.pdf
        ```
        """
        manual = self._provision.provide(find_file(file, "manuals"))
        if not _is_put_into_bucket():
            self._manuals.wait_until_manual_is_indexed(manual, timeout=timeout)
        return manual

    def _require_known(self, manual: DotDict) -> None:
        for path in ("/api/manuals", f"/api/manuals/{manual.manual_id}"):
            response = self._client.exchange(ApiRequest("GET", path))
            if not response.ok or manual.manual_id not in response.text:
                raise BlockedError(
                    "manuals_via bucket",
                    f"GET {path} answers {response.status_code} and does not show a manual that was put into the bucket",
                )


def _is_put_into_bucket() -> bool:
    return current_environment().settings.manuals_via == "bucket"
