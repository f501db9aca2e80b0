"""Which faults a test has injected, and how many requests each has hit: metadata of the test, readable in log.html."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from FailureSimulator.simulator import ActiveFailure
from strict_json import well_formed_json

FAULTS_METADATA = "Faults"
"""The metadata of a test that has injected faults: a JSON list of them."""


@dataclass(frozen=True)
class InjectedFault:
    """One rule of a failure, or the real cause of one.

    Attributes:
        failure: The failure's name, such as `bedrock_throttling`.
        fault: What was done to which requests: `error ThrottlingException on bedrock-runtime.InvokeModel`.
        hits: How many requests were hit; None for a real cause, which has no rules.
    """

    failure: str
    fault: str
    hits: int | None


def faults_to_json(failures: Iterable[ActiveFailure]) -> str:
    """Write failures that have ended."""
    faults = [asdict(fault) for failure in failures for fault in _faults_of(failure)]
    return well_formed_json(faults)


def faults_from_json(text: str) -> list[InjectedFault]:
    """Read what `faults_to_json` wrote."""
    return [InjectedFault(**fields) for fields in json.loads(text)]


def _faults_of(failure: ActiveFailure) -> Iterator[InjectedFault]:
    if not failure.final_reports:
        yield InjectedFault(failure.name, "a real cause", None)
    for report in failure.final_reports:
        yield InjectedFault(failure.name, str(report["description"]), int(report["hits"]))
