"""The outputs of an application, with addresses of this machine."""

import re
from collections.abc import Mapping
from typing import Any

_ADDRESS = re.compile(
    r"(?:https|wss)://(?P<api>[a-z0-9]+)\."
    r"(?:execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?|lambda-url\.[a-z0-9-]+\.on\.aws)"
)


def with_local_addresses(value: Any, urls: Mapping[str, str]) -> Any:
    """Return a value in which the addresses of APIs are those at which they are served here.

    Args:
        value: An output.
        urls: The local URL of each API by its id.

    Example:
        >>> with_local_addresses("https://a1b2.execute-api.eu-west-1.amazonaws.com/Prod/", {"a1b2": "http://127.0.0.1:4000"})
        'http://127.0.0.1:4000/Prod/'
    """
    if isinstance(value, list):
        return [with_local_addresses(item, urls) for item in value]
    if not isinstance(value, str):
        return value
    return _ADDRESS.sub(lambda match: urls.get(match["api"], match[0]), value)
