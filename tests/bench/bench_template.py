"""An application of a template: ten functions and twenty resources until they are ready, and a warm request to one of them.

Prints medians. The request is compared with one to the reference backend, whose handlers are in the process of the gateway.
"""

import os
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from manuel_stack.lease import StackLease, WarmParent

RUNS = 5
REQUESTS = 200
HEAD = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, CodeUri: src, Handler: app.handler}}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Pool: {Type: AWS::Cognito::UserPool}
  Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool}}
  Parameter: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: x}}
  Log: {Type: AWS::Logs::LogGroup}
"""
FUNCTION = """
  F{n}:
    Type: AWS::Serverless::Function
    Properties: {{Events: {{E: {{Type: Api, Properties: {{Path: /f{n}, Method: get}}}}}}}}
"""
OTHERS = """
  T{n}: {{Type: AWS::Serverless::SimpleTable}}
  B{n}: {{Type: AWS::S3::Bucket}}
  Q{n}: {{Type: AWS::SQS::Queue}}
"""
HANDLER = 'def handler(event, context):\n    return {"statusCode": 200, "body": "ok"}\n'


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        template = write_application(Path(folder))
        print(f"ready, nothing running       {median(lambda: cold_start(template)):6.2f} s")
        parent = WarmParent(os.getpid(), for_template=True)
        try:
            parent.start()
            print(f"ready, from a warm parent    {median(lambda: ready_seconds(parent, template)):6.2f} s")
            print(f"warm request, a template's   {request_milliseconds(parent, template, '/f0'):6.2f} ms")
            print(f"warm request, in one process {request_milliseconds(parent, None, '/health'):6.2f} ms")
        finally:
            parent.stop()


def write_application(folder: Path) -> Path:
    """Write a template and the code of its functions."""
    (folder / "src").mkdir()
    (folder / "src" / "app.py").write_text(HANDLER)
    template = folder / "template.yaml"
    functions = "".join(FUNCTION.format(n=number) for number in range(10))
    template.write_text(HEAD + functions + "".join(OTHERS.format(n=number) for number in range(5)))
    return template


def median(measure: Callable[[], float]) -> float:
    """Return the median of several runs."""
    return statistics.median(measure() for _ in range(RUNS))


def cold_start(template: Path) -> float:
    """Return the time from nothing to a ready application."""
    parent = WarmParent(os.getpid(), for_template=True)
    try:
        return ready_seconds(parent, template)
    finally:
        parent.stop()


def ready_seconds(parent: WarmParent, template: Path) -> float:
    """Return the time from requesting an application to having it."""
    started = time.perf_counter()
    with StackLease(parent, options(template)) as lease:
        lease.info.to_json()
        return time.perf_counter() - started


def request_milliseconds(parent: WarmParent, template: Path | None, path: str) -> float:
    """Return the median time of a request that finds the function warm."""
    with StackLease(parent, options(template)) as lease:
        url = f"{lease.info.api_base_url}{path}"
        urllib.request.urlopen(url).read()
        times = []
        for _ in range(REQUESTS):
            started = time.perf_counter()
            urllib.request.urlopen(url).read()
            times.append(time.perf_counter() - started)
        return statistics.median(times) * 1000


def options(template: Path | None) -> dict[str, Any]:
    """Return the options of a stack; without a template it runs the reference backend."""
    return {"log": os.devnull, **({"template": {"path": str(template)}} if template else {})}


if __name__ == "__main__":
    main()
