import itertools
import re
from pathlib import Path

import pytest
from robot.conf import RobotSettings

from manuel_runner.command_line import _parser, main
from manuel_runner.running.plan import PlannedTest, RunPlan
from manuel_runner.running.run import Run
from manuel_runner.running.run_files import RunFiles
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

SUITES = str(REPOSITORY / "suites")


def run(*arguments: str) -> Run:
    return Run.from_options(_parser().parse_args(["run", *arguments]))


def command_of(*arguments: str, seconds: float = 1000) -> list[str]:
    """Return the command of a run whose tests take so long."""
    plan = RunPlan([PlannedTest("Manuel.Api.Any", "Manuel.Api", seconds)])
    return run(*arguments).command(plan).arguments(RunFiles(Path("/run")))


def pairs(command: list[str], option: str) -> list[str]:
    return [value for name, value in itertools.pairwise(command) if name == option]


def metadata_of(*arguments: str) -> dict[str, str]:
    """Return what robot makes of the metadata in a command."""
    options = pairs(command_of(*arguments), "--metadata")
    return dict(RobotSettings({"metadata": options}).suite_config["metadata"])


def test_without_options_all_suites_run_on_local_in_parallel() -> None:
    command = command_of()
    assert run().settings.environment == "local"
    assert "pabot.pabot" in command
    assert pairs(command, "--processes") == ["6"]
    assert pairs(command, "--variablefile") == [str(REPOSITORY / "variables" / "local.yaml")]
    assert command[-1] == SUITES


@pytest.mark.parametrize(
    ("seconds", "processes"), [(0.5, "1"), (7.9, "1"), (8, "2"), (23, "5"), (24, "6"), (100, "6")]
)
def test_as_many_processes_are_started_as_have_enough_to_do(seconds: float, processes: str) -> None:
    assert pairs(command_of(seconds=seconds), "--processes") == [processes]
    assert pairs(command_of("--parallel", "3", seconds=seconds), "--processes") == ["3"]


def test_options_override_settings() -> None:
    command = command_of("-e", "dev", "--timeout", "5", "--parallel", "2", "--chaos")
    assert pairs(command, "--processes") == ["2"]
    assert pairs(command, "--variable") == [
        "timeout_seconds:5.0",
        "parallel_tests:2",
        "enable_chaos_testing:True",
    ]


def test_an_attached_stack_serves_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_BASE_URL", "http://127.0.0.1:1")

    assert pairs(command_of(), "--processes") == ["1"]
    assert pairs(command_of("-e", "dev", "--api-url", "http://localhost:4000"), "--processes") != ["1"]


def test_a_proxy_for_the_api_is_on_this_machine() -> None:
    assert run("-e", "prod", "--api-url", "http://localhost:4000/").api_proxy == "http://localhost:4000"
    with pytest.raises(ConfigurationError, match="a proxy for the API must be on this machine"):
        run("-e", "staging", "--api-url", "https://api.manuel.yourdomain.com")


def test_tags_select_tests() -> None:
    command = command_of("--include", "smoke", "--include", "auth", "--exclude", "slow")
    assert pairs(command, "--include") == ["smoke", "auth"]
    assert pairs(command, "--exclude") == ["slow"]


def test_robots_filter_tests_where_tags_and_suites_do_not_say_all() -> None:
    modifier = "manuel_runner.running.planned_tests.PlannedTests;/run/planned_tests.json"
    files = RunFiles(Path("/run"))
    assert pairs(run().command(RunPlan([])).arguments(files), "--prerunmodifier") == []
    narrow = run().command(RunPlan([], is_narrow=True))
    assert pairs(narrow.arguments(files), "--prerunmodifier") == [modifier]


def test_a_seed_is_that_of_the_order_of_all_robots() -> None:
    assert pairs(command_of(), "--randomize") == []
    assert pairs(command_of("--seed", "7"), "--randomize") == ["all:7"]
    (drawn,) = pairs(command_of("--seed", "random"), "--randomize")
    assert re.fullmatch(r"all:\d+", drawn)


def test_debug_and_profile_have_folders_beside_the_results() -> None:
    options = ("--debug", "--profile", "--outputdir", "/some")
    assert pairs(command_of(*options), "--loglevel") == ["TRACE:INFO"]
    assert "manuel_runner.running.robot_profile.RobotProfile;/some/profile" in pairs(
        command_of(*options), "--listener"
    )
    assert run(*options).variables == {
        "MANUEL_PROFILE_FOLDER": "/some/profile",
        "MANUEL_DEBUG_FOLDER": "/some/debug",
    }
    assert run().variables == {}


def test_tests_are_listed_by_the_names_that_select_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--list", "--suite", "api.health", "--include", "smoke"]) == 0
    names = capsys.readouterr().out.splitlines()
    assert all(name.startswith("Api.Health.") for name in names)
    name = names[0]
    assert main(["run", "--list", "--test", name]) == 0
    assert capsys.readouterr().out.splitlines() == [name]


def test_shards_have_all_tests_and_none_twice(capsys: pytest.CaptureFixture[str]) -> None:
    listed = []
    for selection in (["--shard", "1/3"], ["--shard", "2/3"], ["--shard", "3/3"], []):
        assert main(["run", "--list", *selection]) == 0
        listed.append(capsys.readouterr().out.splitlines())
    *shards, everything = listed
    assert sorted(itertools.chain(*shards)) == sorted(everything)
    assert min(map(len, shards)) > 0


