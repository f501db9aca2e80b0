"""Requests of a given size, which would flood a log if a test wrote them itself."""

import base64
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from robot.api.deco import keyword

from cause_register.forms import ANY_SUCCESS
from ManuelAPI.client import ApiClient, ApiRequest, body_of
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAPI.failures import describe_status, failure
from ManuelAPI.resource_files import find_file

if TYPE_CHECKING:
    from requests import Response

MEGABYTE = 1024 * 1024
PIECE_BYTES = 64 * 1024


class LargeRequestKeywords:
    """Keywords that send bodies and headers of a given size."""

    def __init__(self, client: ApiClient, created: CreatedManuals) -> None:
        self._client = client
        self._created = created

    @keyword(tags=["Request", "Limit"])
    def send_body_of(
        self,
        megabytes: float,
        *,
        path: str = "/api/query",
        field: str = "question",
        headers: dict[str, str] | None = None,
        status: int,
    ) -> "Response":
        """Send a JSON body of a given size as the current user.

        Args:
            megabytes: The size of the whole body, in units of 1024 x 1024 bytes.
            path: The path to send it to, with `POST`.
            field: The only field of the body, a string that fills it.
            headers: Additional headers.
            status: The expected status.

        Returns:
            The response.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Send Body Of    ${body_limit_mb + 0.01}    status=413
        ```
        """
        return self._send(path, _body_of(megabytes, field), status, headers)

    @keyword(tags=["Request", "Limit"])
    def send_body_in_pieces_of(
        self, megabytes: float, *, path: str = "/api/query", field: str = "question", status: int
    ) -> "Response":
        """Send a JSON body of a given size as the current user, in pieces: no header says how long it is.

        That is transfer coding `chunked` (RFC 9112, section 7.1), which clients use that do not know the length before.

        Args:
            megabytes: The size of the whole body, in units of 1024 x 1024 bytes.
            path: As for [Send Body Of].
            field: As for [Send Body Of].
            status: The expected status.

        Returns:
            The response.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Send Body In Pieces Of    ${body_limit_mb + 0.01}    status=413
        ```
        """
        body = _body_of(megabytes, field).encode()
        pieces = [body[begin : begin + PIECE_BYTES] for begin in range(0, len(body), PIECE_BYTES)]
        return self._send(path, pieces, status)

    @keyword(tags=["Request", "Limit"])
    def upload_manual_in_body_of(
        self, megabytes: float, *, file: str = "thermostat.pdf", status: int | None = None
    ) -> "Response":
        """Upload a manual that is padded until the request's body has a given size.

        The PDF stays valid: the padding is a comment, which readers skip (ISO 32000-1, section 7.2.4).

        Args:
            megabytes: The size of the whole body, in units of 1024 x 1024 bytes; 4 bytes of the body hold 3 of the file.
            file: A file of `resources/data/manuals`, or the path of any file.
            status: The expected status; by default any status of success.

        Returns:
            The response.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Upload Manual In Body Of    ${body_limit_mb - 0.01}
        Upload Manual In Body Of    ${body_limit_mb + 0.01}    status=413
        ```
        """
        path = find_file(file, "manuals")
        fields = {"file_name": path.name, "content_type": "application/pdf", "file_data": ""}
        wanted = (int(megabytes * MEGABYTE) - len(json.dumps(fields))) // 4 * 3
        padded = _with_comment(path.read_bytes(), wanted)
        body = json.dumps(fields | {"file_data": base64.b64encode(padded).decode("ascii")})
        response = self._send("/api/manuals/upload", body, status)
        if status is None and not response.ok:
            raise failure(ANY_SUCCESS, describe_status(response), response)
        if response.ok:
            self._created.remember(body_of(response).manual_id)
        return response

    @keyword(tags=["Request", "Limit"])
    def send_header_of(self, bytes_: int, *, path: str = "/api/user/usage", status: int) -> "Response":
        """Send a header of a given size as the current user.

        Args:
            bytes_: The size of the header's value.
            path: The path to send it to, with `GET`.
            status: The expected status.

        Returns:
            The response.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Send Header Of    12000    status=431
        ```
        """
        return self._client.send(ApiRequest("GET", path, headers={"X-Padding": "h" * bytes_}), status=status)

    def _send(
        self,
        path: str,
        body: str | Sequence[bytes],
        status: int | None,
        headers: dict[str, str] | None = None,
    ) -> "Response":
        all_headers = {"Content-Type": "application/json", **(headers or {})}
        return self._client.send(ApiRequest("POST", path, body=body, headers=all_headers), status=status)


def _body_of(megabytes: float, field: str) -> str:
    frame = len(json.dumps({field: ""}))
    return json.dumps({field: "q" * (int(megabytes * MEGABYTE) - frame)})


def _with_comment(pdf: bytes, size: int) -> bytes:
    """Pad a PDF to a size with a comment just before its last `startxref`, so that all offsets stay correct."""
    before, keyword_, after = pdf.rpartition(b"startxref")
    comment = b"%" + b"-" * (size - len(pdf) - 2) + b"\n"
    return before + comment + keyword_ + after
