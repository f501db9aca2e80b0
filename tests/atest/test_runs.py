"""The suites, run as users run them."""

import os
import pty
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from robot.api import ExecutionResult

from conftest import (
    REPOSITORY,
    SUITES,
    command,
    processes_of,
    require_nothing_left,
    run,
    servers_of_pabot,
)
from support.robot_run import deployment_of_nothing
from support.secret_search import inflated
from support.waiting import wait_until
from support.waiting_suites import WaitingSuites

CANARY = "Canary-Password-4711"
CONFIG = REPOSITORY / "variables" / "config.py"
RUN = ("manuel-tests", "run", "--parallel", "2")
"""Several processes, and no more than that: starting them is most of what these tests take."""


@pytest.fixture
def suites(tmp_path: Path) -> WaitingSuites:
    """Two suites, so that two robots run them, each with a local stack of its own."""
    return WaitingSuites.write(tmp_path / "suites", "one", "two")


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Path]:
    """Settings of an environment that needs no local stack."""
    with deployment_of_nothing(tmp_path) as settings:
        yield settings


def counts(output: Path) -> tuple[int, int, int]:
    statistics = ExecutionResult(str(output)).statistics.total
    return statistics.passed, statistics.failed, statistics.skipped


@pytest.mark.timeout(600)
def test_smoke_tests_pass_with_plain_robot_from_any_folder_and_print_no_secret(tmp_path: Path) -> None:
    done = run(
        *("robot", "--include", "smoke", "--loglevel", "TRACE", SUITES),
        cwd=tmp_path,
        MANUEL_TEST_PASSWORD=CANARY,
    )
    assert done.status == 0, done.output
    passed, failed, skipped = counts(tmp_path / "output.xml")
    assert passed >= 12
    assert (failed, skipped) == (0, 0)
    leaks = re.compile(rf"eyJ[A-Za-z0-9_-]{{10,}}|{CANARY}")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) >= 3
    assert (tmp_path / "stack.log").exists()
    for path in written:
        found = leaks.search(inflated(path.read_text(encoding="utf-8", errors="replace")))
        assert found is None, f"{path}: {found}"
    assert not leaks.search(done.output)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing_behind(
    tmp_path: Path, suites: WaitingSuites, number: signal.Signals
) -> None:
    """The autouse fixture checks that no process is left."""
    process = command(*RUN, "--outputdir", tmp_path, suites.folder, cwd=tmp_path)
    suites.wait_until_all_run()
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 253, output


def test_a_run_ends_when_its_terminal_is_closed(tmp_path: Path, suites: WaitingSuites) -> None:
    """It does not run its tests to the end before; the autouse fixture checks that no process is left."""
    terminal, screen = pty.openpty()
    process = command(*RUN, "--outputdir", tmp_path, suites.folder, cwd=tmp_path, terminal=screen)
    os.close(screen)
    suites.wait_until_all_run()
    os.close(terminal)
    assert process.wait(timeout=60) == 253
    assert not (tmp_path / "output.xml").exists()
    assert not (tmp_path / ".lock").exists()


@pytest.mark.parametrize(("no_color", "in_colours"), [("1", False), ("", True)])
def test_a_run_on_a_terminal_is_in_colours_unless_they_are_not_wanted(
    tmp_path: Path, suites: WaitingSuites, settings: Path, no_color: str, in_colours: bool
) -> None:
    suites.end()
    terminal, screen = pty.openpty()
    process = command(
        *("manuel-tests", "run", "--framework", "-c", settings, "--outputdir", tmp_path, suites.folder),
        cwd=tmp_path,
        terminal=screen,
        NO_COLOR=no_color,
        TERM="xterm",
        CI="",
    )
    os.close(screen)
    printed = _read_to_the_end(terminal)
    assert process.wait(timeout=120) == 0, printed
    assert ("\x1b[" in printed) == in_colours


def _read_to_the_end(terminal: int) -> str:
    """Return what is printed to a terminal until no process has it open; reading is an error from then on."""
    parts: list[bytes] = []
    with suppress(OSError), open(terminal, "rb", buffering=0) as stream:
        while part := stream.read(4096):
            parts.append(part)
    return b"".join(parts).decode()


def test_an_interrupted_robot_leaves_nothing_behind(tmp_path: Path) -> None:
    process = command("robot", SUITES / "api", cwd=tmp_path)
    _wait_for_a_stack(tmp_path)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode != 0, output


