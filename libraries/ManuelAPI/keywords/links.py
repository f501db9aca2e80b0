"""Links in responses, such as presigned URLs of manuals."""

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from robot.api import logger
from robot.api.deco import keyword

from ManuelAPI.session import timeout
from ManuelEnvironment.clocks import CLOCK_DIFFERENCE

if TYPE_CHECKING:
    from requests import Response

DEAD = (403, 404)
SIGNED_AT = "%Y%m%dT%H%M%SZ"


class LinkKeywords:
    """Keywords that follow links without being signed in."""

    @keyword(tags=["Link"])
    def open_link(self, url: str, *, method: str = "GET", status: int = 200) -> "Response":
        """Request a link as anyone who has got hold of it could: without a token, on a new connection.

        Args:
            url: The link.
            method: The method of the request.
            status: The expected status.

        Returns:
            The response: `${file.content}`, `${file.headers}`.

        Raises:
            AssertionError: It is not a link, or the status differs. The message omits the link's query, which contains its
                signature.

        Example:
        ```robotframework
        ${manual} =    Get Manual    ${uploaded}
        ${file} =    Open Link    ${manual.pdf_url}
        Should Be Equal    ${file.headers}[Content-Type]    application/pdf
        ```
        """
        import requests

        if not url.startswith(("http://", "https://")):
            raise AssertionError(f"Expected a link, which begins with http:// or https://.\nGot {url!r}")
        response = requests.request(method, url, timeout=timeout(), allow_redirects=False)
        where = url.partition("?")[0]
        logger.info(f"{method} {where}: {response.status_code}, {len(response.content)} bytes")
        if response.status_code != status:
            raise AssertionError(
                f"Expected status {status} from the link to {where}.\nGot {response.status_code} {response.reason}.\n"
                "Hint: has the link expired? Does its target still exist?"
            )
        return response

    @keyword(tags=["Link", "Assertion"])
    def link_should_be_dead(self, url: str) -> None:
        """Fail if a link still leads to anything.

        For a deleted object, S3 answers `404` to those who may list the bucket, and `403` to all others (Amazon S3 API
        Reference, "GetObject").

        Args:
            url: The link.

        Raises:
            AssertionError: The link leads to something.

        Example:
        ```robotframework
        ${manual} =    Get Manual    ${uploaded}
        Delete Manual    ${uploaded}
        Link Should Be Dead    ${manual.pdf_url}
        ```
        """
        import requests

        status = requests.get(url, timeout=timeout(), allow_redirects=False).status_code
        if status not in DEAD:
            raise AssertionError(
                f"Expected a link that leads to nothing, with status 403 or 404.\nGot {status} from {url.partition('?')[0]}"
            )

    @keyword(tags=["Link", "Assertion"])
    def link_should_expire_within(self, url: str, limit: timedelta) -> None:
        """Fail unless a presigned link is valid now, and expires within this time.

        The keyword reads the parameters of S3's signature version 4, `X-Amz-Date` and `X-Amz-Expires`, and of version 2,
        `Expires` (Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters").

        Args:
            url: The link.
            limit: How long the link may be valid from now on; a second more is allowed, since the backend's clock signed it.

        Raises:
            AssertionError: The link is valid for longer, has expired, or never expires.

        Example:
        ```robotframework
        ${manual} =    Get Manual    ${uploaded}
        Link Should Expire Within    ${manual.pdf_url}    1 hour
        ```
        """
        left = _expiry_of(url) - time.time()
        if not 0 < left <= (limit + CLOCK_DIFFERENCE).total_seconds():
            raise AssertionError(
                f"Expected a link that is valid now, for {limit.total_seconds():g} s at most.\n"
                f"Got one that is valid for {left:.0f} s: {url.partition('?')[0]}"
            )

    @keyword(tags=["Link", "Assertion"])
    def link_should_outlast(self, url: str, other: str) -> None:
        """Fail unless a presigned link expires later than another one, by a second at least: S3 signs in whole seconds.

        The keyword reads the same parameters as [Link Should Expire Within].

        Args:
            url: The link.
            other: The link that expires earlier.

        Raises:
            AssertionError: The link expires at the same time or earlier, or one of the two never expires.

        Example:
        ```robotframework
        ${uploaded} =    Upload Manual    thermostat.pdf
        ${manual} =    Get Manual    ${uploaded}
        Wait Until Manual Is Indexed    ${uploaded}
        ${indexed_manual} =    Get Manual    ${uploaded}
        Link Should Outlast    ${indexed_manual.pdf_url}    ${manual.pdf_url}
        ```
        """
        seconds = _expiry_of(url) - _expiry_of(other)
        if seconds <= 0:
            raise AssertionError(
                "Expected a link that expires later than the other one.\n"
                f"Got one that expires {f'{-seconds:g} s earlier' if seconds else 'at the same time'}: {url.partition('?')[0]}"
            )


def _expiry_of(url: str) -> float:
    """Return when a presigned link expires, in epoch seconds."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    if "X-Amz-Date" in query and "X-Amz-Expires" in query:
        signed_at = datetime.strptime(query["X-Amz-Date"], SIGNED_AT).replace(tzinfo=UTC)
        return signed_at.timestamp() + int(query["X-Amz-Expires"])
    if "Signature" in query and "Expires" in query:
        return float(query["Expires"])
    raise AssertionError(
        f"Expected a presigned link to S3.\nGot one without a signature that expires: {url.partition('?')[0]}"
    )
