"""The servers that benchmarks compare: our stand-in, moto's own server, and ministack from PyPI."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from aws_requests import Request, s3_request

OURS, MOTO, MINISTACK = "MockAWS", "moto_server", "ministack"
MINISTACK_REQUIREMENTS = ("ministack==1.5.33", "cryptography")
"""What ministack is installed with: by itself it puts random bytes in place of the signatures of tokens."""
PATIENCE_SECONDS = 60
LIST_BUCKETS = s3_request("ListBuckets", "GET", "/")


class RefusedError(Exception):
    """A server did not answer a request with success."""


class Connection:
    """A connection to a server, kept open as long as the server does."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def send(self, request: Request) -> bytes:
        """Send a request, and return the body of the response.

        Raises:
            RefusedError: The status is not one of success.
        """
        try:
            return self._exchange(request)
        except (ConnectionError, http.client.NotConnected):  # an idle connection that the server has closed
            self._connection.close()
            return self._exchange(request)

    def _exchange(self, request: Request) -> bytes:
        self._connection.request(request.method, request.path, request.body, dict(request.headers))
        response = self._connection.getresponse()
        body = response.read()
        if not 200 <= response.status < 300:
            raise RefusedError(f"{request.name}: {response.status} {body[:300]!r}")
        return body

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Server:
    """A server process.

    Args:
        name: What it is called in tables.
        command: Makes the command that serves on a port.
        environment: Makes further environment variables for a port.
    """

    def __init__(
        self,
        name: str,
        command: Callable[[int], Sequence[str]],
        environment: Callable[[int], Mapping[str, str]] = lambda _port: {},
    ) -> None:
        port = _free_port()
        self.name = name
        self.url = f"http://127.0.0.1:{port}"
        began = time.perf_counter()
        self.process = subprocess.Popen(
            command(port),
            env={**os.environ, **environment(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_ready()
        self.ready_seconds = time.perf_counter() - began

    def _wait_until_ready(self) -> None:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            connection = Connection(self.url)
            try:
                connection.send(LIST_BUCKETS)
            except OSError:
                if self.process.poll() is not None or time.monotonic() > give_up_at:
                    self.stop()
                    raise RuntimeError(f"{self.name} did not start.") from None
                time.sleep(0.005)
            else:
                return
            finally:
                connection.close()

    def cpu_seconds(self) -> float:
        """Return the CPU time of the process so far, to the microsecond.

        The number of another process's clock is made as `clock_getcpuclockid` of the GNU C library makes it.
        """
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def resident_mb(self) -> float:
        """Return how much memory it holds."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(*names: str) -> Iterator[list[Server]]:
    """Run the servers with these names. One that cannot be installed or started is left out, with a line that says why."""
    starters = {OURS: _ours, MOTO: _moto, MINISTACK: _ministack}
    with ExitStack() as stack:
        servers: list[Server] = []
        for name in names:
            try:
                servers.append(stack.enter_context(starters[name]()))
            except (RuntimeError, OSError, subprocess.SubprocessError) as error:
                if name == OURS:
                    raise
                print(f"{name} is left out: {error}")
        yield servers


@contextmanager
def _ours() -> Iterator[Server]:
    with _stopped(
        Server(OURS, lambda port: [sys.executable, "-m", "aws_stand_in", "--port", str(port)])
    ) as server:
        yield server


@contextmanager
def _moto() -> Iterator[Server]:
    program = str(Path(sys.executable).with_name("moto_server"))
    with _stopped(Server(MOTO, lambda port: [program, "-p", str(port)])) as server:
        yield server


@contextmanager
def _ministack() -> Iterator[Server]:
    """Install ministack into an environment of its own, since it pins another botocore, and run it."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        pip = [
            f"{folder}/bin/pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *MINISTACK_REQUIREMENTS,
        ]
        subprocess.run(pip, check=True, capture_output=True, timeout=300)
        program = f"{folder}/bin/ministack"
        started = Server(
            MINISTACK, lambda _port: [program], lambda port: {"GATEWAY_PORT": str(port), "LOG_LEVEL": "ERROR"}
        )
        with _stopped(started) as server:
            yield server


@contextmanager
def _stopped(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    """Return a port that is not in use, so that no other server is mistaken for one that was started here."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
