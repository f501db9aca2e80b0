"""What summary.html shows of a run, and in which order."""

import json
import re
from pathlib import Path

import pytest
from robot.utils import escape

from FailureSimulator.injected_faults import FAULTS_METADATA
from load_engine.measurement import Measurement
from load_engine.statistics.histogram import Histogram
from load_engine.store import save
from manuel_runner.results import write_results
from manuel_runner.results.pages.templates import figure, seconds
from PerfMetrics.verdicts import VERDICTS_PREFIX

NAMED = {"failure": "bedrock_throttling", "fault": "error ThrottlingException on *", "hits": 2}
UNNAMED = {"failure": "reset on s3.PutObject", "fault": "reset on s3.PutObject", "hits": 1}

REAL = {"failure": "circuit_breaker_open", "fault": "a real cause", "hits": None}


def _judged(name: str, *verdicts: tuple[str, float | None, bool]) -> str:
    fields = [{"threshold": text, "value": value, "met": met} for text, value, met in verdicts]
    return f"Set Test Metadata    {VERDICTS_PREFIX}{name}    {escape(json.dumps(fields))}"


SUITE = f"""
*** Test Cases ***
Judges
    Set Test Metadata    Measured: GET /unjudged    p50_ms=1
    Set Test Metadata    Measured: GET /met    p50_ms=1, p95_ms=25
    Set Test Metadata    Measured: GET /close    p50_ms=1, p95_ms=80
    Set Test Metadata    Measured: GET /missed    p50_ms=1, p95_ms=400
    Set Test Metadata    Measured: POST /cached    miss_p50_ms=520, hit_p50_ms=9
    {_judged("GET /met", ("p(95)<=100", 25, True), ("error_rate==0", 0, True))}
    {_judged("GET /close", ("p(95)<=100", 80, True))}
    {_judged("GET /missed", ("p(95)<=100", 400, False), ("max<1s", None, False))}

Copes
    Set Test Metadata    {FAULTS_METADATA}    {escape(json.dumps([NAMED, UNNAMED, REAL]))}

Does Not Cope
    Set Test Metadata    {FAULTS_METADATA}    {escape(json.dumps([NAMED]))}
    Fail    Expected status 200.

Is Skipped
    Skip    environment prod does not offer <cost>
"""


@pytest.fixture
def page(run_suites, tmp_path: Path) -> str:
    folder = tmp_path / "results"
    output = run_suites({"performance/health.robot": SUITE})
    latency = Histogram.of(range(1_000, 2_000, 10))
    save(Measurement("GET /drawn", "sequential", "pycurl", 1.0, latency), folder, test=None)
    write_results(output, folder, "local")
    return (folder / "summary.html").read_text()


def rows(page: str, section: str) -> list[str]:
    table = page[page.index(f">{section}</h2>") :].partition("</table>")[0]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in table.split("<tr>")[2:]]


def test_what_missed_its_threshold_comes_first_then_what_is_close_to_it_and_what_was_not_judged_last(
    page: str,
) -> None:
    shown = rows(page, "Response times")
    assert [row.split()[1] for row in shown] == [
        "/missed",
        "/close",
        "/met",
        "/unjudged",
        "/cached",
        "/drawn",
    ]
    assert "✗ p(95) ≤ 100 not met ✗ max &lt; 1s not met" in shown[0]
    assert "✓ p(95) ≤ 100 met ✓ error_rate = 0 met" in shown[2]


def test_a_gauge_shows_how_much_of_an_upper_limit_was_used(page: str) -> None:
    assert re.findall(r'<i class="(\w+)" style="width: ([\d.]+)%">', page)[:3] == [
        ("missed", "100.0"),
        ("missed", "100.0"),
        ("met", "80.0"),
    ]


def test_a_comparison_shows_the_median_of_each_kind(page: str) -> None:
    assert "miss 520, hit 9" in page


def test_the_chart_of_a_measurement_is_behind_its_row(page: str) -> None:
    chart = page.index('<summary>Chart<span class="hidden"> of GET /drawn</span></summary>')
    assert page.index("<figure><svg", chart) - chart < 100


def test_failures_by_name_and_those_that_tests_did_not_cope_with_are_shown_at_once(page: str) -> None:
    (named,) = (row for row in rows(page, "Injected faults") if "bedrock_throttling" in row)
    assert named.endswith("error ThrottlingException on * 4 2 1")
    (real,) = (row for row in rows(page, "Injected faults") if "circuit_breaker_open" in row)
    assert real.endswith("a real cause \N{EN DASH} 1 1")
    assert "1 more faults, all of which the tests passed" in page
    assert page.index("1 more faults") < page.index("reset on s3.PutObject")


def test_the_slowest_tests_lead_to_the_log_and_skipped_ones_are_none(page: str) -> None:
    links = re.findall(r'href="log\.html#(s1-s1-s1-t\d)"', page[page.index(">Slowest tests</h2>") :])
    assert set(links[:3]) == {f"s1-s1-s1-t{number}" for number in (1, 2, 3)}


def test_reasons_are_counted_and_escaped(page: str) -> None:
    assert "1 skipped: environment prod does not offer &lt;cost&gt;" in page


def test_links_of_the_navigation_lead_to_sections(page: str) -> None:
    navigation = page[page.index("<nav") : page.index("</nav>")]
    targets = re.findall(r'href="#([\w-]+)"', navigation)
    assert targets
    assert [target for target in targets if f'<h2 id="{target}">' not in page] == []


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0, "0"), (0.28123, "0.2812"), (93.47, "93.47"), (1463.57956, "1,464")]
)
def test_figures_have_four_digits(value: float | None, text: str) -> None:
    assert figure(value) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0 s"), (420, "0.42 s"), (8_400, "8.4 s"), (59_600, "60 s"), (173_455, "2 min 53 s")],
)
def test_durations_are_for_people(milliseconds: int, text: str) -> None:
    assert seconds(milliseconds) == text
