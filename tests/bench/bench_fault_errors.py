"""Every modelled error of every operation of every service: does the client raise exactly that class?

It is checked twice: with botocore's parser and exception factory, all members filled; and with real boto3 clients over HTTP,
where the server must identify the operation from the raw request. Wrong ones are listed with what was raised instead.

Run: `.venv/bin/python tests/bench/bench_fault_errors.py [--share 0.05]`. All of it takes some minutes.
Exit status 1 if a target is missed.
"""

import argparse
import random
import socket
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from typing import Any

import boto3
from botocore.awsrequest import HeadersDict
from botocore.config import Config
from botocore.errorfactory import ClientExceptionsFactory
from botocore.exceptions import ClientError
from botocore.parsers import create_parser

from fault_engine import Call, identify
from fault_engine.catalogue import service_model, service_names
from fault_engine.error_responses import ErrorDescription, error_response
from fault_engine.modelled_errors import error_shapes
from fault_engine.samples import minimal_members, sample_members
from loopback_server.server import LoopbackServer

PARSER_TARGET = 0.9999
HTTP_TARGET, HTTP_TARGET_OF_THOSE_SENT = 0.993, 0.999
WANTED, SEEN = "X-Wanted-Error", "X-Seen-Call"
SHOWN = 40
ACCOUNT = "123456789012"

Pair = tuple[str, str, str]


def all_pairs() -> Iterator[Pair]:
    for service in service_names():
        model = service_model(service)
        for operation in model.operation_names:
            for shape in error_shapes(model.operation_model(operation)):
                yield service, operation, shape.name


def parsed_wrongly(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, str]]:
    """Serialize and parse each error; return those whose class or members have changed."""
    factory = ClientExceptionsFactory()
    for service, operation, name in pairs:
        model = service_model(service)
        operation_model, shape = model.operation_model(operation), model.shape_for(name)
        method = operation_model.http.get("method", "POST")
        call = Call(method, "/", ((service, operation),), model.resolved_protocol)
        members = sample_members(shape)
        response = error_response(call, ErrorDescription(name, "why", members=members))
        response = {
            "status_code": response.status,
            "headers": HeadersDict(dict(response.headers)),
            "body": response.body,
            "context": {"operation_name": operation},
        }
        parser = create_parser(call.protocol)
        error = parser.parse(response, operation_model.output_shape)["Error"]
        code = error.get("QueryErrorCode") or error.get("Code")
        raised = factory.create_client_exceptions(model).from_code(code).__name__
        lost = set(members) - set(parser.parse(response, model.shape_for_error_code(code) or shape))
        if model.resolved_protocol == "query":
            lost.discard("message")  # boto3 has it as Error.Message
        if raised != name or lost:
            yield (service, operation, name), f"{raised}, code {code}, lost {sorted(lost)}"


