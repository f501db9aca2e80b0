"""The addresses of servers that settings and options give."""

import re
from urllib.parse import urlsplit

from ManuelEnvironment.errors import ConfigurationError, shown
from request_gate.hosts import has_user_information

_URL = re.compile(r"https?://[^\s/?#\\@]+(/[^\s?#\\]*)?", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://[^\s/?#\\@]+", re.IGNORECASE)
_SECRET = "has a user name or a password in it, which nothing here may know"
_MUST_HAVE = "must have a host, and a port from 1 to 65535"
_MUST_BE = "must be http:// or https:// with a host, and no query"
_MUST_BE_ORIGIN = "must be http:// or https:// with a host, and nothing after it, not even a slash"


def url_problem(url: str) -> str:
    """Return what is wrong with the address of a server, as a phrase without the address; an empty text if nothing is.

    Example:
        >>> url_problem("localhost:3000")
        'must be http:// or https:// with a host, and no query'
        >>> url_problem("http://localhost:3000/prod")
        ''
    """
    if has_user_information(url):
        return _SECRET
    return _unusable_authority(url) if _URL.fullmatch(url) else _MUST_BE


def origin_problem(url: str) -> str:
    """Return what is wrong with the origin of a web page, as a phrase; an empty text if nothing is (RFC 6454, section 6.2).

    Example:
        >>> origin_problem("https://app.example.com/")
        'must be http:// or https:// with a host, and nothing after it, not even a slash'
    """
    if has_user_information(url):
        return _SECRET
    return _unusable_authority(url) if _ORIGIN.fullmatch(url) else _MUST_BE_ORIGIN


def require_url(url: str, source: str) -> None:
    """Require that an address can be one.

    Args:
        url: The address.
        source: The option or variable that it comes from.

    Raises:
        ConfigurationError: It cannot.
    """
    if problem := url_problem(url):
        value = "" if problem == _SECRET else f" is {shown(url)}, but"
        raise ConfigurationError(f"{source}{value} {problem}")


def _unusable_authority(url: str) -> str:
    """Return why nothing can be connected to the host and port of a URL; an empty text if something can."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna"), parts.port
    except ValueError as error:  # also a label that is too long, which is a UnicodeError
        return f"{_MUST_HAVE} ({error})"
    return "" if host and port != 0 else _MUST_HAVE
