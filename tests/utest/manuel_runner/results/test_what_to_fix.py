"""The summary on the console, in Markdown and as a page: what to fix first, in the order of what waits for it."""

from pathlib import Path

import pytest

from manuel_runner.results import Results, describe_end, write_results

SUITE = """
*** Variables ***
${WHERE}    Where: GET http://127.0.0.1:1/health, request id r-1, trace id t-1, 3 ms


*** Test Cases ***
Refuses A Question
    Fail    Expected status 400.\\nGot 200 OK: <b>yes</b>\\n${WHERE}

Grows By One
    Fail    Expected growth by 1.\\nGot growth by 2\\n${WHERE}

Grows By Two
    Fail    Expected growth by 2.\\nGot growth by 4\\n${WHERE}

Passes
    No Operation
"""
FIRST = "GET /health: expected growth by …, got growth by …"
SECOND = "GET /health: expected status 400, got 200 OK"


@pytest.fixture
def results(run_suites, tmp_path: Path) -> Results:
    return write_results(run_suites({"api/usage.robot": SUITE}), tmp_path, "local")


def test_tests_that_fail_alike_have_one_cause(results: Results) -> None:
    assert [(cause.title, len(cause.failed)) for cause in results.causes] == [(FIRST, 2), (SECOND, 1)]
    assert results.causes[0].message.startswith("Expected growth by 1.\nGot growth by 2\n")


def test_the_console_ends_with_what_to_fix_first_and_what_to_open(results: Results) -> None:
    assert describe_end(results, Path("/a b")).splitlines() == [
        "What to fix first (2 causes, all in the summary):",
        f"  {FIRST} (2 failed)",
        "    file:///a%20b/log.html#s1-s1-s1-t2",
        f"  {SECOND} (1 failed)",
        "    file:///a%20b/log.html#s1-s1-s1-t1",
        "Tests: 1 passed, 3 failed, 0 blocked, 0 skipped",
        "  summary  file:///a%20b/summary.html",
        "  log      file:///a%20b/log.html",
        "  trends   file:///a%20b/trends.html",
    ]


def test_folders_are_named_if_the_run_has_written_them(results: Results, tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    trends, profile = describe_end(results, tmp_path, ("profile", "debug")).splitlines()[-2:]
    assert trends == f"  trends   {tmp_path.as_uri()}/trends.html"
    assert profile == f"  profile  {tmp_path.as_uri()}/profile"


@pytest.mark.usefixtures("results")
@pytest.mark.parametrize("file", ["summary.md", "summary.html"])
def test_causes_come_before_the_categories(tmp_path: Path, file: str) -> None:
    text = (tmp_path / file).read_text()
    places = [text.rindex(part) for part in ("What to fix first", FIRST, SECOND, "Categories")]
    assert places == sorted(places)


@pytest.mark.usefixtures("results")
def test_the_page_leads_to_the_tests_in_the_log_without_scripts(tmp_path: Path) -> None:
    page = (tmp_path / "summary.html").read_text()
    assert '<a href="log.html#s1-s1-s1-t3">Suites.Api.Usage.Grows By Two</a>' in page
    assert "<script" not in page
    assert "&lt;b&gt;yes&lt;/b&gt;" in page
    assert 'name="viewport"' in page


def test_a_run_without_failures_has_nothing_to_fix(run_suites, tmp_path: Path) -> None:
    healthy = "*** Test Cases ***\nPasses\n    No Operation\n"
    results = write_results(run_suites({"api/usage.robot": healthy}), tmp_path, "local")
    first, *_ = describe_end(results, tmp_path).splitlines()
    assert first == "Tests: 1 passed, 0 failed, 0 blocked, 0 skipped"
    assert "What to fix first" not in (tmp_path / "summary.html").read_text()


SECURITY = """
Manuals Of Others Are Listed
    [Tags]    {tag}
    Fail    Expected no manuals.\\nGot 3\\n${{WHERE}}
"""


@pytest.mark.parametrize("tag", ["security", "ownership", "cwe-639"])
def test_what_security_tests_fail_by_comes_first(run_suites, tmp_path: Path, tag: str) -> None:
    output = run_suites({"api/usage.robot": SUITE + SECURITY.format(tag=tag)})
    titles = [cause.title for cause in write_results(output, tmp_path, "local").causes]
    assert titles == ["GET /health: expected no manuals, got …", FIRST, SECOND]