def test_a_killed_robot_leaves_nothing_behind(tmp_path: Path) -> None:
    process = command("robot", SUITES / "api", cwd=tmp_path)
    _wait_for_a_stack(tmp_path)
    process.kill()
    process.communicate(timeout=60)


@pytest.mark.parametrize(
    ("leader", "number"),
    [("pabot", signal.SIGKILL), ("pabot", signal.SIGTERM), ("manuel-tests", signal.SIGKILL)],
)
def test_a_run_ends_when_its_leader_is_killed_and_the_next_one_has_the_folder(
    tmp_path: Path, suites: WaitingSuites, settings: Path, leader: str, number: signal.Signals
) -> None:
    arguments = {
        "pabot": ("pabot", "--processes", "2", "--outputdir", tmp_path, suites.folder),
        "manuel-tests": (*RUN, "--outputdir", tmp_path, suites.folder),
    }[leader]
    process = command(*arguments, cwd=tmp_path)
    suites.wait_until_all_run()
    process.send_signal(number)
    process.communicate(timeout=60)
    require_nothing_left(tmp_path)
    suites.end()
    next_one = run(*RUN, "-c", settings, "--outputdir", tmp_path, suites.folder, cwd=tmp_path)
    assert next_one.status == 0, next_one.output
    assert counts(tmp_path / "output.xml") == (2, 0, 0)


def test_a_pabot_that_is_killed_while_its_first_robot_starts_leaves_nothing_behind(
    tmp_path: Path, suites: WaitingSuites
) -> None:
    """The autouse fixture checks that no process is left."""
    pabot = command("pabot", "--outputdir", tmp_path, suites.folder, cwd=tmp_path)
    wait_until(lambda: any("robot_argfile" in line for line in processes_of(tmp_path)), timeout=60)
    assert servers_of_pabot(tmp_path)
    pabot.kill()
    pabot.communicate(timeout=60)


def test_the_next_run_ends_what_a_pabot_killed_before_its_first_robot_has_left(
    tmp_path: Path, suites: WaitingSuites, settings: Path
) -> None:
    """The autouse fixture checks that no process is left."""
    pabot = command("pabot", "--outputdir", tmp_path, suites.folder, cwd=tmp_path)
    wait_until(lambda: bool(servers_of_pabot(tmp_path)), timeout=60)
    pabot.kill()
    pabot.communicate(timeout=60)
    suites.end()
    next_one = run("robot", "--variablefile", settings, "--outputdir", tmp_path, suites.folder, cwd=tmp_path)
    assert next_one.status == 0, next_one.output


def test_a_run_ends_before_its_first_test_if_nothing_listens(tmp_path: Path) -> None:
    dev = REPOSITORY / "variables" / "dev.yaml"
    done = run("robot", "--variablefile", dev, SUITES, cwd=tmp_path, MANUEL_TEST_PASSWORD=CANARY)
    assert done.status == 254
    assert done.output.count("[ ERROR ] nothing is listening at http://localhost:3000") == 1
    assert not (tmp_path / "output.xml").exists()
    assert CANARY not in done.output


def test_a_run_in_parallel_says_why_its_environment_does_not_work(
    tmp_path: Path, suites: WaitingSuites
) -> None:
    done = run("manuel-tests", "run", "-e", "dev", "-d", tmp_path, suites.folder, cwd=tmp_path)
    assert done.status == 254, done.output
    (line,) = done.output.splitlines()
    assert line.startswith("manuel-tests: nothing is listening at http://localhost:3000")


