import json
from pathlib import Path

import pytest

from manuel_runner.command_line import _parser, main
from manuel_runner.json_file import write_json


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["soak", "--runs", "0"], "argument --runs: expected a whole number above 0, got '0'"),
        (["soak", "--processes", "-1"], "argument --processes: expected a whole number above 0, got '-1'"),
        (["soak", "--seed", "today"], "argument --seed: invalid int value: 'today'"),
        (["mutate", "--processes", "0"], "argument --processes: expected a whole number above 0, got '0'"),
        (["mutate", "--sample", "1.5"], "argument --sample: expected a whole number above 0, got '1.5'"),
        (["mutate", "--minutes", "inf"], "argument --minutes: expected a number above 0, got 'inf'"),
        (["mutate", "--minutes", "ten"], "argument --minutes: expected a number above 0, got 'ten'"),
        (
            ["load", "mix.yaml", "--port", "99999"],
            "argument --port: expected a port from 1 to 65535, got '99999'",
        ),
        (["mutate", "--nothing"], "unrecognized arguments: --nothing"),
        (["no-such-command"], "invalid choice: 'no-such-command'"),
        ([], "the following arguments are required: COMMAND"),
    ],
)
def test_invalid_input_is_reported_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 252
    error = capsys.readouterr().err
    assert error.startswith("manuel-tests: ")
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("command", ["mutate", "mutate-code", "soak"])
def test_the_default_seed_is_random(command: str) -> None:
    assert _parser().parse_args([command]).seed != _parser().parse_args([command]).seed
    assert _parser().parse_args([command, "--seed", "7"]).seed == 7


def test_a_json_file_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "found.json"
    write_json(path, {"title": "Küche"})
    assert path.read_text(encoding="utf-8") == '{\n  "title": "Küche"\n}\n'
    assert json.loads(path.read_bytes()) == {"title": "Küche"}


def test_a_json_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    write_json(path, {"old": 1})
    with path.open(encoding="utf-8") as opened_before:
        write_json(path, {"new": 2})
        assert json.load(opened_before) == {"old": 1}
    assert json.loads(path.read_bytes()) == {"new": 2}
    assert list(tmp_path.iterdir()) == [path]


def refuse(_draft: Path, _target: Path) -> None:
    raise OSError("no space left")


def test_what_cannot_be_written_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "found.json"
    write_json(path, {"old": 1})
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no space left"):
        write_json(path, {"new": 2})
    assert json.loads(path.read_bytes()) == {"old": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_half_a_character_is_written_as_its_escape(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    write_json(path, {"got": "Ü \ud800"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"got": "Ü \\ud800"}


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    link = tmp_path / "nowhere"
    link.symlink_to("/dev/null")
    write_json(link, {"new": 2})
    assert link.is_char_device()
