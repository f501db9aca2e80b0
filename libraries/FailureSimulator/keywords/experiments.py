"""Keywords for chaos experiments."""

import html
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from robot.api import logger
from robot.api.deco import keyword
from robot.utils import timestr_to_secs

from FailureSimulator.errors import FailureSimulationError
from FailureSimulator.experiment_files import read_experiment
from FailureSimulator.experiments import Experiment, ExperimentRunner, FailureStep, Journal, Stage, Step
from FailureSimulator.simulator import Simulator

FOLDER = "experiments"
_ARGUMENT_SEPARATOR = re.compile(r"\s{2,}")


class ExperimentKeywords:
    """Run experiments and write their journals."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    @keyword(tags=["Experiments"])
    def run_experiment(  # noqa: PLR0913 — the parts of an experiment
        self,
        title: str,
        *,
        steady_state: list[str] | str,
        failures: list[str] | str,
        probes: list[str] | str,
        rollback: list[str] | str | None = None,
        recovery: timedelta = timedelta(),
    ) -> dict[str, Any]:
        """Find out whether the system stays or becomes itself again when something fails.

        The steady state is checked first; if it does not hold, nothing is made to fail. Then the failures are activated, the
        probes run while they act, the failures end, what the probes did is undone, and the steady state is checked again.
        The journal is a table in the log and a JSON file under `experiments/` in the output directory.

        A step is a keyword; arguments follow after two or more spaces, as in a test case.

        Args:
            title: What is to be found out.
            steady_state: Keywords that pass when the system is well.
            failures: Names as [Activate Failure] takes them, with options: `bedrock_throttling    times=2`.
            probes: Keywords that pass when the system does what it should while things fail.
            rollback: Keywords that undo what the probes did, run when the failures have ended, whatever came of them.
            recovery: How long the steady state may take to come back.

        Returns:
            The journal.

        Raises:
            AssertionError: The steady state did not hold or did not come back, a probe failed, or a failure never happened.

        Example:
            ```robotframework
            Run Experiment    A throttled model costs patience, not answers
            ...    steady_state=Question Should Be Answered
            ...    failures=bedrock_throttling${SPACE*4}times=2
            ...    probes=Question Should Be Answered
            ```
        """
        experiment = Experiment(
            title=title,
            steady_state=_steps(steady_state),
            failures=[_failure(text) for text in _listed(failures)],
            probes=_steps(probes),
            rollback=_steps(rollback),
            recovery=recovery.total_seconds(),
        )
        return self._run(experiment)

    @keyword(tags=["Experiments"])
    def run_experiment_from_file(self, path: Path) -> dict[str, Any]:
        """Run the experiment that a YAML file describes, as [Run Experiment] does.

        ```yaml
        title: A throttled model costs patience, not answers
        steady_state: Question Should Be Answered
        failures:
          - {name: bedrock_throttling, times: 2}
        probes:
          - [Question Should Be Answered, How do I descale it?]
        rollback: Delete My Manuals
        recovery: 10s
        ```

        `rollback` runs when the failures have ended; it and `recovery` may be missing.

        Args:
            path: The file.

        Returns:
            The journal.

        Raises:
            FailureSimulationError: The file can't be read or is no experiment.
            AssertionError: As [Run Experiment].

        Example:
            | Run Experiment From File | ${CURDIR}/throttled-model.yaml |
        """
        return self._run(read_experiment(path, _keyword_step, timestr_to_secs))

    def _run(self, experiment: Experiment) -> dict[str, Any]:
        from robot.errors import ExecutionFailed

        runner = ExperimentRunner(
            self._simulator, failed=(ExecutionFailed, AssertionError, FailureSimulationError)
        )
        journal = runner.run(experiment)
        logger.info(_as_table(journal), html=True)
        logger.info(f"Journal: {_write(journal)}")
        decisive = journal.first_failure
        if decisive is not None:
            raise AssertionError(
                f"Experiment '{journal.title}': {_verdict(decisive.stage)}\n{decisive.step}: {decisive.message}"
            )
        return journal.as_json()


def _verdict(stage: Stage) -> str:
    return {
        Stage.STEADY_BEFORE: "the system was not well to begin with, so nothing was made to fail.",
        Stage.FAILURES: "a failure could not be brought about.",
        Stage.PROBES: "the system did not do what it should while things failed.",
        Stage.ROLLBACK: "a failure never happened, or what should be undone could not be.",
        Stage.STEADY_AFTER: "the system did not become itself again.",
    }[stage]


def _steps(keywords: Sequence[str] | str | None) -> list[Step]:
    return [_keyword_step(_ARGUMENT_SEPARATOR.split(text.strip())) for text in _listed(keywords)]


def _keyword_step(words: list[Any]) -> Step:
    from robot.libraries.BuiltIn import BuiltIn

    return Step("    ".join(map(str, words)), lambda: BuiltIn().run_keyword(*words))


def _failure(text: str) -> FailureStep:
    name, *options = _ARGUMENT_SEPARATOR.split(text.strip())
    if not all("=" in option for option in options):
        raise FailureSimulationError(f"{text!r}: after a failure's name come options such as times=2.")
    return FailureStep(name, dict(option.split("=", 1) for option in options))


def _listed(texts: Sequence[str] | str | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or ())


def _as_table(journal: Journal) -> str:
    rows = [
        "<tr>"
        f"<td>{html.escape(result.stage)}</td><td>{html.escape(result.step)}</td>"
        f"<td><span class='{'pass' if result.passed else 'fail'}'>{'PASS' if result.passed else 'FAIL'}</span></td>"
        f"<td style='text-align:right'>{result.elapsed_ms:.0f}</td><td>{html.escape(result.message)}</td>"
        "</tr>"
        for result in journal.results
    ]
    return (
        f"<b>{html.escape(journal.title)}</b>: {len(journal.effects)} requests were hit."
        "<table><tr><th>stage</th><th>step</th><th>result</th><th>ms</th><th>message</th></tr>"
        f"{''.join(rows)}</table>"
    )


def _write(journal: Journal) -> Path:
    from robot.libraries.BuiltIn import BuiltIn

    folder = Path(BuiltIn().get_variable_value("${OUTPUT DIR}")) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"\W+", "-", journal.title.casefold()).strip("-") or "experiment"
    taken = len(list(folder.glob(f"{stem}*.json")))
    path = folder / (f"{stem}.json" if not taken else f"{stem}-{taken + 1}.json")
    path.write_text(json.dumps(journal.as_json(), indent=2) + "\n", encoding="utf-8")
    return path
