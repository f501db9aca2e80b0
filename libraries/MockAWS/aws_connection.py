"""Whose AWS the keywords work on: the environment's, or a stand-in of their own."""

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
"""Trace id of what the keywords themselves ask a stand-in, so that it is not taken for the backend's doing."""


@dataclass(frozen=True)
class OwnServer:
    """A stand-in that `Start AWS` started."""

    url: str
    account_id: str
    region: str


class AwsConnection:
    """Finds clients, names and the control API, of the environment unless a stand-in of one's own is running."""

    def __init__(self) -> None:
        self.own: OwnServer | None = None
        self._process: ServerProcess | None = None
        self._own_clients: dict[tuple[str, str], Any] = {}

    @property
    def account_id(self) -> str:
        """The account: 12 digits."""
        return self.own.account_id if self.own else str(self._stack.account_id)

    @property
    def region(self) -> str:
        """The region."""
        return self.own.region if self.own else str(self._stack.region)

    @property
    def endpoint_url(self) -> str:
        """Where the stand-in is."""
        return self.own.url if self.own else str(self._stack.aws_endpoint_url)

    @property
    def has_stand_in(self) -> bool:
        """Tell whether AWS is a stand-in, with a journal and scripts; starts nothing."""
        if self.own:
            return True
        from ManuelEnvironment import running_environment

        environment = running_environment()
        return environment is not None and environment.control_url is not None

    def client(self, service: str) -> Any:
        """Return a boto3 client."""
        if self.own is None:
            from ManuelEnvironment import current_environment

            return current_environment().aws_client(service)
        key = (service, self.own.account_id)
        if key not in self._own_clients:
            self._own_clients[key] = own_session(self.own).client(service, endpoint_url=self.own.url)
        return self._own_clients[key]

    def name(self, kind: str, name: str) -> str:
        """Return the deployed name of something that Manuel calls `name`.

        Args:
            kind: What it is: `table`, `bucket`, `queue_url` or `topic_arn`.
            name: What Manuel calls it (`error-tracking`), or its deployed name, which is returned as it is.
        """
        if self.own is not None:
            return name
        from ManuelEnvironment import current_environment

        environment = current_environment()
        attribute = f"{name.replace('-', '_')}_{kind}"
        known = getattr(environment.stack or environment.settings, attribute, None)
        return str(known) if known else name

    def ask(self, path: str, **query: object) -> Any:
        """GET something from the stand-in's control API.

        Raises:
            MockAwsError: AWS is no stand-in, or it refuses, or it is gone.
        """
        return self._control("GET", path, query, None)

    def put(self, path: str, content: object) -> None:
        """PUT something of this account to the control API."""
        self._control("PUT", path, {}, content)

    def delete(self, path: str) -> None:
        """DELETE something of this account from the control API."""
        self._control("DELETE", path, {}, None)

    def post(self, path: str) -> None:
        """POST to the control API for this account."""
        self._control("POST", path, {}, None)

    def start_own(self, port: int, account_id: str, region: str) -> None:
        """Start a stand-in of one's own and work on it.

        Raises:
            MockAwsError: There is one already, or it could not start.
        """
        if self.own is not None:
            raise MockAwsError(
                f"An AWS stand-in is running already, at {self.own.url}: call `Stop AWS` first."
            )
        self._process = ServerProcess(port)
        self.own = OwnServer(self._process.url, account_id, region)

    def stop_own(self) -> None:
        """End the stand-in of one's own, if there is one, and work on the environment's AWS again."""
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
                f"The AWS stand-in at {self.endpoint_url} does not answer: {error}. Has it been stopped?"
            ) from None
        return json.loads(body) if body else None

    @property
    def _stack(self) -> Any:
        from ManuelEnvironment import current_environment

        environment = current_environment()
        if environment.stack is None:
            raise MockAwsError(
                f"The environment {environment.settings.environment} has AWS itself, no stand-in: tag the test "
                "`needs:fault-injection`, or start a stand-in with `Start AWS`."
            )
        return environment.stack


def own_session(server: OwnServer) -> Any:
    """Return a boto3 session for a stand-in, whose calls are not taken for the backend's."""
    import boto3

    session = boto3.Session(server.account_id, "any", region_name=server.region)
    session.events.register("before-send", _mark_as_look_up)
    return session


def _mark_as_look_up(request: Any, **_: object) -> None:
    request.headers["X-Amzn-Trace-Id"] = LOOK_UP_TRACE
