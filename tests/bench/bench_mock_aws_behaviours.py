"""What AWS does, case by case, and which of it MockAWS, moto's own server and ministack do.

The cases are those of the unit tests in tests/utest/aws_stand_in; each has its source there.

Run: `.venv/bin/python tests/bench/bench_mock_aws_behaviours.py`. Prints a table for each service; exit status 1 if MockAWS does
not do all of it. Servers run one after the other, since only behaviour is compared.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from aws_servers import MINISTACK, MOTO, OURS, running

FOLDER = Path(__file__).parents[1] / "utest" / "aws_stand_in"
CASES = {
    "DynamoDB": "test_table_behaviours.py::test_dynamodb_answers_as_on_aws",
    "SQS": "test_queue_behaviours.py::test_sqs_answers_as_on_aws",
    "SNS": "test_topic_behaviours.py::test_sns_answers_as_on_aws",
    "S3": "test_storage_behaviours.py::test_s3_answers_as_on_aws",
    "S3, buckets": "test_bucket_behaviours.py::test_a_bucket_answers_as_on_aws",
    "Cognito, user pools": "test_user_pools.py::test_user_pools_answer_as_on_aws",
    "Cognito, identity pools": "test_identity_pools.py::test_identity_pools_answer_as_on_aws",
    "Bedrock, models": "test_bedrock_behaviours.py::test_bedrock_answers_as_on_aws",
    "Bedrock, knowledge bases": "test_knowledge_base_behaviours.py::test_a_knowledge_base_answers_as_on_aws",
    "Transcribe": "test_transcribe.py::test_job_is_refused_at_its_start",
    "EventBridge": "test_event_bridge_behaviours.py::test_event_bridge_answers_as_on_aws",
    "What backends do with all of them": "test_behaviours.py",
}
RESETS = {OURS: "", MOTO: "/moto-api/reset", MINISTACK: "/_ministack/reset"}
"""Where a server forgets everything, so that each case finds it empty; ours has an account for each."""
SECONDS_A_CASE = 20
"""A case that a server does not answer in time is one that it does not do."""
Outcomes = dict[str, bool]


def outcomes(url: str, cases: str, *, reset: str = "") -> Outcomes:
    """Run the cases of a service against a server that a POST to `reset` empties, and return which of them it does."""
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory) / "results.xml"
        options = ("-q", "-p", "no:cacheprovider", f"--timeout={SECONDS_A_CASE}", f"--junitxml={report}")
        subprocess.run(
            [sys.executable, "-m", "pytest", str(FOLDER / cases), *options],
            env={**os.environ, "MOCKAWS_TEST_ENDPOINT": url, "MOCKAWS_TEST_RESET": reset},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        return {
            _name(str(case.get("name"))): not any(child.tag in ("failure", "error") for child in case)
            for case in ET.parse(report).getroot().iter("testcase")
        }


def _name(test: str) -> str:
    function, _, case = test.partition("[")
    return case.removesuffix("]") or function.removeprefix("test_").replace("_", " ")


def table(service: str, found: Mapping[str, Outcomes]) -> str:
    """Return the cases of a service as lines, with a mark for each server that was run, and a total."""
    marks = {case: ["yes" if found[server].get(case) else "no" for server in found] for case in found[OURS]}
    totals = [str(sum(found[server].values())) for server in found]
    return "\n".join(
        [
            _line(service, found),
            *(_line(f"  {case}", cells) for case, cells in marks.items()),
            _line(f"  of {len(marks)}", totals),
            "",
        ]
    )


def _line(first: str, cells: Mapping[str, object] | list[str]) -> str:
    return f"{first:90}" + "".join(f"{cell:>13}" for cell in cells)


def main() -> int:
    found: dict[str, dict[str, Outcomes]] = {service: {} for service in CASES}
    for name, reset in RESETS.items():
        with running(name) as servers:
            for server in servers:
                for service, cases in CASES.items():
                    found[service][name] = outcomes(server.url, cases, reset=reset)
    for service, by_server in found.items():
        print(table(service, by_server))
    return 0 if all(all(by_server[OURS].values()) for by_server in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
