"""The error code of a response, wherever its protocol puts it."""

import re
from collections.abc import Mapping
from http import HTTPStatus

_JSON_TYPE = re.compile(rb'"(?:__type|code)"\s*:\s*"([^"]+)"')
_XML_CODE = re.compile(rb"<Code>([^<]+)</Code>")


def error_code_of(status: int | None, headers: Mapping[str, str], body: bytes) -> str | None:
    """Return the error code of a response.

    Args:
        status: The HTTP status; None if the connection ended without one.
        headers: The response headers, names in lower case.
        body: The response body, or its beginning.

    Returns:
        The code without its namespace (`ThrottlingException`); the status if the response names no code, as in
        botocore (`404` for S3's HEAD); None for a success.
    """
    if status is None or status < HTTPStatus.BAD_REQUEST:
        return None
    if header := headers.get("x-amzn-errortype"):
        return _bare(header)
    match = _JSON_TYPE.search(body) or _XML_CODE.search(body)
    return _bare(match[1].decode()) if match else str(status)


def _bare(code: str) -> str:
    return code.rsplit("#", 1)[-1].split(":", 1)[0]
