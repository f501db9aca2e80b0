"""The AWS that the keywords work on: the environment's, or a stand-in that `Start AWS` started."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from MockAWS.errors import MockAwsError
from MockAWS.server_process import ServerProcess

_CONTROL_SECONDS = 10
LOOK_UP_TRACE = "MockAWS-look-up"
"""The trace id of the keywords' own calls to a stand-in, which distinguishes them from the backend's."""


@dataclass(frozen=True)
class OwnServer:
    """A stand-in that `Start AWS` started."""

    url: str
    account_id: str
    region: str


class AwsConnection:
    """The clients, names and control API of the environment, or of the stand-in that `Start AWS` started."""

    def __init__(self) -> None:
        self.own: OwnServer | None = None
        self._process: ServerProcess | None = None
        self._own_clients: dict[tuple[str, str], Any] = {}

    @property
    def account_id(self) -> str:
        """The account id of 12 digits."""
        return self.own.account_id if self.own else str(self._stack.account_id)

    @property
    def region(self) -> str:
        """The AWS region."""
        return self.own.region if self.own else str(self._stack.region)

    @property
    def endpoint_url(self) -> str:
        """The URL of the stand-in."""
        return self.own.url if self.own else str(self._stack.aws_endpoint_url)

    @property
    def has_stand_in(self) -> bool:
        """Whether AWS is a stand-in, with a journal and scripts; asking starts nothing."""
        if self.own:
            return True
        from ManuelEnvironment import running_environment

        environment = running_environment()
        return environment is not None and environment.control_url is not None

    def client(self, service: str) -> Any:
        """Return a boto3 client of a service."""
        if self.own is None:
            from ManuelEnvironment import current_environment

            return current_environment().aws_client(service)
        key = (service, self.own.account_id)
        if key not in self._own_clients:
            self._own_clients[key] = own_session(self.own).client(service, endpoint_url=self.own.url)
        return self._own_clients[key]

    def name(self, kind: str, name: str) -> str:
        """Return the deployed name of a resource.

        Args:
            kind: The kind of resource: `table`, `bucket`, `queue_url` or `topic_arn`.
            name: The resource's role in Manuel (`error-tracking`), or its deployed name, which is returned unchanged.
        """
        if self.own is not None:
            return name
        from ManuelEnvironment import current_environment

        environment = current_environment()
        attribute = f"{name.replace('-', '_')}_{kind}"
        known = getattr(environment.stack or environment.settings, attribute, None)
        return str(known) if known else name

    def ask(self, path: str, **query: object) -> Any:
        """Send a GET request to the stand-in's control API.

        Raises:
            MockAwsError: AWS is not a stand-in, or it rejects the request, or it has stopped.
        """
        return self._control("GET", path, query, None)

    def put(self, path: str, content: object) -> None:
        """Send a PUT request for this account to the control API."""
        self._control("PUT", path, {}, content)

    def delete(self, path: str) -> None:
        """Send a DELETE request for this account to the control API."""
        self._control("DELETE", path, {}, None)

    def post(self, path: str) -> None:
        """Send a POST request for this account to the control API."""
        self._control("POST", path, {}, None)

    def start_own(self, port: int, account_id: str, region: str) -> None:
        """Start a stand-in, and work on it from now on.

        Raises:
            MockAwsError: One is running already, or it could not start.
        """
        if self.own is not None:
            raise MockAwsError(
                f"An AWS stand-in is already running at {self.own.url}: call `Stop AWS` first."
            )
        self._process = ServerProcess(port)
        self.own = OwnServer(self._process.url, account_id, region)

    def stop_own(self) -> None:
        """Stop the stand-in, if one was started, and work on the environment's AWS again."""
        for client in self._own_clients.values():
            client.close()
        self._own_clients.clear()
        if self._process is not None:
            self._process.stop()
        self._process = self.own = None

    def _control(self, method: str, path: str, query: dict[str, object], content: object) -> Any:
        parameters = {name: value for name, value in query.items() if value is not None}
        url = (
            f"{self.endpoint_url}/_mockaws/{path}?{urlencode({'account_id': self.account_id, **parameters})}"
        )
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(url, data, method=method)  # noqa: S310 - a stand-in's http address
        try:
            with urllib.request.urlopen(request, timeout=_CONTROL_SECONDS) as reply:  # noqa: S310
                body = reply.read()
        except urllib.error.HTTPError as error:
            raise MockAwsError(json.load(error)["error"]) from None
        except OSError as error:
            raise MockAwsError(
                f"The AWS stand-in at {self.endpoint_url} does not respond: {error}. Has it been stopped?"
            ) from None
        return json.loads(body) if body else None

    @property
    def _stack(self) -> Any:
        from ManuelEnvironment import current_environment

        environment = current_environment()
        if environment.stack is None:
            raise MockAwsError(
                f"The environment {environment.settings.environment} has AWS itself instead of a stand-in: tag the test "
                "`needs:fault-injection`, or start a stand-in with `Start AWS`."
            )
        return environment.stack


def own_session(server: OwnServer) -> Any:
    """Return a boto3 session for a stand-in, whose calls do not count as the backend's."""
    import boto3

    session = boto3.Session(server.account_id, "any", region_name=server.region)
    session.events.register("before-send", _mark_as_look_up)
    return session


def _mark_as_look_up(request: Any, **_: object) -> None:
    request.headers["X-Amzn-Trace-Id"] = LOOK_UP_TRACE
