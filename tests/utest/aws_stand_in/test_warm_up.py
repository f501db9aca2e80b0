"""What a warm parent does before it forks."""

import os
import subprocess
import sys

FORKED = """
import os, threading, time
from aws_stand_in import MockAwsServer, warm_up

files = len(os.listdir("/proc/self/fd"))
warm_up()
assert threading.active_count() == 1, threading.enumerate()
assert len(os.listdir("/proc/self/fd")) == files, os.listdir("/proc/self/fd")
began = time.process_time()
warm_up()
assert time.process_time() - began < 1, time.process_time() - began

for _ in range(2):
    child = os.fork()
    if child == 0:
        import boto3
        with MockAwsServer() as server:
            client = boto3.client("sqs", endpoint_url=server.url, region_name="eu-west-1",
                                  aws_access_key_id="000000000001", aws_secret_access_key="any")
            client.create_queue(QueueName="same")
            assert len(client.list_queues()["QueueUrls"]) == 1
            client.close()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
print("done")
"""


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_warm_parent_has_one_thread_and_its_children_serve() -> None:
    assert run(FORKED) == "done"


def test_server_needs_no_robot_framework() -> None:
    assert (
        run("import sys; import aws_stand_in, manuel_stack.resources; print('robot' in sys.modules)")
        == "False"
    )


def test_server_starts_without_a_time_zone_database() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import aws_stand_in; aws_stand_in.warm_up(); print('warm')"],
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.stdout.strip() == "warm", found.stderr
