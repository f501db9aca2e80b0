"""A process with Locust: `python -m load_engine.distributed.locust_process`.

Line by line over pipes: an assignment comes in; what came of it goes out. Tokens are in the assignment, and in lines that
follow for a worker, so they are in no process list and in no file. If standard input ends, so does the process.
"""

import json
import logging
import sys
from contextlib import redirect_stdout
from typing import Any

from load_engine.distributed.assignment import Assignment


def main() -> None:
    """Do what comes over standard input."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    assignment = Assignment.from_json(sys.stdin.buffer.readline().decode())
    with redirect_stdout(sys.stderr):  # Locust prints some of its errors
        answer = _done(assignment)
    print(json.dumps(answer), flush=True)


def _done(assignment: Assignment) -> dict[str, Any]:
    if assignment.role == "master":
        from load_engine.distributed.locust_master import lead

        return lead(assignment)
    from load_engine.distributed.locust_worker import work

    return work(assignment)


if __name__ == "__main__":
    main()
