"""CPU time that the fault engine adds to a request: without rules, with one, with twenty that match nothing.

The same requests go to the same application with and without the engine, in one process, interleaved and in rotating order:
to moto's own, where identification counts as the engine's, and to the front of the AWS stand-in, which identifies requests
for its journal anyway. Only times of the same round are compared, since a busy machine is not equally busy in all rounds.

Run: `.venv/bin/python tests/bench/bench_fault_overhead.py [--rounds 150]`. Exit status 1 if a target is missed.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from itertools import product
from statistics import median
from typing import Any

from moto.server import DomainDispatcherApplication, create_backend_app

from aws_stand_in.stand_in import AwsStandIn
from fault_engine import FaultEngine

ALLOWED = 1.10
REQUESTS = 20
CREDENTIAL = "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]
Server = Callable[[FaultEngine | None], Application]


def environ(service: str, method: str, path: str, body: bytes = b"", **headers: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method,
        "RAW_URI": path,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_AUTHORIZATION": CREDENTIAL.format(service),
        "HTTP_AMZ_SDK_INVOCATION_ID": "one",
        "HTTP_AMZ_SDK_REQUEST": "attempt=1; max=4",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        **headers,
    }


def dynamodb(operation: str, **parameters: Any) -> dict[str, Any]:
    return environ(
        "dynamodb",
        "POST",
        "/",
        json.dumps(parameters).encode(),
        HTTP_X_AMZ_TARGET=f"DynamoDB_20120810.{operation}",
        CONTENT_TYPE="application/x-amz-json-1.0",
    )


def get_item() -> dict[str, Any]:
    return dynamodb("GetItem", TableName="bench", Key={"id": {"S": "1"}})


def get_object() -> dict[str, Any]:
    return environ("s3", "GET", "/bench-bucket/key")


def send(application: Application, request: dict[str, Any]) -> str:
    statuses: list[str] = []
    body = application(request, lambda status, *_: statuses.append(status))
    b"".join(body)
    getattr(body, "close", lambda: None)()
    return statuses[0]


def cpu_seconds(application: Application, make: Callable[[], dict[str, Any]]) -> float:
    requests = [make() for _ in range(REQUESTS)]
    started = time.process_time()
    for request in requests:
        send(application, request)
    return (time.process_time() - started) / REQUESTS


def engine_with(rules: int) -> FaultEngine:
    engine = FaultEngine()
    services = ("sqs", "sns", "bedrock-runtime", "transcribe", "cognito-idp")
    for number in range(rules):
        engine.add({"service": services[number % len(services)], "fault": "reset", "name": f"rule {number}"})
    return engine


def prepare(application: Application) -> None:
    """Create what is read, unless another application with the same storage has."""
    if send(application, get_item()).startswith("2"):
        return
    created = [
        dynamodb(
            "CreateTable",
            TableName="bench",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        ),
        dynamodb("PutItem", TableName="bench", Item={"id": {"S": "1"}, "text": {"S": "x" * 500}}),
        environ("s3", "PUT", "/bench-bucket", CONTENT_TYPE=""),
        environ("s3", "PUT", "/bench-bucket/key", b"x" * 1000, CONTENT_TYPE="text/plain"),
    ]
    for request in created:
        require_success(application, request)


def require_success(application: Application, request: dict[str, Any]) -> None:
    status = send(application, request)
    if not status.startswith("2"):
        raise SystemExit(f"{request['REQUEST_METHOD']} {request['PATH_INFO']} got {status}.")


def moto(engine: FaultEngine | None) -> Application:
    application: Application = DomainDispatcherApplication(create_backend_app)
    return engine.wrap(application) if engine else application


def front(engine: FaultEngine | None) -> Application:
    stand_in = AwsStandIn(engine=engine)
    stand_in.load()
    return stand_in


def prepared_candidates(server: Server) -> dict[str, Application]:
    """Return a server without and with the engine; all of them have what is read."""
    candidates = {"without the engine": server(None)}
    candidates |= {f"with {number} rules": server(engine_with(number)) for number in (0, 1, 20)}
    for application in candidates.values():
        prepare(application)
    for make, application in product((get_item, get_object), candidates.values()):
        require_success(application, make())
    return candidates


def compare(server: Server, rounds: int) -> bool:
    """Print what the engine costs in front of a server, and return whether that is allowed."""
    candidates = prepared_candidates(server)
    reached = True
    for make in (get_item, get_object):
        print(
            f"{server.__name__}, {make.__name__}: CPU time a request, medians of {rounds} rounds of {REQUESTS}"
        )
        for name, (seconds, ratio) in medians(candidates, make, rounds).items():
            reached = reached and ratio <= ALLOWED
            print(f"  {name:20} {seconds * 1000:7.3f} ms  x{ratio:.3f}")
    return reached


def medians(
    candidates: Mapping[str, Application], make: Callable[[], dict[str, Any]], rounds: int
) -> dict[str, tuple[float, float]]:
    """Return for each candidate the seconds per request, and their ratio to the first one's in the same round."""
    names, base = list(candidates), next(iter(candidates))
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        seconds = {name: cpu_seconds(candidates[name], make) for name in names[turn:] + names[:turn]}
        for name in names:
            measured[name].append((seconds[name], seconds[name] / seconds[base]))
    return {
        name: (median(one for one, _ in pairs), median(ratio for _, ratio in pairs))
        for name, pairs in measured.items()
    }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=150)
    rounds = options.parse_args().rounds
    reached = [compare(server, rounds) for server in (moto, front)]
    print("target reached" if all(reached) else f"TARGET MISSED: at most x{ALLOWED}")
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
