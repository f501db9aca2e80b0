"""The summary of a run: its outcome, what to fix first, and everything else that was found out, on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from load_engine.charts.sparkline import sparkline
from load_engine.thresholds import Threshold
from manuel_runner.results.flakiness import FlakyTest
from manuel_runner.results.markdown import consequences_of, outcome_of_run
from manuel_runner.results.model import LinkedTest, Results, SuiteTestResult, Summary, VerdictOfRun
from manuel_runner.results.pages.templates import figure, render
from manuel_runner.results.trends import Trend

if TYPE_CHECKING:
    from markupsafe import Markup

_OPEN_CAUSES = 3
_SLOWEST = 10
_STATUSES = ("passed", "failed", "known", "blocked", "skipped")
_SHOWN_STATUSES = ("passed", "failed")
_SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_MEDIAN = "_p50_ms"
_SECTIONS = {
    "What to fix first": ("causes",),
    "Known issues": ("known_causes",),
    "Flaky tests": ("flaky", "flakes"),
    "Categories": ("categories",),
    "Response times": ("measurements",),
    "Changed levels": ("changes",),
    "Slowest tests": ("slowest",),
    "Injected faults": ("faults",),
}
_ALWAYS = "The run"
State = Literal["passed", "failed", "blocked", "skipped"]


@dataclass(frozen=True)
class _Measured:
    """A measurement with its figures, the thresholds that it was evaluated by, and its charts."""

    name: str
    figures: Mapping[str, float]
    verdicts: Sequence["_Verdict"]
    charts: Sequence["Markup"]

    @property
    def median(self) -> str:
        """The median; for a comparison, that of each kind."""
        if "p50_ms" in self.figures:
            return figure(self.figures["p50_ms"])
        medians = {name: value for name, value in self.figures.items() if name.endswith(_MEDIAN)}
        return ", ".join(f"{name.removesuffix(_MEDIAN)} {figure(value)}" for name, value in medians.items())

    @property
    def urgency(self) -> tuple[bool, float, bool]:
        """Sorts what missed a threshold first, then what is closest to an upper limit, and what was not evaluated last."""
        used = max((verdict.used for verdict in self.verdicts if verdict.used is not None), default=-1.0)
        return all(verdict.met for verdict in self.verdicts), -used, not self.verdicts


@dataclass(frozen=True)
class _Verdict:
    """A verdict, and how much of what its threshold allows was used up, in per cent; None if it is not an upper limit."""

    text: str
    met: bool
    used: float | None
    test: LinkedTest

    @classmethod
    def of(cls, verdict: VerdictOfRun) -> "_Verdict":
        threshold = Threshold.parse(verdict.threshold)
        sign = _SIGNS.get(threshold.operator, threshold.operator)
        text = verdict.threshold.replace(threshold.operator, f" {sign} ", 1)
        return cls(" ".join(text.split()), verdict.met, _used(threshold, verdict), verdict.test)


@dataclass
class _Failure:
    """A failure, with all that was done under its name; one without a name is called by what it did.

    `hits` is None for one that has a real cause.
    """

    name: str
    what: list[str] = field(default_factory=list)
    hits: int | None = None
    tests: dict[str, LinkedTest] = field(default_factory=dict)
    passed: int = 0

    @property
    def is_coped_with(self) -> bool:
        """Whether all its tests passed."""
        return self.passed == len(self.tests)

    @property
    def is_notable(self) -> bool:
        """Whether it is shown at once: it has a name, or a test that did not pass."""
        return not self.is_coped_with or self.name not in self.what


def render_summary_page(
    results: Results,
    charts: Mapping[str, Sequence[str]],
    trends: Sequence[Trend] = (),
    flakes: Sequence[FlakyTest] = (),
) -> str:
    """Return the page; it needs no script, and links to the tests in the log.html next to it.

    Args:
        results: The results of the run.
        charts: SVG elements by the name of what was measured.
        trends: The trends of this selection of tests.
        flakes: The tests that were flaky in the runs so far.
    """
    content: dict[str, Sequence[Any] | Mapping[str, Any]] = {
        "causes": results.unknown_causes,
        "known_causes": results.known_causes,
        "flaky": [test for test in results.test_results if test.first_failure is not None],
        "flakes": flakes,
        "categories": results.categories,
        "measurements": _measurements(results, charts),
        "changes": [trend for trend in trends if trend.direction != "stable"],
        "slowest": _slowest(results.test_results),
        "faults": _failures(results),
    }
    return render(
        "summary.html.jinja",
        **content,
        sections=[*_sections(content), _ALWAYS],
        run=results.run,
        summary=results.summary,
        outcome=outcome_of_run(results.summary),
        state=_state(results.summary),
        statuses=[name for name in _STATUSES if getattr(results.summary, name) or name in _SHOWN_STATUSES],
        block_reasons=results.block_reasons,
        skip_reasons=results.skip_reasons,
        open_causes=_OPEN_CAUSES,
        consequences_of=consequences_of,
        link=LinkedTest.to,
        sparkline=_sparkline,
    )


def _sections(content: Mapping[str, Any]) -> list[str]:
    """Return the titles of the sections that have something to show."""
    return [title for title, names in _SECTIONS.items() if any(content[name] for name in names)]


def _state(summary: Summary) -> State:
    if summary.failed:
        return "failed"
    if summary.blocked:
        return "blocked"
    return "passed" if summary.passed else "skipped"


def _measurements(results: Results, charts: Mapping[str, Sequence[str]]) -> list[_Measured]:
    from markupsafe import Markup

    measured = [
        _Measured(
            name,
            figures,
            [_Verdict.of(verdict) for verdict in results.verdicts.get(name, [])],
            [Markup(chart) for chart in charts.get(name, [])],  # noqa: S704 - escaped by the chart
        )
        for name, figures in results.measurements.items()
    ]
    return sorted(measured, key=lambda each: each.urgency)


def _used(threshold: Threshold, verdict: VerdictOfRun) -> float | None:
    if not threshold.operator.startswith("<") or not threshold.limit:
        return None
    return 100.0 if verdict.value is None else round(min(100.0, 100 * verdict.value / threshold.limit), 1)


def _slowest(tests: Sequence[SuiteTestResult]) -> list[SuiteTestResult]:
    executed = [test for test in tests if test.executed]
    return sorted(executed, key=lambda test: -test.duration_ms)[:_SLOWEST]


def _failures(results: Results) -> list[_Failure]:
    statuses = {test.details["id"]: test.status for test in results.test_results}
    failures: dict[str, _Failure] = {}
    for fault in results.faults:
        failure = failures.setdefault(fault.failure, _Failure(fault.failure))
        failure.what.append(fault.fault)
        if fault.hits is not None:
            failure.hits = (failure.hits or 0) + fault.hits
        failure.tests |= {test.id: test for test in fault.tests}
    for failure in failures.values():
        failure.passed = sum(statuses[each] == "passed" for each in failure.tests)
    return sorted(failures.values(), key=lambda failure: (failure.is_coped_with, failure.name.casefold()))


def _sparkline(trend: Trend) -> "Markup":
    from markupsafe import Markup

    return Markup(sparkline(trend.values, f"{trend.series}: {trend.direction}"))  # noqa: S704 - escaped by the chart
