"""A mix is read as it is meant, or refused in one line."""

from pathlib import Path

import pytest

from load_engine.mix.model import LoadMix
from load_engine.mix.reading import LoadMixError, read_mix
from load_engine.population import UserStage
from load_engine.schedule import LoadStage
from load_engine.thresholds import Threshold

VALID = """
name: An afternoon
stages: [0 to 20 users in 10 s, 20 users for 1 min]
think_time: 1 s to 3 s
signed_in_users: 2
data: questions.csv
requests:
  - {route: GET /health, weight: 3, signed_in: false}
  - {route: POST /api/query, body: {question: "How do I {task} it?"}, thresholds: [p(95)<3s]}
thresholds: [error_rate<1%]
"""
AT_A_RATE = "name: x\nstages: [10/s for 1 s]\nrequests: [{route: /health}]\n"


@pytest.fixture
def mix_file(tmp_path: Path) -> Path:
    (tmp_path / "questions.csv").write_text("task,machine\ndescale,coffee machine\nclean,oven\n")
    return tmp_path / "mix.yaml"


def test_valid_mix_is_read(mix_file: Path) -> None:
    mix_file.write_text(VALID)
    mix, rows = read_mix(mix_file)
    assert mix.user_stages == [UserStage(10, 0, 20), UserStage(60, 20, 20)]
    assert (mix.think_time, mix.most_users, mix.rate_stages) == ((1, 3), 20, [])
    assert [request.weight for request in mix.requests] == [3, 1]
    assert mix.requests[1].thresholds == (Threshold.parse("p(95)<3s"),)
    assert rows == [
        {"task": "descale", "machine": "coffee machine"},
        {"task": "clean", "machine": "oven"},
    ]


def test_rates_are_read(mix_file: Path) -> None:
    mix_file.write_text(AT_A_RATE)
    mix, rows = read_mix(mix_file)
    assert (mix.rate_stages, mix.user_stages, rows) == ([LoadStage(1, 10, 10)], [], [])
    assert (mix.requests[0].method, mix.requests[0].path) == ("GET", "/health")


def test_json_gives_the_same_mix(mix_file: Path) -> None:
    mix_file.write_text(VALID)
    mix, _ = read_mix(mix_file)
    assert LoadMix.model_validate(mix.model_dump(mode="json")) == mix


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("name: An afternoon", "", "name is missing"),
        ("weight: 3", "wieght: 3", "there is no key requests[1].wieght. Did you mean weight?"),
        ("weight: 3", "weight: 0", "requests[1].weight is 0; input should be greater than or equal to 1"),
        (
            "GET /health",
            "https://elsewhere.example/",
            "requests[1].route: 'https://elsewhere.example/' is not a route. Expected a method and a path",
        ),
        ("GET /health", "FOO /health", "requests[1].route: 'FOO /health' is not a route."),
        ("20 users for 1 min", "20/s for 1 min", "stages must all have rates"),
        ("20 users for 1 min", "soon", "stages[2]: 'soon' is not a stage."),
        ("20 users for 1 min", "20 users for ever", "stages[2]: 'ever' is not a duration."),
        (
            "think_time: 1 s to 3 s",
            "think_time: 3 s to 1 s",
            "think_time: '3 s to 1 s' begins with the longer time",
        ),
        ("p(95)<3s", "fast", "requests[2].thresholds[1]: 'fast' is not a threshold."),
        ("p(95)<3s", "p95<3s", "requests[2].thresholds[1]: 'p95<3s' is not a threshold."),
        ("p(95)<3s", "p(950)<3s", "requests[2].thresholds[1]: There is no metric 'p(950)': a percentile is"),
        ("p(95)<3s", "speed<3", "requests[2].thresholds[1]: There is no metric 'speed'. The metrics are"),
        (
            "{task}",
            "{taks}",
            "{taks} in POST /api/query: row 1 of questions.csv has no 'taks', only task, machine",
        ),
        ("data: questions.csv", "", "{task} in POST /api/query needs data with a column 'task'"),
        ("signed_in_users: 2", "name: again", "malformed YAML on line 5: key 'name' occurs twice"),
        ("POST /api/query", "GET /health", "two requests are called 'GET /health'"),
        ("error_rate<1%", "offered>1", "offered>1 needs stages of rates, such as 50/s for 10 s"),
        ("p(95)<3s", "late_p(99)<3s", "late_p(99)<3s needs stages of rates, such as 50/s for 10 s"),
    ],
)
def test_mistake_is_refused_in_one_line(mix_file: Path, old: str, new: str, problem: str) -> None:
    assert VALID.count(old) == 1
    mix_file.write_text(VALID.replace(old, new))
    with pytest.raises(LoadMixError) as raised:
        read_mix(mix_file)
    assert str(raised.value).startswith(f"{mix_file}: {problem}")
    assert "\n" not in str(raised.value)


def test_think_time_needs_users(mix_file: Path) -> None:
    mix_file.write_text(f"{AT_A_RATE}think_time: 1 s\n")
    with pytest.raises(LoadMixError, match="think_time needs stages of users"):
        read_mix(mix_file)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("data.csv", "a,b\n1\n", "line 2 of data.csv has not as many values as the first line"),
        ("data.csv", "a,b\n", "data.csv has no row of data"),
        ("data.jsonl", '{"a": 1}\n[1]\n', "line 2 of data.jsonl must be a JSON object, not list"),
        ("data.jsonl", "{a: 1}\n", "line 1 of data.jsonl is not JSON"),
    ],
)
def test_malformed_data_are_refused_in_one_line(
    mix_file: Path, name: str, content: str, problem: str
) -> None:
    mix_file.with_name(name).write_text(content)
    mix_file.write_text(f"{AT_A_RATE}data: {name}\n")
    with pytest.raises(LoadMixError) as raised:
        read_mix(mix_file)
    assert str(raised.value).startswith(f"{mix_file}: {problem}")


def test_missing_file_is_refused_in_one_line(mix_file: Path) -> None:
    with pytest.raises(LoadMixError, match=r"mix\.yaml: can't be read: No such file or directory"):
        read_mix(mix_file)
