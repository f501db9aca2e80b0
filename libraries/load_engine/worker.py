"""A process that sends requests and measures, so that it and the process that runs the tests do not disturb each other.

    python -m load_engine.worker

Line by line over pipes: a job comes in; `ready` goes out after the warm-up; the moment to begin comes in, in seconds of
`time.perf_counter`, which is the same clock in all processes; the measurement goes out. Tokens are in the job, so they are
in no process list and in no file; while a mix is sent, a line has new ones. If standard input ends, so does the worker: its
parent is gone.
"""

import json
import os
import sys
from threading import Thread
from typing import Any

from load_engine.job import READY, Job, measure
from load_engine.models import BehindScheduleError


def main() -> None:
    """Do the one job that comes over standard input."""
    job = Job.from_json(sys.stdin.readline())
    try:
        answer: dict[str, Any] = {"measurement": measure(job, lambda: _await_start(job)).to_json()}
    except BehindScheduleError as error:
        answer = {"behind_schedule": str(error)}
    print(json.dumps(answer), flush=True)


def _await_start(job: Job) -> float:
    print(READY, flush=True)
    start = float(sys.stdin.readline())
    Thread(target=_renew_until_the_parent_ends, args=(job,), daemon=True).start()
    return start


def _renew_until_the_parent_ends(job: Job) -> None:
    for line in sys.stdin:
        job.renew(json.loads(line))
    os._exit(1)


if __name__ == "__main__":
    main()
