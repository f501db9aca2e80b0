"""The versions of the API, and which of them a request asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from manuel_sandbox.domain.errors import FieldProblem, UnsupportedVersionError


@dataclass(frozen=True, slots=True)
class Release:
    """One version of the API.

    Attributes:
        deprecated_since: Since when it is deprecated, in epoch seconds; None if it is not.
    """

    version: str
    released: str
    changes: tuple[str, ...]
    deprecated_since: int | None = None


RELEASES = (
    Release(
        "1.1",
        "2026-06-01",
        (
            "Manuals can be fetched from a URL.",
            "A submission that is repeated with the same Idempotency-Key creates one manual.",
            "Lists come in pages.",
        ),
    ),
    Release("1.0", "2026-01-15", ("First version.",), deprecated_since=1_780_272_000),
)
CURRENT = RELEASES[0].version
SUPPORTED = tuple(sorted(release.version for release in RELEASES))
DEPRECATED = tuple(release.version for release in RELEASES if release.deprecated_since is not None)
VENDOR_TYPE = re.compile(r"application/vnd\.manuel\.v([^+;,\s]*)\+json", re.IGNORECASE)


def release_of(version: str) -> Release:
    """Return the release of a supported version."""
    return next(release for release in RELEASES if release.version == version)


def negotiate(headers: Mapping[str, str], query: Mapping[str, str]) -> Release:
    """Return the release that a request asks for, by default the current one.

    Args:
        headers: The headers of the request by lower-case name.
        query: The query parameters of the request.

    Returns:
        The release named by `?version=`, else by `API-Version`, else by `Accept`.

    Raises:
        UnsupportedVersionError: One of them names a version that does not exist.
    """
    named = [query["version"]] if "version" in query else []
    named += [headers["api-version"]] if "api-version" in headers else []
    named += VENDOR_TYPE.findall(headers.get("accept", ""))
    if not set(named) <= set(SUPPORTED):
        problem = f"it is not supported; supported versions: {', '.join(SUPPORTED)}"
        raise UnsupportedVersionError(FieldProblem("version", problem))
    return release_of(named[0] if named else CURRENT)
