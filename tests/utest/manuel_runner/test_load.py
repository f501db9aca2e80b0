"""`manuel-tests load` runs one test with the mix that it is given, and refuses the rest before anything starts."""

from pathlib import Path

import pytest

from manuel_runner.command_line import main
from manuel_runner.load.command import SUITE
from manuel_runner.running.run import Run
from ManuelEnvironment.exit_status import ExitStatus

MIX = "name: x\nstages: [10/s for 1 s]\nrequests: [{route: /health}]\n"


@pytest.fixture
def mix(tmp_path: Path) -> Path:
    path = tmp_path / "mix.yaml"
    path.write_text(MIX)
    return path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """The runs that would have been executed."""
    executed: list[Run] = []
    monkeypatch.setattr(Run, "execute", lambda run: executed.append(run) or 0)
    return executed


@pytest.mark.parametrize(
    ("options", "test", "variables"),
    [
        ([], "Load From This Process", []),
        (["--locust", "3"], "Load From Workers Here", ["WORKERS:3"]),
        (
            ["--master", "4", "--listen-on", "10.0.0.7", "--port", "6000"],
            "Load From Workers Elsewhere",
            ["WORKERS:4", "LISTEN_ON:10.0.0.7", "PORT:6000"],
        ),
        (
            ["--worker", "10.0.0.7", "--wait", "20"],
            "Load For A Master Elsewhere",
            ["MASTER:10.0.0.7", "PORT:5557", "WAIT:20.0 s"],
        ),
    ],
)
def test_one_test_is_run_with_the_mix(
    mix: Path, runs: list[Run], options: list[str], test: str, variables: list[str]
) -> None:
    assert main(["load", str(mix), *options]) == 0
    (run,) = runs
    assert (run.selection.paths, run.selection.tests, run.in_one_process) == ((SUITE,), (test,), True)
    assert run.settings.enable_load_testing
    assert {f"MIX:{mix}", *variables} <= set(run.robot_options)
    assert test in SUITE.read_text()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--environment", "prod"], "environment prod: does not have the capability 'load'"),
        (["--locust", "0"], "expected a whole number above 0, got '0'"),
        (["--locust", "2", "--worker", "here"], "not allowed with argument"),
        (["--environment", "nowhere"], "nowhere"),
    ],
)
def test_what_is_not_possible_is_refused_before_anything_starts(
    mix: Path, runs: list[Run], capsys: pytest.CaptureFixture[str], options: list[str], problem: str
) -> None:
    assert main(["load", str(mix), *options]) == ExitStatus.INVALID_INPUT
    printed = capsys.readouterr().err
    assert problem in printed
    assert printed.count("\n") == 1
    assert not runs


def test_malformed_mix_is_refused_in_one_line(
    mix: Path, runs: list[Run], capsys: pytest.CaptureFixture[str]
) -> None:
    mix.write_text(MIX.replace("route", "rout"))
    assert main(["load", str(mix)]) == ExitStatus.INVALID_INPUT
    assert capsys.readouterr().err.startswith(
        f"manuel-tests: {mix}: there is no key requests[1].rout. Did you mean route?"
    )
    assert not runs
