"""`/version`: which versions of the API there are."""

from manuel_sandbox.domain import versions
from manuel_sandbox.domain.versions import Release
from manuel_sandbox.handlers.api import ApiRequest, ApiResponse, ok
from manuel_sandbox.times import Clock


class GetVersion:
    """Names the versions."""

    def __init__(self, *, build: str, clock: Clock) -> None:
        self._build = build
        self._clock = clock

    def __call__(self, request: ApiRequest) -> ApiResponse:
        """Name them."""
        release = versions.negotiate(request.headers, request.query)
        return ok(
            {
                "version": release.version,
                "build": self._build,
                "current_version": versions.CURRENT,
                "supported_versions": list(versions.SUPPORTED),
                "deprecated_versions": list(versions.DEPRECATED),
                "timestamp": int(self._clock()),
            }
        )


class GetVersionCompatibility:
    """Tells whether a client of the requested version works."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, request: ApiRequest) -> ApiResponse:
        """Tell it; each version only adds to the one before, so every supported one works."""
        release = versions.negotiate(request.headers, request.query)
        return ok(
            {
                "requested_version": release.version,
                "current_version": versions.CURRENT,
                "compatible": True,
                "deprecated": release.version in versions.DEPRECATED,
                "versions": [
                    {"version": known.version, "status": _status(known), "compatible": True}
                    for known in reversed(versions.RELEASES)
                ],
                "timestamp": int(self._clock()),
            }
        )


class GetChangelog:
    """Tells what changed with each version."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, _request: ApiRequest) -> ApiResponse:
        """Tell it."""
        return ok(
            {
                "changelog": [
                    {
                        "version": release.version,
                        "released": release.released,
                        "changes": list(release.changes),
                    }
                    for release in versions.RELEASES
                ],
                "timestamp": int(self._clock()),
            }
        )


def _status(release: Release) -> str:
    if release.version == versions.CURRENT:
        return "current"
    return "supported" if release.deprecated_since is None else "deprecated"