@pytest.mark.parametrize(
    ("arguments", "selection"),
    [
        ([], "all tests"),
        ([SUITES], "all tests"),
        (["--include", "smoke", f"{SUITES}/api"], "--include smoke suites/api"),
        (["--category", "api", "--suite", "health"], "--category api --suite health"),
        (["--test", "Service Is*", "--shard", "2/3"], "--test Service Is* --shard 2/3"),
    ],
)
def test_results_say_which_tests_were_selected(arguments: list[str], selection: str) -> None:
    assert metadata_of(*arguments) == {"Selection": selection}


def test_a_selected_file_is_named_and_not_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suite = tmp_path / "own.robot"
    suite.write_text("*** Test Cases ***\nPasses\n    No Operation\n")
    assert metadata_of(str(suite)) == {"Selection": str(suite)}
    monkeypatch.chdir(REPOSITORY)
    assert metadata_of("suites/api/usage.robot") == {"Selection": "suites/api/usage.robot"}


def test_a_run_in_one_process_uses_robot_instead_of_pabot() -> None:
    command = command_of("--framework")
    assert command[1:3] == ["-m", "robot"]
    assert "pabot.pabot" not in command


def test_the_older_json_form_is_passed_on_to_robot(tmp_path: Path) -> None:
    config = tmp_path / "test_config.json"
    config.write_text(
        '{"test_environments": {"staging": {"api_base_url": "https://staging-api.manuel.yourdomain.com"}}}'
    )
    options = ("--config", str(config), "--environment", "staging")
    assert run(*options).settings.api_base_url == "https://staging-api.manuel.yourdomain.com"
    assert pairs(command_of(*options), "--variablefile") == [
        f"{REPOSITORY / 'variables' / 'config.py'}:{config}:staging"
    ]


def test_a_settings_file_is_not_renamed() -> None:
    with pytest.raises(ConfigurationError, match=r"prod\.yaml is for environment 'prod', not for 'staging'"):
        run("--config", str(REPOSITORY / "variables" / "prod.yaml"), "--environment", "staging")
    assert run("--config", str(REPOSITORY / "variables" / "prod.yaml")).settings.environment == "prod"


def test_no_argument_contains_a_password(tmp_path: Path) -> None:
    config = tmp_path / "test_config.json"
    config.write_text('{"api_base_url": "http://localhost:3000", "test_user_password": "Correct-Horse-1"}')
    assert "Correct-Horse-1" not in " ".join(command_of("--config", str(config), "--environment", "dev"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-e", "stagin"], "there is no environment 'stagin'. Did you mean staging?"),
        (["-c", "none.json"], "none.json: cannot be read: No such file or directory"),
        (["--parallel", "0"], "parallel_tests is 0, but input should be greater than or equal to 1"),
        (["--api-url", "http://localhost:1"], "`local` has its own API"),
        (["--framework", "--parallel", "2"], "--framework and --parallel exclude each other"),
        (["no/such/suite"], "no such suite: no/such/suite"),
        (
            ["--shard", "3/2"],
            "argument --shard: expected a part of a number of parts, such as 1/3, got '3/2'",
        ),
        (
            ["--list", "--category", "apis"],
            "no test of category 'apis' is selected, but of api, authentication,",
        ),
        (
            ["--list", "--test", "Nothing"],
            "no test is selected by --test 'Nothing'. `manuel-tests run --list` prints",
        ),
        (
            ["--list", "--suite", "usage", "--test", "Service Is Healthy"],
            "no test is selected by --suite usage --test",
        ),
        (
            ["--list", "--suite", "usage", "--suite", "api.helth"],
            "--suite 'api.helth'. Did you mean Api.Health",
        ),
        (["--list", "--test", "*", "--test", "Service is healthi"], "Did you mean Service Is Healthy"),
        (
            ["--list", "--include", "smoke", "--include", "secrity"],
            "--include 'secrity'. Did you mean security?",
        ),
        (["--list", "--exclude", "laod"], "no test is selected by --exclude 'laod'. Did you mean load?"),
        (["Makefile"], "Makefile is not a suite: expected a folder, or a file such as usage.robot"),
        (
            ["--list", "--suite", "health", "--shard", "2/2"],
            "--shard 2/2 has nothing to do: a suite is not divided, so these tests make 1 at most",
        ),
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


def test_a_report_is_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path)]) == 252
    assert capsys.readouterr().err == (
        f"manuel-tests: {tmp_path} is a folder: name the output in it, such as {tmp_path}/output.xml\n"
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
    assert run("--output", str(tmp_path / "new" / "results.json")).conclusion.results_copy is not None


def test_a_broken_history_is_found_before_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "history.jsonl").write_text("nonsense\n")
    assert main(["run", "--outputdir", str(tmp_path)]) == 252
    error = capsys.readouterr().err
    assert error.startswith(
        f"manuel-tests: {tmp_path}/history.jsonl, line 1: expected a run of history format"
    )
    assert error.count("\n") == 1
    assert not (tmp_path / "output.xml").exists()


RESULTS_OF_NOTHING = '{"run": {"environment": "local"}, "summary": {}, "causes": [], "test_results": []}'


@pytest.mark.parametrize("command", [["run", "--rerun-failed"], ["alert"]])
@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_broken_results_are_reported_in_one_line(
    content: str, command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "results.json").write_text(content)
    assert main([*command, "--outputdir", str(tmp_path)]) == 252
    error = capsys.readouterr().err
    assert error.startswith(f"manuel-tests: {tmp_path}/results.json ")
    assert error.endswith("; `manuel-tests report` makes it from output.xml\n")
    assert error.count("\n") == 1
    (tmp_path / "results.json").write_text(RESULTS_OF_NOTHING)
    main([*command, "--outputdir", str(tmp_path)])
    assert "makes it from" not in capsys.readouterr().err


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
