"""Wrong requests to every service of the AWS stand-in: which of them get a failure of the stand-in instead of an answer of AWS.

python tests/aws_fuzz.py --requests 50000 --seed 7
python tests/aws_fuzz.py --service s3 --requests 2000

Requests are made from botocore's models: members missing, null, of another type, too long, too many, unknown. A failure is a
connection closed without an answer, status 500, an answer that botocore cannot parse, an error without a code, an exception of
moto, or a 501 that does not say what is not imitated. Each kind of failure is printed once, with the first request that had
it. The exit status is 1 if there was one.
"""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator

from aws_stand_in.stand_in import AwsStandIn
from support.aws_requests import AwsAnswer
from support.fuzzed_services import ALL_SERVICES, failure_in, wrong_requests
from support.model_fuzz import WrongRequest

ACCOUNT_ID = "000000000042"
LONGEST_SHOWN = 1500


def failures(
    stand_in: AwsStandIn, service: str, seed: int, count: int
) -> Iterator[tuple[str, WrongRequest, AwsAnswer]]:
    """Yield what is wrong, the request and the answer, of each request that had a failure."""
    for wrong, answer in wrong_requests(stand_in, service, ACCOUNT_ID, seed, count):
        if failure := failure_in(wrong.request, answer):
            yield failure, wrong, answer


def main() -> int:
    """Send the requests, print the failures, and return the exit status."""
    options = _options()
    logging.disable()
    stand_in = AwsStandIn()
    stand_in.load()
    services = options.service or list(ALL_SERVICES)
    each = max(1, options.requests // len(services))
    print(f"seed {options.seed}: {each} requests to each of {len(services)} interfaces", flush=True)
    found = sum(_report(stand_in, service, options.seed, each) for service in services)
    print(f"{found} failures in {each * len(services)} requests")
    return int(found > 0)


def _report(stand_in: AwsStandIn, service: str, seed: int, count: int) -> int:
    kinds: Counter[tuple[str, str]] = Counter()
    for failure, wrong, answer in failures(stand_in, service, seed, count):
        kind = (wrong.request.operation, failure)
        kinds[kind] += 1
        if kinds[kind] == 1:
            print(f"\n{service}.{wrong.request.operation}: {failure}; {'; '.join(wrong.changes)}")
            print(f"  sent {str(wrong.request.parameters)[:LONGEST_SHOWN]}")
            print(f"  got {answer.body[-LONGEST_SHOWN:].decode(errors='replace')}", flush=True)
    print(f"{service}: {kinds.total()} failures of {len(kinds)} kinds", flush=True)
    return kinds.total()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=50_000, help="how many in all (default: %(default)s)")
    parser.add_argument(
        "--seed", type=int, default=1, help="equal seeds give equal requests (default: %(default)s)"
    )
    parser.add_argument(
        "--service", action="append", choices=list(ALL_SERVICES), help="only this one; may be repeated"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
