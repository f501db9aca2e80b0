"""MockAWS compared with moto_server: requests per second and CPU time per request, over sockets, interleaved.

Also: time until ready, time from fork to listening, memory after 10,000 requests and a reset.

Run: `.venv/bin/python tests/bench/bench_mock_aws.py [--seconds 1] [--rounds 3]`. The target is set for the CPU time per
request, which does not depend on the load of the machine. Of start-up times, the shortest of five counts,
without the time spent waiting for a CPU.
Exit status 1 if a target is missed.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
ACCOUNT = "000000000001"
READY_SECONDS, FORK_SECONDS, GROWTH_MB, MEMORY_REQUESTS = 0.5, 0.05, 20.0, 10_000


@dataclass(frozen=True)
class Request:
    """A request that can be sent repeatedly."""

    name: str
    method: str
    path: str
    body: bytes
    headers: dict[str, str]


def signed(service: str, **headers: str) -> dict[str, str]:
    """Return headers with account and service; the signature is not checked."""
    scope = f"{ACCOUNT}/20260101/us-east-1/{service}/aws4_request"
    return {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        **headers,
    }


def dynamodb(operation: str, **parameters: object) -> Request:
    headers = signed(
        "dynamodb",
        **{"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0"},
    )
    return Request(operation, "POST", "/", json.dumps(parameters).encode(), headers)


def sqs(operation: str, **parameters: object) -> Request:
    headers = signed(
        "sqs", **{"X-Amz-Target": f"AmazonSQS.{operation}", "Content-Type": "application/x-amz-json-1.0"}
    )
    return Request(operation, "POST", "/", json.dumps(parameters).encode(), headers)


def preparations() -> list[Request]:
    return [
        dynamodb(
            "CreateTable",
            TableName="bench",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        ),
        Request("CreateBucket", "PUT", "/bench", b"", signed("s3")),
        sqs("CreateQueue", QueueName="bench"),
    ]


def measured(queue_url: str) -> list[Request]:
    item = {"pk": {"S": "a"}, "text": {"S": "x" * 500}}
    return [
        dynamodb("PutItem", TableName="bench", Item=item),
        dynamodb("GetItem", TableName="bench", Key={"pk": {"S": "a"}}),
        Request("PutObject", "PUT", "/bench/key", b"x" * 1024, signed("s3")),
        sqs("SendMessage", QueueUrl=queue_url, MessageBody="hello"),
    ]


class Client:
    """One connection, kept open if the server allows it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)

    def send(self, request: Request) -> bytes:
        self._connection.request(request.method, request.path, request.body, request.headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{request.name}: {response.status} {body[:300]!r}")
        return body

    def close(self) -> None:
        self._connection.close()


class Server:
    """A server process."""

    def __init__(self, name: str, command: Sequence[str], port: int) -> None:
        self.name = name
        self.url = f"http://127.0.0.1:{port}"
        began = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait_until_ready()
        self.ready_seconds = time.perf_counter() - began
        client = Client(self.url)
        responses = [client.send(request) for request in preparations()]
        client.close()
        self.requests = measured(json.loads(responses[-1])["QueueUrl"])

    def _wait_until_ready(self) -> None:
        while True:
            client = Client(self.url)
            try:
                client.send(Request("ListBuckets", "GET", "/", b"", signed("s3")))
            except ConnectionError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"{self.name} exited with status {self.process.returncode}") from None
                time.sleep(0.005)
            else:
                return
            finally:
                client.close()

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

    def resident_mb(self) -> float:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def send_for(server: Server, request: Request, clients: int, seconds: float) -> tuple[float, float]:
    """Return requests per second and CPU milliseconds per request."""
    counts = [0] * clients
    errors: list[Exception] = []
    end = time.perf_counter() + seconds

    def work(index: int) -> None:
        client = Client(server.url)
        try:
            while time.perf_counter() < end:
                client.send(request)
                counts[index] += 1
        except Exception as error:
            errors.append(error)
        finally:
            client.close()

    cpu, began = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=work, args=(index,)) for index in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return (
        sum(counts) / (time.perf_counter() - began),
        1000 * (server.cpu_seconds() - cpu) / max(sum(counts), 1),
    )


@contextmanager
def servers() -> Iterator[list[Server]]:
    binaries = Path(sys.executable).parent
    started: list[Server] = []
    try:
        started.append(Server("moto_server", [str(binaries / "moto_server"), "-p", "45661"], 45661))
        started.append(Server("MockAWS", [sys.executable, "-m", "MockAWS", "--port", "45662"], 45662))
        yield started
    finally:
        for server in started:
            server.stop()


