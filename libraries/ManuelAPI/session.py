"""The HTTP session to the API: RequestsLibrary's, under the alias `manuel`."""

import functools
from typing import TYPE_CHECKING

from ManuelAuth.bearer import BearerAuthentication
from ManuelEnvironment import current_environment, guard_http_sessions
from ManuelEnvironment.imported_libraries import find_imported

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response, Session
    from RequestsLibrary import RequestsLibrary

ALIAS = "manuel"
CONNECT_TIMEOUT_SECONDS = 5
USER_AGENT = "manuel-integration-tests"


class ManuelSession:
    """The session in the suite's RequestsLibrary, whose own keywords work on it as well.

    A suite that does not import RequestsLibrary gets a session too, in an instance kept here.

    Args:
        on_response: Called with each response to a RequestsLibrary keyword on this session.
    """

    def __init__(self, on_response: "Callable[[Response], None]") -> None:
        self._on_response = on_response
        self._sessions: dict[RequestsLibrary, Session] = {}

    def current(self) -> "tuple[RequestsLibrary, Session]":
        """Return the RequestsLibrary of the running suite, and the session in it."""
        library = find_imported("RequestsLibrary") or self._own_library
        return library, self.ensure(library)

    def ensure(self, library: "RequestsLibrary") -> "Session":
        """Return the session in an instance of RequestsLibrary; create it if needed."""
        if library not in self._sessions or not library.session_exists(ALIAS):
            self._sessions[library] = self._create(library)
        return self._sessions[library]

    @functools.cached_property
    def _own_library(self) -> "RequestsLibrary":
        from RequestsLibrary import RequestsLibrary

        return RequestsLibrary()

    def _create(self, library: "RequestsLibrary") -> "Session":
        from requests.adapters import HTTPAdapter

        from ManuelAPI.retries import RetriesWithoutResponse

        environment = current_environment()
        guard_http_sessions()
        session: Session = library.create_custom_session(
            ALIAS,
            environment.api_base_url,
            auth=BearerAuthentication(
                lambda: current_environment().api_base_url, lambda: current_environment().settings.token_kind
            ),
            headers={"User-Agent": USER_AGENT},
            timeout=timeout(),
            verify=True,
            max_retries=0,  # it would retry after answers too: 429 and 503 with Retry-After
        )
        retries = RetriesWithoutResponse.up_to(environment.settings.max_retries)
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=retries))
        session.hooks["response"] = [lambda response, **_: self._on_response(response)]
        return session


def timeout() -> tuple[float, float]:
    """Return the seconds to wait for a connection, and for each read."""
    return CONNECT_TIMEOUT_SECONDS, float(current_environment().settings.timeout_seconds)
