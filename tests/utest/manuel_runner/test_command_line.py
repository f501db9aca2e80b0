import itertools
from pathlib import Path

import pytest

from manuel_runner.command_line import _parser, main
from manuel_runner.run import Run
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

SUITES = str(REPOSITORY / "suites")


def run(*arguments: str) -> Run:
    return Run.from_options(_parser().parse_args(["run", *arguments]))


def pairs(command: list[str], option: str) -> list[str]:
    return [value for name, value in itertools.pairwise(command) if name == option]


def test_robots_print_a_dot_for_each_test_unless_all_is_to_be_printed() -> None:
    assert pairs(run().command(), "--console") == ["dotted"]
    assert pairs(run("--verbose").command(), "--console") == []
    assert pairs(run("--framework").command(), "--console") == []


def test_without_options_all_suites_run_on_local_in_parallel() -> None:
    default = run()
    command = default.command()
    assert default.settings.environment == "local"
    assert "pabot.pabot" in command
    assert pairs(command, "--processes") == ["4"]
    assert pairs(command, "--variablefile") == [str(REPOSITORY / "variables" / "local.yaml")]
    assert command[-1] == SUITES


def test_options_override_settings() -> None:
    command = run("-e", "dev", "--timeout", "5", "--parallel", "2", "--chaos").command()
    assert pairs(command, "--processes") == ["2"]
    assert pairs(command, "--variable") == [
        "timeout_seconds:5.0",
        "parallel_tests:2",
        "enable_chaos_testing:True",
    ]


def test_an_attached_stack_serves_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_BASE_URL", "http://127.0.0.1:1")

    assert pairs(run().command(), "--processes") == ["1"]
    assert pairs(run("-e", "dev", "--api-url", "http://localhost:4000").command(), "--processes") != ["1"]


def test_a_proxy_for_the_api_is_on_this_machine() -> None:
    assert run("-e", "prod", "--api-url", "http://localhost:4000/").api_proxy == "http://localhost:4000"
    with pytest.raises(ConfigurationError, match="a proxy for the API must be on this machine"):
        run("-e", "staging", "--api-url", "https://api.manuel.yourdomain.com")


def test_tags_select_tests() -> None:
    command = run("--include", "smoke", "--include", "auth", "--exclude", "slow").command()
    assert pairs(command, "--include") == ["smoke", "auth"]
    assert pairs(command, "--exclude") == ["slow"]


@pytest.mark.parametrize(
    ("arguments", "selection"),
    [
        ([], "all tests"),
        ([SUITES], "all tests"),
        (["--include", "smoke", f"{SUITES}/api"], "--include smoke suites/api"),
    ],
)
def test_results_say_which_tests_were_selected(arguments: list[str], selection: str) -> None:
    assert pairs(run(*arguments).command(), "--metadata") == [f"Selection:{selection}"]


def test_a_run_in_one_process_uses_robot_instead_of_pabot() -> None:
    command = run("--framework").command()
    assert command[1:3] == ["-m", "robot"]
    assert "pabot.pabot" not in command


def test_the_older_json_form_is_passed_on_to_robot(tmp_path: Path) -> None:
    config = tmp_path / "test_config.json"
    config.write_text(
        '{"test_environments": {"staging": {"api_base_url": "https://staging-api.manuel.yourdomain.com"}}}'
    )
    chosen = run("--config", str(config), "--environment", "staging")
    assert chosen.settings.api_base_url == "https://staging-api.manuel.yourdomain.com"
    assert pairs(chosen.command(), "--variablefile") == [
        f"{REPOSITORY / 'variables' / 'config.py'}:{config}:staging"
    ]


def test_a_settings_file_is_not_renamed() -> None:
    with pytest.raises(ConfigurationError, match=r"prod\.yaml is for environment 'prod', not for 'staging'"):
        run("--config", str(REPOSITORY / "variables" / "prod.yaml"), "--environment", "staging")
    assert run("--config", str(REPOSITORY / "variables" / "prod.yaml")).settings.environment == "prod"


def test_no_argument_contains_a_password(tmp_path: Path) -> None:
    config = tmp_path / "test_config.json"
    config.write_text('{"api_base_url": "http://localhost:3000", "test_user_password": "Correct-Horse-1"}')
    assert "Correct-Horse-1" not in " ".join(run("--config", str(config), "--environment", "dev").command())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-e", "stagin"], "unknown environment 'stagin': did you mean 'staging'?"),
        (["-c", "none.json"], "none.json: cannot be read: No such file or directory"),
        (["--parallel", "0"], "parallel_tests is 0, but input should be greater than or equal to 1"),
        (["--api-url", "http://localhost:1"], "`local` has its own API"),
        (["no/such/suite"], "no such suite: no/such/suite"),
    ],
)
def test_invalid_input_is_reported_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *arguments]) == 252
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_folder_that_cannot_be_written_to_is_reported_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["run", "--outputdir", str(tmp_path / "file" / "results")]) == 252
    assert capsys.readouterr().err == (
        f"manuel-tests: {tmp_path}/file/results cannot be written to: Not a directory; "
        "make it writable, or use another --outputdir\n"
    )


def test_a_report_requires_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--outputdir", str(tmp_path)]) == 252
    assert "output.xml is missing: run `make test` first" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("folder", "argument -o/--output: expected a file, got the folder {0}/folder"),
        (
            "file/results.json",
            "argument -o/--output: {0}/file/results.json is impossible: {0}/file is a file",
        ),
    ],
)
@pytest.mark.parametrize("command", ["run", "soak"])
def test_an_impossible_file_for_the_results_is_found_before_the_run(
    command: str, place: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert main([command, "--output", str(tmp_path / place)]) == 252
    error = capsys.readouterr().err
    assert error.replace("argument --output", "argument -o/--output").startswith(
        f"manuel-tests: {said.format(tmp_path)}"
    )
    assert error.count("\n") == 1
    assert run("--output", str(tmp_path / "new" / "results.json")).results_copy is not None


def test_a_broken_history_is_found_before_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "history.jsonl").write_text("nonsense\n")
    assert main(["run", "--outputdir", str(tmp_path)]) == 252
    error = capsys.readouterr().err
    assert error.startswith(
        f"manuel-tests: {tmp_path}/history.jsonl, line 1: expected a run of history format"
    )
    assert error.count("\n") == 1
    assert not (tmp_path / "output.xml").exists()


@pytest.mark.parametrize("content", ["", "<robot", "<other/>", '<robot generator="x" schemaversion="5"/>'])
def test_a_broken_output_is_reported_in_one_line(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "output.xml").write_text(content)
    assert main(["report", "--outputdir", str(tmp_path)]) == 252
    error = capsys.readouterr().err
    assert error.startswith(f"manuel-tests: {tmp_path}/output.xml is broken: ")
    assert error.count("\n") == 1
    assert not (tmp_path / "results.json").exists()
