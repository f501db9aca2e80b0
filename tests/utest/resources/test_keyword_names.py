"""A keyword's name is enough to know which keyword it is, whatever a suite imports."""

from collections import defaultdict
from pathlib import Path

from robot.libdocpkg import LibraryDocumentation

from keyword_manual import LIBRARIES

PROJECT = Path(__file__).parents[3]


def test_no_two_libraries_or_resources_have_a_keyword_of_the_same_name() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    resources = map(str, sorted((PROJECT / "resources").glob("*.resource")))
    for source in (*LIBRARIES, *resources):
        for keyword in LibraryDocumentation(source).keywords:
            owners[keyword.name.casefold().replace(" ", "")].append(f"{keyword.name} of {Path(source).stem}")
    assert len(owners) > 100
    assert [same for same in owners.values() if len(same) > 1] == []