def test_a_robot_that_is_killed_has_not_failed_tests(
    tmp_path: Path, suites: WaitingSuites, settings: Path
) -> None:
    process = command(*RUN, "-c", settings, "--outputdir", tmp_path, suites.folder, cwd=tmp_path)
    suites.wait_until_all_run()
    robots = [line for line in processes_of(tmp_path) if " -m robot -A " in line]
    assert robots
    for robot in robots:
        os.kill(int(robot.split()[0]), signal.SIGKILL)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 255, output
    assert "manuel-tests: a robot process ended without results, which are incomplete" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--variablefile", "none.yaml"), "none.yaml: cannot be read"),
        (("--variablefile", "bad.yaml"), "bad.yaml: malformed YAML on line 2"),
        (("--variablefile", "deep.json"), "deep.json: is nested too deeply"),
        (("--argumentfile", "arguments.txt"), "unknown key 'enviroment'. Did you mean environment?"),
        (("--variablefile", "variables/staging"), "No module named 'variables/staging'"),
        (("--variablefile", f"{CONFIG}:older.json:stagin"), "older.json is not for environment 'stagin'"),
        (("--variable", "daily_quota:many"), "daily_quota is 'many', but input should be a valid integer"),
        (("--variable", "environment:production"), "environment comes from the settings file alone"),
    ],
)
def test_a_run_with_invalid_settings_ends_before_its_first_test(
    tmp_path: Path, suites: WaitingSuites, arguments: tuple[str, str], said: str
) -> None:
    (tmp_path / "bad.yaml").write_text("a: [\n")
    (tmp_path / "deep.json").write_text("[" * 50_000)
    (tmp_path / "misspelt.yaml").write_text("enviroment: staging\n")
    (tmp_path / "arguments.txt").write_text(f"--variablefile {tmp_path / 'misspelt.yaml'}\n")
    (tmp_path / "older.json").write_text('{"test_environments": {"staging": {}}}')
    done = run("robot", *arguments, suites.folder, cwd=tmp_path)
    assert done.status == 252, done.output
    (line,) = [line for line in done.output.splitlines() if line.startswith("[ ERROR ]") and said in line][
        -1:
    ]
    assert "Traceback" not in line
    assert not (tmp_path / "output.xml").exists()


def test_pabot_runs_no_test_with_invalid_settings(tmp_path: Path, suites: WaitingSuites) -> None:
    done = run("pabot", "--processes", "2", "--variablefile", "none.yaml", suites.folder, cwd=tmp_path)
    assert done.status == 252
    assert "[ ERROR ] none.yaml: cannot be read: No such file or directory" in done.output
    assert not (tmp_path / "output.xml").exists()


def test_robots_of_one_pabot_say_once_that_nothing_listens(tmp_path: Path) -> None:
    suites = WaitingSuites.write(tmp_path / "suites", "one", "two", "three")
    dev = REPOSITORY / "variables" / "dev.yaml"
    done = run("pabot", "--processes", "2", "--variablefile", dev, suites.folder, cwd=tmp_path)
    assert done.status == 252
    assert done.output.count("[ ERROR ] nothing is listening at http://localhost:3000") == 1, done.output


def test_options_from_the_environment_name_a_settings_file_as_well(
    tmp_path: Path, suites: WaitingSuites
) -> None:
    done = run("robot", suites.folder, cwd=tmp_path, ROBOT_OPTIONS="--variablefile none.yaml")
    assert done.status == 252
    assert "[ ERROR ] none.yaml: cannot be read: No such file or directory" in done.output


def test_a_port_in_use_is_reported_in_one_line(tmp_path: Path) -> None:
    first = command("manuel-tests", "sandbox", cwd=tmp_path)
    assert first.stdout is not None
    exports = [first.stdout.readline() for _ in range(7)]
    port = next(line for line in exports if "API_BASE_URL" in line).rpartition(":")[2].strip()
    second = run("manuel-tests", "sandbox", "--port", port, cwd=tmp_path)
    first.send_signal(signal.SIGINT)
    assert first.wait(20) == 0
    first.stdout.close()
    assert second.status == 252
    assert second.output.splitlines()[-1] == (
        f"manuel-tests: Cannot listen on 127.0.0.1:{port}: [Errno 98] Address already in use. "
        "Choose another address or port; port 0 is any free one."
    )


def test_suites_attach_to_a_sandbox(tmp_path: Path) -> None:
    sandbox = command("manuel-tests", "sandbox", cwd=tmp_path)
    assert sandbox.stdout is not None
    exports = [sandbox.stdout.readline() for _ in range(7)]
    variables = dict(
        line.removeprefix("export ").strip().split("=", 1) for line in exports if line.startswith("export ")
    )
    process = _attached_robot(tmp_path, variables)
    sandbox.send_signal(signal.SIGTERM)
    assert sandbox.wait(20) == 0
    sandbox.stdout.close()
    assert process.returncode == 0, process.stdout
    assert variables["API_BASE_URL"] in (tmp_path / "output.xml").read_text()


def _attached_robot(tmp_path: Path, variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    import os
    import sys

    return subprocess.run(
        [sys.executable, "-m", "robot", "--include", "smoke", str(SUITES / "api")],
        cwd=tmp_path,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def _wait_for_a_stack(folder: Path) -> None:
    """Wait until a stack has created its log in the folder of the run."""
    wait_until(lambda: any(folder.rglob("stack.log")), timeout=60)
