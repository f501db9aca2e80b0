"""A process with Locust: `python -m load_engine.distributed.locust_process`.

Line by line over pipes: an assignment comes in; what came of it goes out. Tokens are in the assignment, and in lines that
follow for a worker, so they are in no process list and in no file. If standard input ends, so does the process.
"""

import json
import logging
import sys

from load_engine.distributed.assignment import Assignment


def main() -> None:
    """Do what comes over standard input."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    assignment = Assignment.from_json(sys.stdin.buffer.readline().decode())
    if assignment.role == "master":
        from load_engine.distributed.locust_master import lead

        answer = lead(assignment)
    else:
        from load_engine.distributed.locust_worker import work

        answer = work(assignment)
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
