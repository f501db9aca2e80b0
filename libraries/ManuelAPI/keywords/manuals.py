"""The current user's manuals."""

import base64
from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import quote

from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.forms import FAILED_INGESTION, NotIndexed
from field_comparison.comparison import differences
from ManuelAPI.client import ApiClient
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.failures import failure, failure_in_form
from ManuelAPI.field_assertions import require_fields, wrong_fields
from ManuelAPI.pages import collect_pages
from ManuelAPI.preconditions import never_happened, record_success, remaining_timeout
from ManuelAPI.resource_files import find_file
from ManuelEnvironment import current_environment
from ManuelEnvironment.waiting import NotYetError, eventually

INDEXING = "indexing of manuals"
OK = 200


class ManualKeywords:
    """Keywords that upload, list, read and delete manuals."""

    def __init__(self, client: ApiClient, created: CreatedManuals) -> None:
        self._client = client
        self._created = created

    @keyword(tags=["Manual"])
    def upload_manual(
        self,
        file: str,
        *,
        content_type: str = "application/pdf",
        file_name: str | None = None,
        idempotency_key: str | None = None,
        status: int | None = None,
    ) -> DotDict:
        """Upload a manual for the current user.

        In a deployed environment the manual is deleted when the test ends.

        Args:
            file: A file of `resources/data/manuals`, or the path of any file.
            content_type: The media type to send.
            file_name: The manual's name; by default the name of the file.
            idempotency_key: Sent as `Idempotency-Key`: two uploads with the same key create one manual.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `manual_id`, `file_name`, `size` and `status`; the error's body if another status is expected.

        Raises:
            FileNotFoundError: There is no such file; the message lists the available ones.
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${manual} =    Upload Manual    coffee-machine.pdf
        Wait Until Manual Is Indexed    ${manual}
        ```
        """
        path = find_file(file, "manuals")
        body = {
            "file_name": file_name or path.name,
            "file_data": self.read_manual_file(str(path)),
            "content_type": content_type,
        }
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        return self._create("/api/manuals/upload", body, headers, status)

    @keyword(tags=["Manual", "Getter"])
    def read_manual_file(self, file: str) -> str:
        """Return a manual's file in base64, for an upload that [Upload Manual] cannot do.

        Args:
            file: A file of `resources/data/manuals`, or the path of any file.

        Raises:
            FileNotFoundError: There is no such file; the message lists the available ones.

        Example:
        ```robotframework
        ${data} =    Read Manual File    thermostat.pdf
        VAR    &{body}    file_name=a.pdf    file_data=${data}    content_type=application/pdf
        Send Request    POST    /api/manuals/upload    json=${body}    status=201
        ```
        """
        return base64.b64encode(find_file(file, "manuals").read_bytes()).decode("ascii")

    @keyword(name="Fetch Manual From URL", tags=["Manual"])
    def fetch_manual_from_url(
        self, url: str, *, file_name: str | None = None, status: int | None = None
    ) -> DotDict:
        """Let the backend fetch a manual from a URL.

        In a deployed environment the manual is deleted when the test ends.

        Args:
            url: The URL to fetch it from.
            file_name: The manual's name; by default the backend chooses one.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            The same as [Upload Manual].

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Fetch Manual From URL    http://169.254.169.254/latest/meta-data/    status=400
        ```
        """
        body = {"url": url} | ({"filename": file_name} if file_name else {})
        return self._create("/api/manuals/download", body, {}, status)

    @keyword(tags=["Manual", "Getter"])
    def list_manuals(
        self, *, limit: int | None = None, next_token: str | None = None, status: int | None = None
    ) -> DotDict:
        """Return one page of the current user's manuals.

        Args:
            limit: How many entries to return at most, 1 to 100.
            next_token: The `next_token` of the previous page.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `manuals`, `count`, `user_id` and `next_token`.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Sign In
        ${page} =    List Manuals    limit=10
        Should Be Equal    ${page.count}    ${0}
        ```
        """
        params = {"limit": limit, "next_token": next_token}
        given = {name: value for name, value in params.items() if value is not None}
        page: DotDict = self._client.call("GET", "/api/manuals", params=given, status=status)
        return page

    @keyword(tags=["Manual", "Getter"])
    def list_all_manuals(self, *, limit: int = 100) -> list[DotDict]:
        """Return all manuals of the current user, by reading page after page.

        Args:
            limit: How many entries a page may have at most.

        Returns:
            The manuals, in the order of the pages.

        Raises:
            AssertionError: A page has more entries than the limit, or a `count` that is wrong, or the pages do not end.

        Example:
        ```robotframework
        Upload Manual    thermostat.pdf
        Upload Manual    coffee-machine.pdf
        ${manuals} =    List All Manuals    limit=1
        Length Should Be    ${manuals}    2
        ```
        """
        return collect_pages(
            lambda token: self.list_manuals(limit=limit, next_token=token),
            "manuals",
            limit,
            lambda: self._client.last_response,
        )

    @keyword(tags=["Manual", "Getter"])
    def get_manual(self, manual: DotDict | str, *, status: int | None = None) -> DotDict:
        """Return one manual.

        Args:
            manual: What [Upload Manual] returned, or a manual's id.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `id`, `name`, `pages`, `size`, `status`, `chunks`, `query_count`, `pdf_url`, …

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Get Manual    00000000-0000-4000-8000-000000000000    status=404
        ```
        """
        answer: DotDict = self._client.call("GET", _path_of(manual), status=status)
        return answer

    @keyword(tags=["Manual", "Assertion"])
    def manual_should_be(
        self, manual: DotDict | str, *, timeout: timedelta = timedelta(0), **fields: Any
    ) -> DotDict:
        """Get a manual and fail unless each of these fields has exactly this value.

        Args:
            manual: What [Upload Manual] returned, or a manual's id.
            timeout: How long it may take until all of them have; by default it is looked at once.
            fields: Fields of [Get Manual], written as for [Response Should Have].

        Returns:
            The manual, as returned by [Get Manual].

        Raises:
            AssertionError: A field differs, or there is none of this name.

        Example:
        ```robotframework
        ${manual} =    Upload Manual    thermostat.pdf
        Manual Should Be    ${manual}    status=ready    pages=4    timeout=30 s
        ```
        """
        state = DotDict()

        def look() -> None:
            state.update(self.get_manual(manual))
            if differences(state, fields):
                raise NotYetError

        try:
            eventually(look, timeout)
        except NotYetError:
            raise wrong_fields("a manual", state, fields, self._client.last_response) from None
        return state

    @keyword(tags=["Manual", "Assertion"])
    def listed_manual_should_be(self, manual: DotDict | str, **fields: Any) -> DotDict:
        """List the current user's manuals and fail unless this one is among them, with these values.

        Args:
            manual: What [Upload Manual] returned, or an id.
            fields: Fields of an entry of [List Manuals], written as for [Response Should Have].

        Returns:
            The entry.

        Raises:
            AssertionError: The manual is not listed, or a field differs.

        Example:
        ```robotframework
        ${manual} =    Upload Manual    thermostat.pdf
        Listed Manual Should Be    ${manual}    name=thermostat.pdf    pages=4
        ```
        """
        listed = {entry.id: entry for entry in self.list_all_manuals()}
        response = self._client.last_response
        if _id_of(manual) not in listed:
            raise failure(f"a list with manual {_id_of(manual)}", f"{', '.join(listed) or 'none'}", response)
        entry = listed[_id_of(manual)]
        require_fields("a listed manual", entry, fields, response)
        return entry

    @keyword(tags=["Manual"])
    def delete_manual(self, manual: DotDict | str, *, status: int | None = None) -> DotDict:
        """Delete one manual.

        Args:
            manual: What [Upload Manual] returned, or a manual's id.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `success` and `cleanup_summary`; the error's body if another status is expected.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Delete Manual    ${manual}
        Get Manual    ${manual}    status=404
        ```
        """
        answer: DotDict = self._client.call("DELETE", _path_of(manual), status=status)
        if status in (None, OK):
            self._created.forget(_id_of(manual))
        return answer

    @keyword(tags=["Manual"])
    def wait_until_manual_is_indexed(
        self, manual: DotDict | str, *, timeout: timedelta = timedelta(seconds=30)
    ) -> DotDict:
        """Wait until questions can be answered from a manual.

        Args:
            manual: What [Upload Manual] returned, or a manual's id.
            timeout: How long to wait at most.

        Returns:
            The manual, as returned by [Get Manual].

        Raises:
            AssertionError: Indexing failed, or did not finish in time; the message names the last status.

        Example:
        ```robotframework
        ${manual} =    Upload Manual    coffee-machine.pdf
        Wait Until Manual Is Indexed    ${manual}    timeout=1 minute
        ```
        """
        state, words = DotDict(), current_environment().settings.states

        def look() -> None:
            state.update(self.get_manual(manual))
            if state.status == words["failed"]:
                self._is_not_indexed(state, FAILED_INGESTION)
            if state.status != words["ready"]:
                raise NotYetError(f"status {state.status}")

        try:
            eventually(look, remaining_timeout(INDEXING, timeout))
        except NotYetError as error:
            self._is_not_indexed(state, str(error))
        record_success(INDEXING)
        return state

    def _create(
        self, path: str, body: dict[str, Any], headers: dict[str, str], status: int | None
    ) -> DotDict:
        answer: DotDict = self._client.call("POST", path, json=body, headers=headers, status=status)
        if "manual_id" in answer:
            self._created.remember(answer.manual_id)
        return answer

    def _is_not_indexed(self, manual: DotDict, got: str) -> NoReturn:
        error = failure_in_form(
            NotIndexed(f"{manual.name} ({manual.id})", got),
            self._client.last_response,
            "Get Ingestion Status shows the job and its failure_reasons.",
        )
        ready = current_environment().settings.states["ready"]
        never_happened(INDEXING, f"status {ready}", f"status {manual.status}", error)


def _id_of(manual: DotDict | str) -> str:
    return manual if isinstance(manual, str) else str(manual.get("manual_id") or manual["id"])


def _path_of(manual: DotDict | str) -> str:
    return f"/api/manuals/{quote(_id_of(manual), safe='')}"
