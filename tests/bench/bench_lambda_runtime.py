"""Functions in processes of their own: cold and warm invocations, many at once, and an application until it is ready.

Each figure has a target, and the script exits with 1 if one is missed. The application has ten functions and twenty resources.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import boto3

from aws_stand_in import MockAwsServer, warm_up
from aws_stand_in.exports import variables
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from serverless_application.account import Account
from serverless_application.preparation import TemplateSource
from serverless_application.running_application import RunningApplication, Surroundings

OWN_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
PYTHON = "import time\ndef handler(event, context):\n    time.sleep(event or 0)\n    return event\n"
NODE = "exports.handler = async (event) => event;\n"
RESOURCES = """
  Function{number}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: {runtime}
      Handler: app.handler
      CodeUri: .
      Events: {{Get: {{Type: HttpApi, Properties: {{Path: /{number}, Method: get}}}}}}
  Queue{number}: {{Type: AWS::SQS::Queue}}
  Table{number}: {{Type: AWS::Serverless::SimpleTable}}
"""
AT_ONCE, WORK_SECONDS = 200, 0.1
ACCOUNT, REGION = "000000000555", "eu-west-1"
RUNS, WARM_RUNS = 5, 200


class Figures:
    """Measurements beside their targets."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def show(self, name: str, seconds: float, target: float) -> None:
        """Print one figure."""
        print(f"{name:52} {seconds * 1000:8.1f} ms   (target {target * 1000:g} ms)")
        if seconds > target:
            self.missed.append(name)


def main() -> int:
    """Measure everything; return 1 if a target is missed."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder)
        (code / "app.py").write_text(PYTHON)
        (code / "app.js").write_text(NODE)
        measure_invocations(code, figures)
        measure_many_at_once(code, figures)
        measure_application(code, figures)
    for name in figures.missed:
        print(f"MISSED: {name}")
    return 1 if figures.missed else 0


def measure_invocations(code: Path, figures: Figures) -> None:
    """Measure single invocations in each language."""
    for runtime, cold_target, warm_target in ((OWN_PYTHON, 0.1, 0.005), ("nodejs20.x", 0.4, 0.005)):
        with running(code, runtime) as functions:
            functions.invoke("measured", b"0")
            cold = median(RUNS, lambda functions=functions: cold_invocation(functions))
            warm = median(
                WARM_RUNS, lambda functions=functions: seconds_of(lambda: functions.invoke("measured", b"0"))
            )
        figures.show(f"cold invocation, {runtime}", cold, cold_target)
        figures.show(f"warm invocation, {runtime}", warm, warm_target)


def measure_many_at_once(code: Path, figures: Figures) -> None:
    """Measure many invocations at the same time, from the first process to the last answer."""
    with running(code, OWN_PYTHON) as functions, ThreadPoolExecutor(AT_ONCE) as threads:
        event = str(WORK_SECONDS).encode()
        began_at = time.perf_counter()
        results = list(threads.map(lambda _: functions.invoke("measured", event), range(AT_ONCE)))
        figures.show(f"{AT_ONCE} invocations of 100 ms at once, all cold", time.perf_counter() - began_at, 10)
        began_at = time.perf_counter()
        results += threads.map(lambda _: functions.invoke("measured", event), range(AT_ONCE))
        figures.show(f"{AT_ONCE} invocations of 100 ms at once, all warm", time.perf_counter() - began_at, 2)
    failed = [result for result in results if result.error is not None]
    if failed:
        figures.missed.append(f"{len(failed)} of {len(results)} invocations failed: {failed[0].payload!r}")


def measure_application(code: Path, figures: Figures) -> None:
    """Measure how long an application takes to be ready."""
    template = code / "template.yaml"
    template.write_text(template_text())
    warm_up()
    with MockAwsServer() as aws:
        began_at = time.perf_counter()
        application, identity = TemplateSource(template).read(ACCOUNT, REGION)
        session = boto3.Session(ACCOUNT, "any", region_name=REGION)
        surroundings = Surroundings(
            stand_in=aws.stand_in,
            account=Account(session, aws.url, identity),
            variables=variables(aws.url, ACCOUNT, REGION),
            wrap_api=lambda api, _base_path: api,
            clock=time.time,
        )
        started = RunningApplication(application, surroundings)
        started.start()
        figures.show("ready: ten functions, twenty resources", time.perf_counter() - began_at, 3)
        started.stop()


def template_text() -> str:
    """Return a template with ten functions on an API, ten queues and ten tables."""
    resources = "".join(RESOURCES.format(number=number, runtime=OWN_PYTHON) for number in range(10))
    return f"Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}"


@contextmanager
def running(code: Path, runtime: str) -> Iterator[LambdaFunctions]:
    """Run one function."""
    definition = FunctionDefinition("measured", runtime, "app.handler", code, timeout_seconds=60)
    with LambdaFunctions([definition]) as functions:
        yield functions


def cold_invocation(functions: LambdaFunctions) -> float:
    """Return the seconds of an invocation in a new process."""
    functions.restart("measured")
    return seconds_of(lambda: functions.invoke("measured", b"0"))


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began_at = time.perf_counter()
    call()
    return time.perf_counter() - began_at


def median(runs: int, measure: Callable[[], float]) -> float:
    """Return the median of several measurements."""
    return statistics.median(measure() for _ in range(runs))


if __name__ == "__main__":
    sys.exit(main())