def serve(parent: Connection) -> None:
    """Return the error that a request asks for, for the operation that is identified."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        call = identify(environ)
        if call.service is None:
            start_response("501 Not Identified", [("Content-Length", "0")])
            return [b""]
        response = error_response(call, ErrorDescription(environ["HTTP_X_WANTED_ERROR"]))
        candidates = ",".join(f"{service}.{operation}" for service, operation in call.candidates)
        start_response(
            response.status_line,
            [*response.headers, (SEEN, candidates), ("Content-Length", str(len(response.body)))],
        )
        return [response.body]

    with LoopbackServer(application) as server:
        parent.send(server.url)
        parent.recv()


def raised_over_http(url: str, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, str]]:
    """Call each operation with its error; return what is raised, `sent: ...` if the request reached the server."""
    by_service: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_service[pair[0]].append(pair)
    for service, of_service in by_service.items():
        client, wish = new_client(service, url), Wish()
        client.meta.events.register("before-send", wish.add_to)
        for pair in of_service:
            wish.error = pair[2]
            yield pair, outcome(client, pair)
        client.close()


class Wish:
    """Adds to each request the error that the server is to return."""

    error = ""

    def add_to(self, request: Any, **_: Any) -> None:
        request.headers[WANTED] = self.error


def new_client(service: str, url: str) -> Any:
    config = Config(
        inject_host_prefix=False,
        parameter_validation=False,
        endpoint_discovery_enabled=False,
        retries={"total_max_attempts": 1, "mode": "standard"},
        s3={"addressing_style": "path"},
    )
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="any",
        config=config,
    )


def outcome(client: Any, pair: Pair) -> str:
    _, operation, _ = pair
    shape = client.meta.service_model.operation_model(operation).input_shape
    parameters = minimal_members(shape) if shape else {}
    if "KvsARN" in parameters:  # the client takes the endpoint's host from it
        parameters["KvsARN"] = f"arn:aws:cloudfront::{ACCOUNT}:key-value-store/store"
    try:
        client._make_api_call(operation, parameters)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 501:
            return "sent: not identified"
        return f"sent: {type(error).__name__}"
    except Exception as error:  # whatever keeps the client from sending
        return f"not sent: {type(error).__name__}"
    return "sent: no error"


def resolve_everything_to_loopback() -> None:
    """Resolve the host names of clients that put an account before the endpoint's host, too."""
    resolve = socket.getaddrinfo

    def getaddrinfo(_host: Any, *arguments: Any, **options: Any) -> Any:
        return resolve("127.0.0.1", *arguments, **options)

    socket.getaddrinfo = getaddrinfo


def reason(pair: Pair, came: str) -> str:
    """Return why no server can get this right, as far as it is known."""
    service, operation, name = pair
    model = service_model(service)
    if came.startswith("not sent"):
        return "boto3 does not send it"
    if model.operation_model(operation).http.get("method") == "HEAD":
        return "a response to HEAD has no body"
    code = model.shape_for(name).error_code
    if sum(shape.error_code == code for shape in error_shapes(model)) > 1:
        return f"several errors have the code {code}"
    return "unknown"


def show(title: str, wrong: dict[Pair, str], total: int) -> float:
    share = 1 - len(wrong) / total
    print(f"{title}: {total - len(wrong)} of {total} right ({share:.4%})")
    kinds = Counter((service, came) for (service, _, _), came in wrong.items())
    for (service, came), count in kinds.most_common(SHOWN):
        example = next(pair for pair, what in wrong.items() if (pair[0], what) == (service, came))
        print(f"  {count:5} x {service}: {came}, e.g. {example[1]} {example[2]}: {reason(example, came)}")
    return share


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="share of all pairs (default: all)")
    share = options.parse_args().share
    pairs = sorted(set(all_pairs()))  # some operations list an error twice
    pairs = sorted(random.Random(0).sample(pairs, round(len(pairs) * share)))

    started = time.monotonic()
    parser_share = show("botocore's parser", dict(parsed_wrongly(pairs)), len(pairs))
    print(f"  {time.monotonic() - started:.0f} s")

    resolve_everything_to_loopback()
    here, there = Pipe()
    server = Process(target=serve, args=(there,))
    server.start()
    started = time.monotonic()
    raised = dict(raised_over_http(here.recv(), pairs))
    here.send("end")
    server.join()
    wrong = {pair: came for pair, came in raised.items() if came != f"sent: {pair[2]}"}
    http_share = show("boto3 over HTTP", wrong, len(pairs))
    sent = {pair for pair, came in raised.items() if came.startswith("sent")}
    sent_share = 1 - len(wrong.keys() & sent) / len(sent)
    print(
        f"  of the {len(sent)} that reached the server: {sent_share:.4%}; {time.monotonic() - started:.0f} s"
    )
    if share < 1:
        print("a sample only, so no verdict")
        return 0
    reached = (
        parser_share >= PARSER_TARGET
        and http_share >= HTTP_TARGET
        and sent_share >= HTTP_TARGET_OF_THOSE_SENT
    )
    print("all targets reached" if reached else "TARGET MISSED")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
