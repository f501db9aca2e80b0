"""The lease of a stack: it starts, is reachable, and ends with whoever holds the lease."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from manuel_stack.errors import StackError
from manuel_stack.info import StackInfo
from manuel_stack.lease import START_TIMEOUT, StackLease, WarmParent, start_timeout
from manuel_stack.run_directory import remove_run_directory
from support.waiting import eventually, wait_until

TEMPLATES = Path(__file__).parents[2] / "templates"
START_BOUND = 3  # seconds, on a busy machine; tests/bench/bench_start.py measures it
HOLDER = """
import json, os, sys
from manuel_stack.lease import START_TIMEOUT, StackLease, WarmParent, start_timeout
lease = StackLease(WarmParent(int(sys.argv[1])), {})
print(json.dumps(lease.info.to_json()), flush=True)
sys.stdin.read()
"""
STACK = """
import socket, sys
from manuel_stack import lease, parent
lease.START_TIMEOUT = 1
parent.serve_lease(socket.socket(fileno=int(sys.argv[1])))
"""

COMPUTES_FOR_EVER = """
'''A request makes the backend compute, and no other thread of it gets a turn.'''

def apply():
    import re
    from api_gateway.application import Gateway
    Gateway.__call__ = lambda *_: re.fullmatch("(a|a)*b", "a" * 100)
"""


def listens(url: str) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), 1).close()
    except ConnectionRefusedError:
        return False
    return True


def get(url: str) -> dict[str, object]:
    with urllib.request.urlopen(url, timeout=30) as response:
        content: dict[str, object] = json.load(response)
    return content


@pytest.fixture(scope="module")
def parent() -> Iterator[WarmParent]:
    """The parent of a run that this process does not lead, as it may lead those of other tests."""
    with _process() as leader:
        parent = WarmParent(leader.pid)
        yield parent
        parent.stop()


@contextmanager
def _process() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def leader() -> Iterator["subprocess.Popen[bytes]"]:
    with _process() as process:
        yield process


def test_each_lease_is_a_stack_of_its_own(parent: WarmParent) -> None:
    with StackLease(parent, {}) as one, StackLease(parent, {}) as other:
        assert get(f"{one.info.api_base_url}/health")["status"] == "healthy"
        assert get(f"{other.info.api_base_url}/health")["status"] == "healthy"
        assert one.info.api_base_url != other.info.api_base_url
        assert one.info.account_id != other.info.account_id


def test_a_returned_stack_is_gone(parent: WarmParent) -> None:
    with StackLease(parent, {}) as lease:
        info = lease.info
        assert listens(info.api_base_url)
        assert listens(info.aws_endpoint_url)
    assert not listens(info.api_base_url)
    assert not listens(info.aws_endpoint_url)


def test_a_stack_reports_its_addresses_and_names(parent: WarmParent) -> None:
    with StackLease(parent, {}) as lease:
        assert StackInfo.from_json(get(f"{lease.info.aws_endpoint_url}/_stack/environment")) == lease.info


def test_a_warm_parent_gives_a_stack_at_once(parent: WarmParent) -> None:
    with StackLease(parent, {}) as first:
        assert listens(first.info.api_base_url)
        started = time.monotonic()
        with StackLease(parent, {}) as second:
            assert listens(second.info.api_base_url)
        assert time.monotonic() - started < START_BOUND


def test_neither_parent_nor_stack_has_the_password_in_its_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MANUEL_TEST_PASSWORD", "Correct-Horse-1")
    monkeypatch.setenv("MANUEL_TEST_COLOUR", "blue")
    parent = WarmParent(os.getppid())
    with StackLease(parent, {}) as lease:
        stack = int(lease.info.account_id)
        parent_of_stack = re.search(
            r"^PPid:\s*(\d+)", Path(f"/proc/{stack}/status").read_text(), re.MULTILINE
        )[1]
        variables = [Path(f"/proc/{process}/environ").read_text() for process in (stack, parent_of_stack)]
    parent.stop()
    assert ["MANUEL_TEST_COLOUR=blue" in each for each in variables] == [True, True]
    assert "Correct-Horse-1" not in "".join(variables)


def test_a_lease_ends_while_its_stack_still_starts(
    parent: WarmParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that skips all tests waits for no stack."""
    monkeypatch.setattr("manuel_stack.lease.STOP_TIMEOUT", 0.1)
    change = tmp_path / "slow_start.py"
    change.write_text('"""Starts late."""\nimport time\ndef apply() -> None:\n    time.sleep(1)\n')
    lease = StackLease(parent, {"changes": [str(change)], "log": str(tmp_path / "stack.log")})
    lease.close()
    assert "Error" not in (tmp_path / "stack.log").read_text()


