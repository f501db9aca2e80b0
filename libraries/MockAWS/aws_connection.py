"""The AWS that the keywords work on: the environment's, or a stand-in that `Start AWS` started."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ManuelEnvironment.errors import BlockedError
from ManuelEnvironment.stand_in import LOOK_UP_TRACE, mark_as_look_ups
from MockAWS.errors import MockAwsError
from MockAWS.server_process import ServerProcess

_CONTROL_SECONDS = 10


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
        self._has_seen_traces = False

    @property
    def account_id(self) -> str:
        """The account id of 12 digits."""
        return self.own.account_id if self.own else self._account_of_the_environment()

    @property
    def region(self) -> str:
        """The AWS region."""
        return self.own.region if self.own else str(self._environment.region)

    @property
    def endpoint_url(self) -> str:
        """The URL of the stand-in."""
        return self.own.url if self.own else self._stand_in_of_the_environment()

    @property
    def has_stand_in(self) -> bool:
        """Whether AWS is a stand-in, with a journal and scripts; asking starts nothing."""
        if self.own:
            return True
        from ManuelEnvironment import running_environment

        environment = running_environment()
        return environment is not None and environment.stand_in_url is not None

    @property
    def traces_the_backend(self) -> bool:
        """Whether the backend's calls carry the trace id of the request that caused them, as those of ours do."""
        if self.own is not None:
            return False
        self._has_seen_traces = (
            self._has_seen_traces or self._environment.stack is not None or self._sees_traces()
        )
        return self._has_seen_traces

    def _sees_traces(self) -> bool:
        calls = self.ask("calls")["calls"]
        return any(call["trace_id"] not in (None, "", LOOK_UP_TRACE) for call in calls)

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
            kind: The kind of resource: `table`, `bucket`, `queue` or `topic`.
            name: The resource's role in Manuel (`error-tracking`), or its deployed name, which is returned unchanged.
        """
        return name if self.own is not None else str(self._environment.deployed_name(kind, name))

    def ask(self, path: str, **query: object) -> Any:
        """Send a GET request to the stand-in's control API.

        Raises:
            BlockedError: AWS is not a stand-in.
            MockAwsError: It rejects the request, or it has stopped.
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
            with urllib.request.urlopen(request, timeout=_CONTROL_SECONDS) as response:  # noqa: S310
                body = response.read()
        except urllib.error.HTTPError as error:
            raise MockAwsError(json.load(error)["error"]) from None
        except OSError as error:
            raise MockAwsError(
                f"The AWS stand-in at {self.endpoint_url} does not respond: {error}. Has it been stopped?"
            ) from None
        return json.loads(body) if body else None

    @property
    def _environment(self) -> Any:
        from ManuelEnvironment import current_environment

        return current_environment()

    def _stand_in_of_the_environment(self) -> str:
        url: str | None = self._environment.stand_in_url
        if url is None:
            raise BlockedError(
                "AWS stand-in",
                f"environment {self._environment.settings.environment} has no stand-in with a journal at aws_endpoint_url; "
                "`Start AWS` starts another one",
            )
        return url

    def _account_of_the_environment(self) -> str:
        account_id: str | None = self._environment.account_id
        if account_id is None:
            raise BlockedError(
                "aws_account_id", f"set it in the settings of {self._environment.settings.environment}"
            )
        return account_id


def own_session(server: OwnServer) -> Any:
    """Return a boto3 session for a stand-in, whose calls do not count as the backend's."""
    import boto3

    session = boto3.Session(server.account_id, "any", region_name=server.region)
    mark_as_look_ups(session.events)
    return session