def compare_speed(running: Sequence[Server], seconds: float, rounds: int) -> list[str]:
    print(f"{'':14}{'':10}" + "".join(f"{server.name:>26}" for server in running) + f"{'cheaper by':>12}")
    missed = []
    for index, request in enumerate(running[0].requests):
        for clients in (1, 8):
            samples: dict[str, list[tuple[float, float]]] = {server.name: [] for server in running}
            for _ in range(rounds):
                for server in running:
                    samples[server.name].append(send_for(server, server.requests[index], clients, seconds))
            rates = {name: statistics.median(rate for rate, _ in values) for name, values in samples.items()}
            costs = {name: statistics.median(cost for _, cost in values) for name, values in samples.items()}
            cells = "".join(f"{rates[s.name]:>12.0f}/s {costs[s.name]:>8.2f} ms" for s in running)
            ratio = costs["moto_server"] / costs["MockAWS"]
            print(f"{request.name:14}{clients:>2} clients{cells:>50}{ratio:>12.2f}")
            if ratio < 1:
                missed.append(
                    f"{request.name} with {clients} clients takes more CPU time than moto_server ({ratio:.2f})"
                )
    return missed


def check_memory(server: Server) -> list[str]:
    """Check the growth of memory by 10,000 requests and a reset, after as many to warm up."""

    def load_and_reset() -> float:
        client = Client(server.url)
        for number in range(MEMORY_REQUESTS):
            client.send(server.requests[number % 3])
        client.close()
        reset = http.client.HTTPConnection("127.0.0.1", urlsplit(server.url).port)
        reset.request("POST", f"/_mockaws/reset?account_id={ACCOUNT}")
        reset.getresponse().read()
        reset.close()
        again = Client(server.url)
        for request in preparations():
            again.send(request)
        again.close()
        return server.resident_mb()

    before = load_and_reset()
    growth = load_and_reset() - before
    print(f"memory after {MEMORY_REQUESTS} requests and a reset: {growth:+.1f} MB on {before:.0f} MB")
    return [f"memory grew by {growth:.1f} MB"] if growth > GROWTH_MB else []


FORK = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
from bench_mock_aws import seconds_since
from aws_stand_in import MockAwsServer, warm_up
began = time.perf_counter(); warm_up(); print("warm_up", time.perf_counter() - began, flush=True)
for _ in range(5):
    began = time.perf_counter()
    if os.fork() == 0:
        server = MockAwsServer(); server.start()
        print("fork", seconds_since(began), flush=True)
        server.stop(); os._exit(0)
    os.wait()
"""


def seconds_since(began: float, process: int | str = "self") -> float:
    """Return the time since a start, without the time that a process started then has waited for a CPU.

    Source: the Linux kernel's documentation, "Scheduler Statistics".
    """
    waited = int(Path(f"/proc/{process}/schedstat").read_text().split()[1])
    return time.perf_counter() - began - waited / 1e9


def check_ready() -> list[str]:
    """Check the time from the start of the process to the line with its URL."""
    samples = []
    for _ in range(5):
        began = time.perf_counter()
        command = [sys.executable, "-m", "MockAWS", "--port", "0", "--json", "--until-input-closes"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdout.readline()
        samples.append(seconds_since(began, process.pid))
        process.communicate()
    ready = min(samples)
    print(f"ready {ready:.2f} s after the start of the process (shortest of 5)")
    return [f"ready after {ready:.2f} s"] if ready > READY_SECONDS else []


def check_fork() -> list[str]:
    lines = subprocess.run(
        [sys.executable, "-c", FORK, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    warm = next(float(line.split()[1]) for line in lines if line.startswith("warm_up"))
    fork = min(float(line.split()[1]) for line in lines if line.startswith("fork"))
    print(f"warm-up {warm:.2f} s; fork to listening {1000 * fork:.1f} ms (shortest of 5)")
    return [f"fork to listening took {fork:.3f} s"] if fork > FORK_SECONDS else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with servers() as running:
        for server in running:
            print(
                f"{server.name}: first AWS response {server.ready_seconds:.2f} s after the start of the process"
            )
        missed = compare_speed(running, options.seconds, options.rounds)
        missed += check_memory(running[-1])
    missed += check_ready() + check_fork()
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
