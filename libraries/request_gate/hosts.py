"""The host of a URL, as the HTTP clients see it."""

import ipaddress
import re

_USER_INFORMATION = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#\\]*@", re.IGNORECASE)
_AUTHORITY = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#\\]*@)?(\[[^\]]*\]|[^/?#\\:@]*)(:\d+)?", re.IGNORECASE)


def host_of(url: str) -> str:
    """Return the host of a URL in lower case, without brackets and final dot; an empty string if it has none.

    A backslash ends it, as in urllib3: `urllib.parse` would take `http://api.example\\@127.0.0.1/` for loopback.
    """
    match = _AUTHORITY.match(url)
    return match[1].strip("[]").rstrip(".").lower() if match else ""


def has_user_information(url: str) -> bool:
    """Return whether a URL has a user name or a password before its host (RFC 3986, section 3.2.1)."""
    return _USER_INFORMATION.match(url) is not None


def origin_and_path_of(url: str) -> tuple[str, str]:
    """Return the part of a URL before its path, and its path without the query."""
    match = _AUTHORITY.match(url)
    end = match.end() if match else 0
    return url[:end].lower(), re.split(r"[?#]", url[end:])[0]


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by its name or address alone: no name is resolved."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
