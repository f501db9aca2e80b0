"""The ingestion of manuals."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from robot.api.deco import keyword
from robot.utils import DotDict

from ManuelAPI.client import ApiClient
from ManuelAPI.failures import failure
from ManuelAPI.field_assertions import require_fields
from ManuelAPI.pages import collect_pages
from ManuelAPI.preconditions import never_happened, record_success, remaining_timeout
from ManuelEnvironment import current_environment
from ManuelEnvironment.waiting import NotYetError, eventually

if TYPE_CHECKING:
    from ManuelEnvironment.settings import State

STATES: "tuple[State, ...]" = ("STARTING", "IN_PROGRESS", "COMPLETE", "FAILED")
OVER: "tuple[State, ...]" = ("COMPLETE", "FAILED")
MOST = 100
BEGINNING, END = "beginning of ingestion jobs", "end of ingestion jobs"


class IngestionKeywords:
    """The current user's ingestion jobs."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Ingestion", "Getter"])
    def get_ingestion_status(
        self, *, limit: int | None = None, next_token: str | None = None, status: int | None = None
    ) -> DotDict:
        """Return one page of the current user's ingestion jobs, the newest first.

        Args:
            limit: How many entries to return at most, 1 to 100.
            next_token: The `next_token` of the previous page.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `jobs`, `count`, `user_id` and `next_token`.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Upload Manual    coffee-machine.pdf
        ${page} =    Get Ingestion Status    limit=10
        Log    ${page.jobs}[0][status]
        ```
        """
        return self._page("/api/ingestion/status", limit, next_token, status)

    @keyword(tags=["Ingestion", "Getter"])
    def get_ingestion_job(self, job_id: str, *, status: int | None = None) -> DotDict:
        """Return one of the current user's ingestion jobs.

        Args:
            job_id: The job's id.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `job_id`, `status`, `failure_reasons`, …; the error's body if another status is expected.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${job_id} =    Wait Until Ingestion Begins    ${manual}
        ${job} =    Get Ingestion Job    ${job_id}
        Should Be Empty    ${job.failure_reasons}
        ```
        """
        job: DotDict = self._client.call("GET", f"/api/ingestion/job/{quote(job_id, safe='')}", status=status)
        return job

    @keyword(tags=["Ingestion", "Assertion"])
    def ingestion_job_should_be(self, job: str, **fields: Any) -> DotDict:
        """Get an ingestion job and fail unless each of these fields has exactly this value.

        Args:
            job: The job's id.
            fields: Fields of [Get Ingestion Job], written as for [Response Should Have].

        Returns:
            The job, as [Get Ingestion Job] gives it.

        Raises:
            AssertionError: A field differs, or there is none of this name.

        Example:
        ```robotframework
        Follow Ingestion Job    ${job_id}
        Ingestion Job Should Be    ${job_id}    status=COMPLETE    file_name=thermostat.pdf
        ```
        """
        state = self.get_ingestion_job(job)
        require_fields("an ingestion job", state, fields, self._client.last_response)
        return state

    @keyword(tags=["Ingestion", "Getter"])
    def get_ingested_files(
        self, *, limit: int | None = None, next_token: str | None = None, status: int | None = None
    ) -> DotDict:
        """Return one page of the current user's files, the newest first, with the state of their ingestion.

        Args:
            limit: How many entries to return at most, 1 to 100.
            next_token: The `next_token` of the previous page.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `files`, `count`, `user_id` and `next_token`.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Upload Manual    coffee-machine.pdf
        ${page} =    Get Ingested Files    limit=10
        Log    ${page.files}[0][status]
        ```
        """
        return self._page("/api/ingestion/files", limit, next_token, status)

    @keyword(tags=["Ingestion", "Getter"])
    def list_all_ingestion_jobs(self, *, limit: int = MOST) -> list[DotDict]:
        """Return all ingestion jobs of the current user, the newest first, by reading page after page.

        Args:
            limit: How many entries a page may have at most.

        Raises:
            AssertionError: A page has more entries than the limit, or a `count` that is wrong, or the pages do not end.

        Example:
        ```robotframework
        Have Manual    coffee-machine.pdf
        ${jobs} =    List All Ingestion Jobs
        Length Should Be    ${jobs}    1
        ```
        """
        return self._all(self.get_ingestion_status, "jobs", limit)

    @keyword(tags=["Ingestion", "Getter"])
    def list_all_ingested_files(self, *, limit: int = MOST) -> list[DotDict]:
        """Return all files of the current user, the newest first, by reading page after page.

        Args:
            limit: How many entries a page may have at most.

        Raises:
            AssertionError: A page has more entries than the limit, or a `count` that is wrong, or the pages do not end.

        Example:
        ```robotframework
        Have Manual    coffee-machine.pdf
        ${files} =    List All Ingested Files
        Length Should Be    ${files}    1
        ```
        """
        return self._all(self.get_ingested_files, "files", limit)

    @keyword(tags=["Ingestion"])
    def wait_until_ingestion_begins(
        self, manual: DotDict, *, timeout: timedelta = timedelta(seconds=30)
    ) -> str:
        """Wait until a manual has an ingestion job; a knowledge base runs one job at a time, so others may come first.

        Args:
            manual: What [Upload Manual] returned.
            timeout: How long to wait at most.

        Returns:
            The job's id.

        Raises:
            AssertionError: The manual had no job in time, or is not among the user's files.

        Example:
        ```robotframework
        ${manual} =    Upload Manual    coffee-machine.pdf
        ${job_id} =    Wait Until Ingestion Begins    ${manual}
        ```
        """

        def look() -> str:
            files = {file.manual_id: file for file in self.get_ingested_files(limit=MOST).files}
            if manual.manual_id not in files:
                raise failure(
                    f"manual {manual.manual_id} among the user's files",
                    "files without it",
                    self._client.last_response,
                )
            job_id: str | None = files[manual.manual_id].job_id
            if job_id is None:
                raise NotYetError("none")
            return job_id

        try:
            job_id = eventually(look, remaining_timeout(BEGINNING, timeout))
        except NotYetError as error:
            expected = f"an ingestion job for manual {manual.manual_id}"
            details = failure(expected, str(error), self._client.last_response)
            never_happened(BEGINNING, "an ingestion job", "none", details)
        record_success(BEGINNING)
        return job_id

    @keyword(tags=["Ingestion"])
    def follow_ingestion_job(
        self, job_id: str, *, timeout: timedelta = timedelta(seconds=30)
    ) -> list[DotDict]:
        """Look at an ingestion job repeatedly until it has ended.

        Args:
            job_id: The job's id.
            timeout: How long to wait at most.

        Returns:
            The job at each look; at the last one its `status` is `COMPLETE` or `FAILED`.

        Raises:
            AssertionError: The job went back to an earlier state, or did not end in time.

        Example:
        ```robotframework
        ${looks} =    Follow Ingestion Job    ${job_id}
        Should Be Equal    ${looks}[-1][status]    COMPLETE
        ```
        """
        looks: list[DotDict] = []
        words = current_environment().settings.states
        states = [words[state] for state in STATES]

        def look() -> None:
            looks.append(self.get_ingestion_job(job_id))
            order = [states.index(each.status) for each in looks]
            if order != sorted(order):
                seen = " → ".join(each.status for each in looks)
                raise failure(
                    f"a job that only moves forward, {' → '.join(states)}", seen, self._client.last_response
                )
            if looks[-1].status not in [words[state] for state in OVER]:
                raise NotYetError(f"status {looks[-1].status}")

        try:
            eventually(look, remaining_timeout(END, timeout))
        except NotYetError as error:
            details = failure(f"job {job_id} to end", str(error), self._client.last_response)
            never_happened(END, " or ".join(words[state] for state in OVER), looks[-1].status, details)
        record_success(END)
        return looks

    def _all(self, page: Callable[..., DotDict], member: str, limit: int) -> list[DotDict]:
        return collect_pages(
            lambda token: page(limit=limit, next_token=token),
            member,
            limit,
            lambda: self._client.last_response,
        )

    def _page(self, path: str, limit: int | None, next_token: str | None, status: int | None) -> DotDict:
        params = {"limit": limit, "next_token": next_token}
        given = {name: value for name, value in params.items() if value is not None}
        page: DotDict = self._client.call("GET", path, params=given, status=status)
        return page
