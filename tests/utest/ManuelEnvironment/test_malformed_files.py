"""Malformed settings files through both doors: `manuel-tests run --config` and `robot --variablefile`."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from manuel_runner.command_line import main
from ManuelEnvironment.configuration import VARIABLES
from ManuelEnvironment.errors import LONGEST_MESSAGE, ConfigurationError
from ManuelEnvironment.settings import Settings
from ManuelEnvironment.variable_files import settings_in
from support.hypothesis_search import TIMEOUT, search

SEED = int(os.environ.get("MALFORMED_FILES_SEED", random.SystemRandom().randrange(2**32)))
LOCAL_FILE = (VARIABLES / "local.yaml").read_text(encoding="utf-8")
LOCAL: dict[str, Any] = yaml.safe_load(LOCAL_FILE)
SUFFIXES = (".yaml", ".yml", ".json", ".YAML", ".JSON")

names = st.text(min_size=1, max_size=2000).filter(lambda name: name not in Settings.model_fields)
wrong_values: st.SearchStrategy[Any] = st.one_of(
    st.dictionaries(st.text(), st.integers(), min_size=1),
    st.lists(st.dictionaries(st.text(), st.none(), max_size=1), min_size=1),
    st.text(min_size=1).map(lambda text: [[text]]),
)
keys = st.sampled_from(
    [key for key in LOCAL if key not in ("service_level_objectives", "test_user_password")]
)


def as_written(values: dict[Any, Any]) -> st.SearchStrategy[bytes]:
    """Return the settings as YAML, of which JSON is a part."""
    return st.sampled_from([json.dumps(values).encode(), yaml.safe_dump(values).encode()])


def is_not_empty_mapping(content: bytes) -> bool:
    """Return whether this is anything but `{}`, which `manuel-tests run --config` takes as settings that differ in nothing."""
    return b"".join(content.split()) != b"{}"


unknown_key = names.flatmap(lambda name: as_written({**LOCAL, name: 1}))
misspelt_key = keys.flatmap(
    lambda key: as_written({name + "s" * (name == key): value for name, value in LOCAL.items()})
)
value_of_another_type = st.tuples(keys, wrong_values).flatmap(
    lambda pair: as_written({**LOCAL, pair[0]: pair[1]})
)
duplicate_key = keys.map(lambda key: f"{LOCAL_FILE}\n{key}: {json.dumps(LOCAL[key])}\n".encode())
no_mapping = st.one_of(st.integers(), st.lists(st.text()), st.text(), st.none()).map(
    lambda value: json.dumps(value).encode()
)
cut_off = st.integers(1, 60).map(lambda length: json.dumps(LOCAL).encode()[:-length])
any_bytes = st.binary(max_size=400).filter(is_not_empty_mapping)
any_text = (
    st.text(max_size=400).map(lambda text: text.encode(errors="surrogatepass")).filter(is_not_empty_mapping)
)
deep = st.tuples(st.sampled_from(["[", '{"a": ', "- ", "? "]), st.integers(1500, 20_000)).map(
    lambda pair: (pair[0] * pair[1]).encode()
)
large = st.sampled_from([b"a: 1\n", b" ", b'{"a": 1}\n', b"\0", b"["]).map(
    lambda part: part * (10_000_000 // len(part))
)
malformed = st.one_of(
    unknown_key, misspelt_key, value_of_another_type, duplicate_key, no_mapping, cut_off,
    any_bytes, any_text, deep, large,
)  # fmt: skip


def through_the_runner(path: Path) -> str:
    """Return what `manuel-tests run --config` says."""
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("builtins.print", lambda text, **_: lines.append(text))
        assert main(["run", "--config", str(path)]) == 252
    (line,) = lines
    return line


def through_robot(path: Path) -> str:
    """Return what `robot --variablefile` says."""
    with pytest.raises(ConfigurationError) as failure:
        settings_in([(str(path), [])])
    return str(failure.value)


@pytest.mark.parametrize("door", [through_the_runner, through_robot])
@seed(SEED)
@settings(search(examples=100), derandomize=False, database=None, phases=[Phase.generate])
@TIMEOUT
@given(content=malformed, suffix=st.sampled_from(SUFFIXES))
def test_every_malformed_file_is_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, door: Callable[[Path], str], content: bytes, suffix: str
) -> None:
    print(f"MALFORMED_FILES_SEED={SEED}")
    path = tmp_path_factory.getbasetemp() / f"settings{suffix}"
    path.write_bytes(content)
    line = door(path)
    assert str(path) in line
    assert line.isprintable()
    assert len(line) <= LONGEST_MESSAGE + len("manuel-tests: ")


@pytest.mark.parametrize("text", ["{}", "{timeout_seconds: 5}", "{api_base_url: 'http://localhost:3000'}"])
def test_a_variable_file_says_for_which_environment_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(text)
    assert through_robot(path).endswith("environment is missing")


@pytest.mark.parametrize("door", [through_the_runner, through_robot])
@pytest.mark.parametrize("target", ["none", "folder", "/dev/zero"])
def test_what_is_no_file_is_refused_in_one_line(
    tmp_path: Path, door: Callable[[Path], str], target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "settings.yaml").symlink_to(tmp_path / target)
    assert "\n" not in door(tmp_path / "settings.yaml")
    assert settings_in([(str(VARIABLES / "local.yaml"), [])])["environment"] == "local"
