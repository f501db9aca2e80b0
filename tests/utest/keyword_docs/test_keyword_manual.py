"""Every keyword of the manual is documented, and every example in it is readable and would run."""

from pathlib import Path
from urllib.parse import quote

import pytest
from robot.libdoc import LibraryDocumentation

from keyword_manual import LIBRARIES, RESOURCES, resource_page, write
from ManuelEnvironment import running_environment
from support.keyword_manual import problems_of

# A keyword whose documentation has nothing wrong, and what to replace in it to make it wrong.
GOOD = '''
"""Cite the pages of manuals.

## Usage

```robotframework
*** Settings ***
Library    ManuelAPI

*** Test Cases ***
The Service Is Healthy
    Get Health
```
"""
ROBOT_LIBRARY_DOC_FORMAT = "MARKDOWN"

def cite_page(manual: str, page: int = 1):
    """Cite a page of a manual, as [Cite Page] does.

    Args:
        manual: The manual's name.
        page: The page to cite.

    | page | is |
    |---|---|
    | 1 | the `*first*` one |

    Example:
    ```robotframework
    ${answer} =    Ask    How do I descale it?
    FOR    ${page}    IN RANGE    3
        Cite Page    coffee-machine    page=${page}
    END
    ```
    """
'''
EXAMPLE = GOOD[GOOD.index("    Example:") : GOOD.rindex('    """')]
PIPES = "    Example:\n        | Cite Page | coffee-machine |\n        | Cite Page | thermostat | page=2 |\n"
DEFECTS = {
    "no complete example": ("*** Settings ***", "", "the first section should be '## Usage'"),
    "an import of nothing": ("Library    ManuelAPI", "Library    ManuelABC", "No module named 'ManuelABC'"),
    "an import that is missing": (
        "Library    ManuelAPI",
        "Library    ManuelAuth",
        "No keyword with name 'Get Health'",
    ),
    "no short documentation": ("Cite a page of a manual, as [Cite Page] does.", "", "should be a sentence"),
    "an argument without documentation": (
        "        page: The page to cite.\n",
        "",
        "argument page is not documented",
    ),
    "no example": (EXAMPLE, "", "no example calls it"),
    "an example of something else": ("Cite Page    coffee", "Log    coffee", "no example calls it"),
    "a collapsed table": (
        EXAMPLE,
        PIPES,
        "a table collapses into a line of text: | Cite Page | coffee-machine |",
    ),
    "an indented fence": ("    ```", "        ```", "a code block collapses into a line of text"),
    "an open fence": ("END\n    ```", "END", "a code block collapses into a line of text"),
    "a link to nothing": ("[Cite Page]", "[Cite Chapter]", "the link [Cite Chapter] leads nowhere"),
    "an unknown keyword": ("    Ask    ", "    Ask Nicely    ", "No keyword with name 'Ask Nicely' found"),
    "an unknown argument": ("page=${page}", "${page}    chapter=2", "expected 1 to 2 arguments, got 3"),
    "an argument of the wrong type": (
        "page=${page}",
        "page=two",
        "'page' got value 'two' that cannot be converted",
    ),
    "a loop without an end": ("    END\n", "", "FOR loop must have closing END"),
    "an invalid heading": (
        "    ${answer} =",
        "    *** Steps ***\n    ${answer} =",
        "Unrecognized section header",
    ),
    "an invalid setting": (
        "    ${answer} =",
        "    [Tag]    smoke\n    ${answer} =",
        "Non-existing setting 'Tag'",
    ),
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_documentation_of_library_is_complete_and_checked_without_an_environment(name: str) -> None:
    problems = problems_of(LibraryDocumentation(name))
    assert not problems, "\n".join(problems)
    assert running_environment() is None


@pytest.mark.parametrize("path", RESOURCES, ids=lambda path: path.name)
def test_documentation_of_resource_file_is_complete(path: Path) -> None:
    problems = problems_of(resource_page(path))
    assert not problems, "\n".join(problems)


def problems_of_library(path: Path, code: str) -> list[str]:
    path.write_text(code, encoding="utf-8")
    return problems_of(
        LibraryDocumentation(str(path)), f"*** Settings ***\nLibrary    ManuelAPI\nLibrary    {path}\n"
    )


def test_good_documentation_has_no_problem(tmp_path: Path) -> None:
    assert problems_of_library(tmp_path / "Sample.py", GOOD) == []


@pytest.mark.parametrize(("good", "bad", "problem"), DEFECTS.values(), ids=DEFECTS)
def test_defective_documentation_has_a_problem(tmp_path: Path, good: str, bad: str, problem: str) -> None:
    assert good in GOOD
    problems = problems_of_library(tmp_path / "Sample.py", GOOD.replace(good, bad))
    assert problem in "\n".join(problems)


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keywords")
    write(folder)
    return folder


def test_no_part_of_an_example_is_highlighted_as_an_error(manual: Path) -> None:
    pages = {page.name: page.read_text(encoding="utf-8") for page in manual.iterdir()}
    assert any('class=\\"nf\\"' in page for page in pages.values())
    assert [name for name, page in pages.items() if 'class=\\"err\\"' in page] == []


def test_index_lists_every_keyword_and_links_to_its_page(manual: Path) -> None:
    index = (manual / "index.html").read_text(encoding="utf-8")
    for page in (*map(LibraryDocumentation, LIBRARIES), *map(resource_page, RESOURCES)):
        assert (manual / f"{page.name}.html").is_file()
        assert f'<a href="{page.name}.html">{page.name}</a>' in index
        for keyword in page.keywords:
            assert f'<a href="{page.name}.html#{quote(keyword.name)}">{keyword.name}</a>' in index
