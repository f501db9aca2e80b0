"""`/version`: the versions of the API."""

from manuel_sandbox.domain import versions
from manuel_sandbox.domain.versions import Release
from manuel_sandbox.handlers.api import HandlerRequest, HandlerResponse, ok
from manuel_sandbox.times import Clock


class GetVersion:
    """Lists the versions."""

    def __init__(self, *, build: str, clock: Clock) -> None:
        self._build = build
        self._clock = clock

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
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
    """Tells whether clients of the requested version are compatible."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request; each version only adds to the previous one, so that every supported one is compatible."""
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
    """Lists the changes of each version."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, _request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
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