def test_a_stack_that_nobody_has_waited_for_ends_by_itself(
    parent: WarmParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manuel_stack.lease.START_TIMEOUT", 0.1)
    noted = tmp_path / "process"
    change = tmp_path / "slow_start.py"
    change.write_text(
        '"""Starts late."""\nimport os, time\nfrom pathlib import Path\n'
        f"def apply() -> None:\n    Path({str(noted)!r}).write_text(str(os.getpid()))\n    time.sleep(1)\n"
    )
    StackLease(parent, {"changes": [str(change)]}).close()
    process = int(eventually(lambda: noted.exists() and noted.read_text()))
    wait_until(lambda: not _lives(process))


class _BrokenConnection:
    """A connection that its other end has reset."""

    def settimeout(self, seconds: float) -> None:
        pass

    def shutdown(self, how: int) -> None:
        raise ConnectionResetError

    def close(self) -> None:
        pass


def test_a_stack_that_has_broken_down_is_not_killed(
    parent: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its id may be another process's by then."""
    with StackLease(parent, {}) as lease, monkeypatch.context() as patched:
        url = lease.info.api_base_url
        patched.setattr(lease, "_connection", _BrokenConnection())
        with pytest.raises(StackError, match="did not end"):
            lease.close()
        assert listens(url)


def test_a_temporary_folder_may_have_a_long_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    monkeypatch.setattr("tempfile.tempdir", None)
    far = WarmParent(os.getpid())
    with StackLease(far, {}) as lease:
        assert listens(lease.info.api_base_url)
    far.stop()
    remove_run_directory(far.directory)
    assert list(deep.iterdir()) == []


def test_a_stack_that_cannot_start_says_why(parent: WarmParent, tmp_path: Path) -> None:
    refused = pytest.raises(StackError, match=r"the local stack did not start: .*no-such-defect.py")
    with StackLease(parent, {"changes": [str(tmp_path / "no-such-defect.py")]}) as lease, refused:
        lease.info.to_json()


def test_a_stack_that_never_finishes_starting_dies(tmp_path: Path) -> None:
    (tmp_path / "endless.py").write_text("while True:\n    pass\n")
    ours, its = socket.socketpair()
    with ours, its:
        stack = subprocess.Popen([sys.executable, "-c", STACK, str(its.fileno())], pass_fds=[its.fileno()])
        ours.sendall(json.dumps({"changes": [str(tmp_path / "endless.py")]}).encode() + b"\n")
        assert stack.wait(60) == -signal.SIGALRM


def test_packages_of_a_templates_functions_may_be_downloaded_before_its_stack_starts() -> None:
    assert start_timeout({"changes": []}) == START_TIMEOUT
    assert start_timeout({"template": {}}) > 10 * START_TIMEOUT


def test_a_killed_worker_leaves_no_stack(parent: WarmParent) -> None:
    parent.start()
    worker = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(parent.leader)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert worker.stdout is not None
    info = StackInfo.from_json(json.loads(worker.stdout.readline()))
    assert listens(info.api_base_url)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    wait_until(lambda: not listens(info.api_base_url))
    wait_until(lambda: not listens(info.aws_endpoint_url))


def test_parent_and_stacks_end_with_the_run_leader(leader: "subprocess.Popen[bytes]") -> None:
    parent = WarmParent(leader.pid)
    with StackLease(parent, {}) as lease:
        assert listens(lease.info.api_base_url)
        leader.kill()
        leader.wait()
        wait_until(lambda: not parent.directory.exists())
        wait_until(lambda: not listens(lease.info.api_base_url))
    parent.stop()


def test_a_workers_ctrl_c_does_not_reach_its_stack(parent: WarmParent) -> None:
    with StackLease(parent, {}) as lease:
        process_of_the_stack = int(lease.info.account_id)
        assert os.getpgid(process_of_the_stack) != os.getpgid(0)


def test_a_stack_runs_the_application_of_a_template_and_leaves_none_of_its_processes(
    parent: WarmParent,
) -> None:
    template = TEMPLATES / "hello_world" / "template.yaml"
    with StackLease(parent, {"template": {"path": str(template)}}) as lease:
        info = lease.info
        assert get(f"{info.outputs['HelloApi']}Ada") == {"message": "Hello, Ada", "version": "1.0"}
        assert info.api_base_url == info.outputs["HelloApi"].removesuffix("/hello/")
        assert (info.usage_table, info.stage) == (None, "local")
        stack = int(info.account_id)
        assert processes_of(stack)
    assert not listens(info.api_base_url)
    wait_until(lambda: not processes_of(stack))


def test_a_template_that_cannot_be_created_is_the_reason(parent: WarmParent, tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {A: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 99999999}}}")
    with (
        StackLease(parent, {"template": {"path": str(template)}}) as lease,
        pytest.raises(StackError, match=r"Resources/A: .*Invalid value for the parameter VisibilityTimeout"),
    ):
        _ = lease.info


def processes_of(stack: int) -> list[int]:
    """Return the processes that a stack has started for functions."""
    named = (path for path in Path("/proc").glob("[0-9]*/cmdline") if b"supervise.py" in _bytes(path))
    return [int(path.parent.name) for path in named if str(stack) in _bytes(path).decode().split("\0")]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def test_stack_that_does_not_end_is_killed(
    parent: WarmParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = tmp_path / "computes_for_ever.py"
    change.write_text(COMPUTES_FOR_EVER)
    monkeypatch.setattr("manuel_stack.lease.STOP_TIMEOUT", 0.5)
    lease = StackLease(parent, {"changes": [str(change)]})
    process = int(lease.info.account_id)
    with pytest.raises(TimeoutError):
        urllib.request.urlopen(f"{lease.info.api_base_url}/health", timeout=1)
    with pytest.raises(StackError, match=r"did not end within 0\.5 s"):
        lease.close()
    wait_until(lambda: not _lives(process), 10)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
