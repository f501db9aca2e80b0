from pathlib import Path

import pytest

from manuel_runner.detection.catalogue import DEFECTS, read_change, read_changes, sample
from manuel_runner.selection import SUITES
from manuel_runner.test_runs.suites import Suites
from ManuelEnvironment.errors import ConfigurationError

DEFECT = '''"""The service is never healthy.

It always says so.
"""

NOTICED_BY: str = "Service Is Healthy"
CHOICES = {"token_kind": "access"}
MENTIONS = "unhealthy"

raise RuntimeError("reading must not run this")
'''


def write(folder: Path, name: str, text: str = DEFECT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.py"
    path.write_text(text)
    return path


def test_a_file_is_read_without_being_run(tmp_path: Path) -> None:
    change = read_change(write(tmp_path / "api", "never_healthy"))
    assert (change.name, change.category, change.noticed_by) == ("never_healthy", "api", "Service Is Healthy")
    assert change.description == "The service is never healthy."
    assert change.mentions == "unhealthy"
    assert change.choices == {"token_kind": "access"}


def test_folders_are_read_recursively_and_in_order(tmp_path: Path) -> None:
    write(tmp_path / "one", "b")
    write(tmp_path / "one" / "deeper", "c")
    write(tmp_path / "one", "_helper")
    single = write(tmp_path / "two", "a")
    names = [change.name for change in read_changes([tmp_path / "one", single])]
    assert names == ["b", "c", "a"]


def test_single_defects_can_be_selected(tmp_path: Path) -> None:
    write(tmp_path, "a")
    write(tmp_path, "b")
    assert [change.name for change in read_changes([tmp_path], only=["b"])] == ["b"]
    with pytest.raises(ConfigurationError, match=r"there is no c in .*"):
        read_changes([tmp_path], only=["b", "c"])


def test_samples_are_reproducible(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path, f"defect_{number}")
    changes = read_changes([tmp_path])
    assert len(set(map(str, sample(changes, 5, "one")))) == 5
    assert sample(changes, 5, "one") == sample(changes, 5, "one") != sample(changes, 5, "two")
    assert len(sample(changes, 50, "one")) == 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def broken(:\n", "can't be read: "),
        ('NOTICED_BY = "Service Is Healthy"\n', "needs a docstring that says what it changes"),
    ],
)
def test_an_invalid_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, "bad", text)
    with pytest.raises(ConfigurationError, match=f"{path} {said}"):
        read_change(path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="contains no Python file"):
        read_changes([tmp_path])


@pytest.fixture(scope="module")
def suites() -> Suites:
    return Suites.load()


def test_the_catalogue_has_unique_names_and_existing_categories_and_tests(suites: Suites) -> None:
    changes = read_changes([DEFECTS])
    assert {change.category for change in changes} <= {folder.name for folder in SUITES.iterdir()}
    assert len({change.name for change in changes}) == len(changes)
    assert [change.name for change in changes if not suites.called(change.noticed_by or "")] == []


def test_a_test_is_found_by_its_name_or_the_end_of_its_full_name(suites: Suites) -> None:
    name = "Api.Health.Service Is Healthy"
    assert suites.called("Service Is Healthy") == {name}
    assert suites.called("health.service is healthy") == {name}
    assert suites.called("Is Healthy") == frozenset()


def test_a_copy_has_only_the_selected_tests(suites: Suites) -> None:
    chosen = suites.only(["Api.Health.Service Is Healthy"])
    assert [test.name for test in chosen.all_tests] == ["Service Is Healthy"]
    assert suites.only(suites.names()).test_count == len(suites.tests)


def test_shards_contain_every_test_once_and_do_not_split_files(suites: Suites) -> None:
    shards = suites.shard(suites.names(), 3)
    assert sorted(name for shard in shards for name in shard) == sorted(suites.names())
    assert max(map(len, shards)) < len(suites.tests) / 2
    for shard in shards:
        for other in shards:
            files = {test.file for test in suites.tests if test.name in shard}
            assert shard is other or not files & {test.file for test in suites.tests if test.name in other}
