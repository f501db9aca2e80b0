"""Failed tests as annotations of GitHub."""

import io
import re
from pathlib import Path

import pytest
from robot import run
from robot.utils import escape

from cause_register import Cause, CauseKind, Example, KnownCause
from manuel_runner.annotations import annotations
from manuel_runner.command_line import main
from ManuelEnvironment.errors import ConfigurationError

SUITE = """\
*** Test Cases ***
Good
    No Operation

Met A Cause
    No Operation

Bad: 100 %, Or More
    Fail    Expected 1.\\nGot 100 %

Of A Cause
    Set Test Metadata    Cause    {cause}
    Fail    Expected 200
"""


@pytest.fixture
def output(tmp_path: Path) -> Path:
    cause = Cause(
        kind=CauseKind.UNUSABLE,
        reason="POST /api/query 500",
        title="t",
        expected="200",
        got="500",
    )
    known = KnownCause(cause, "Suites.Api.Usage.Met A Cause", Example())
    suite = tmp_path / "suites" / "api" / "usage.robot"
    suite.parent.mkdir(parents=True)
    suite.write_text(SUITE.replace("{cause}", escape(known.to_json())))
    run(tmp_path / "suites", output=tmp_path / "output.xml", log=None, report=None, stdout=io.StringIO())
    return tmp_path / "output.xml"


def test_each_failed_test_is_annotated_at_its_line(output: Path) -> None:
    bad, _ = annotations(output)
    assert bad == (
        "::error file=suites/api/usage.robot,line=8,title=Bad%3A 100 %25%2C Or More::Expected 1.%0AGot 100 %25"
    )


def test_a_cause_is_annotated_where_it_was_met_first(output: Path) -> None:
    _, cause = annotations(output)
    assert cause == "::error file=suites/api/usage.robot,line=5,title=Of A Cause::Expected 200"


def test_the_command_prints_them(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", "--outputdir", str(output.parent)]) == 0
    assert len(re.findall(r"^::error ", capsys.readouterr().out, re.MULTILINE)) == 2


def test_a_missing_output_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"output\.xml cannot be read"):
        list(annotations(tmp_path / "output.xml"))
