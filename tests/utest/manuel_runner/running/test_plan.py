import json
from dataclasses import replace
from pathlib import Path

import pytest

from manuel_runner.running.plan import RunPlan, planned
from manuel_runner.running.run_files import RunFiles, write_plan
from manuel_runner.selection import Selection, Shard
from ManuelEnvironment.errors import ConfigurationError

SUITE = "*** Test Cases ***\nOne\n    [Tags]    first\n    No Operation\n\nTwo\n    No Operation\n"
DURATIONS = {"suites/api/slow.robot": {"One": 8.0, "Two": 2.0}, "suites/api/quick.robot": {"One": 1.0}}


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    for name in ("api/slow", "api/quick", "security/headers"):
        path = tmp_path / "suites" / f"{name}.robot"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SUITE)
    return tmp_path / "suites"


def test_a_test_without_a_known_duration_takes_as_long_as_the_mean(suites: Path) -> None:
    plan = RunPlan.of(Selection(paths=(suites,)), DURATIONS)
    assert plan.suites == {
        "Manuel.Api.Quick": pytest.approx(1 + 11 / 3),
        "Manuel.Api.Slow": 10.0,
        "Manuel.Security.Headers": pytest.approx(22 / 3),
    }


def test_a_plan_is_narrow_if_tags_do_not_say_all_of_it(suites: Path) -> None:
    assert not RunPlan.of(Selection(paths=(suites,), include=("first",)), {}).is_narrow
    for selection in (
        Selection(paths=(suites,), categories=("api",)),
        Selection(paths=(suites,), suites=("slow",)),
        Selection(paths=(suites,), tests=("One",)),
    ):
        assert RunPlan.of(selection, {}).is_narrow
    plan = RunPlan.of(Selection(paths=(suites,)), {})
    assert plan.shard(Shard(1, 2)).is_narrow
    assert plan.only({"Manuel.Api.Slow.One"}).is_narrow


def test_all_conditions_count(suites: Path) -> None:
    selection = Selection(paths=(suites,), categories=("api",), suites=("slow",), include=("first",))
    assert [test.name for test in RunPlan.of(selection, {}).tests] == ["Manuel.Api.Slow.One"]
    assert len(RunPlan.of(Selection(paths=(suites,), exclude=("first",)), {}).tests) == 3


def test_pabot_is_told_balanced_shares(suites: Path, tmp_path: Path) -> None:
    files = RunFiles(tmp_path)
    write_plan(RunPlan.of(Selection(paths=(suites,)), DURATIONS), 2, files)
    assert files.order.read_text().splitlines() == [
        *("{", "--suite Manuel.Api.Slow", "}"),
        *("{", "--suite Manuel.Security.Headers", "--suite Manuel.Api.Quick", "}"),
    ]


def test_the_durations_of_the_last_run_count_unless_other_machines_run_the_rest(
    suites: Path, tmp_path: Path
) -> None:
    test = {
        "test_name": "One",
        "status": "passed",
        "duration_ms": 60_000,
        "details": {"source": "suites/api/quick.robot"},
    }
    (tmp_path / "results.json").write_text(json.dumps({"test_results": [test]}))
    quick = Selection(paths=(suites,), suites=("quick",), include=("first",))
    assert planned(quick, tmp_path / "results.json").suites == {"Manuel.Api.Quick": 60.0}
    alone = replace(quick, shard=Shard(1, 1))
    assert planned(alone, tmp_path / "results.json").suites == {"Manuel.Api.Quick": 1.0}


def test_shards_are_one_plan_in_parts(suites: Path) -> None:
    plan = RunPlan.of(Selection(paths=(suites,)), DURATIONS)
    parts = [plan.shard(Shard(number, 2)) for number in (1, 2)]
    assert sorted(test.name for part in parts for test in part.tests) == sorted(
        test.name for test in plan.tests
    )
    assert list(parts[0].suites) == ["Manuel.Api.Slow"]
    with pytest.raises(ConfigurationError, match="--shard 4/4 has nothing to do"):
        plan.shard(Shard(4, 4))
