"""Keywords for chaos experiments."""

import html
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

from robot.api import logger
from robot.api.deco import keyword
from robot.utils import timestr_to_secs

from cause_register.forms import StepFailed
from FailureSimulator.errors import FailureSimulationError
from FailureSimulator.experiment_files import read_experiment
from FailureSimulator.experiments import (
    Experiment,
    ExperimentRunner,
    ExperimentStage,
    FailureStep,
    Journal,
    Step,
)
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
        """Run an experiment: find out whether the system copes with failures and returns to its steady state.

        The steady state is checked first; if it does not hold, no failure is activated. Then the failures are activated, the
        probes run, the failures end, the rollback undoes what the probes did, and the steady state is checked again. The
        journal is a table in the log and a JSON file under `experiments/` in the output directory.

        A step is a keyword; its arguments follow after two or more spaces, as in a test case.

        Args:
            title: What is to be found out.
            steady_state: Keywords that pass if the system is in its steady state.
            failures: Names as for [Activate Failure], with options: `bedrock_throttling    times=2`.
            probes: Keywords that pass if the system does what it should while the failures are active.
            rollback: Keywords that undo what the probes did; they run after the failures have ended, whatever the outcome.
            recovery: How long the system may take to return to its steady state, e.g. `10s`. Default: 0 seconds.

        Returns:
            The journal: a mapping with `title`, `started_at`, `passed`, `results` (one per step) and `effects`.

        Raises:
            AssertionError: The steady state did not hold or return, a probe failed, or a failure hit nothing.

        Example:
        ```robotframework
        Sign In With Manual    coffee-machine.pdf
        Run Experiment    A throttled model delays but does not lose answers
        ...    steady_state=Get Health
        ...    failures=bedrock_throttling${SPACE * 4}times=2
        ...    probes=Ask${SPACE * 4}How do I descale it?
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
        title: A throttled model delays but does not lose answers
        steady_state: Get Health
        failures:
          - {name: bedrock_throttling, times: 2}
        probes:
          - [Ask, How do I descale it?]
        rollback: Close Circuit Breakers
        recovery: 10s
        ```

        `rollback` and `recovery` are optional.

        Args:
            path: The file.

        Returns:
            The journal, as from [Run Experiment].

        Raises:
            FailureSimulationError: The file can't be read or is not a valid experiment.
            AssertionError: As for [Run Experiment].

        Example:
        ```robotframework
        Run Experiment From File    ${CURDIR}/throttled-model.yaml
        ```
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
                f"{StepFailed(journal.title, _expectation(decisive.stage), decisive.step)}{decisive.message}"
            )
        return journal.as_json()


def _expectation(stage: ExperimentStage) -> str:
    return {
        ExperimentStage.STEADY_BEFORE: "the system to be in its steady state to begin with; no failure was activated",
        ExperimentStage.FAILURES: "every failure to be activated",
        ExperimentStage.PROBES: "the system to do what it should while the failures were active",
        ExperimentStage.ROLLBACK: "every failure to hit something, and to be ended",
        ExperimentStage.STEADY_AFTER: "the system to return to its steady state",
    }[stage]


def _steps(keywords: Sequence[str] | str | None) -> list[Step]:
    return [_keyword_step(_ARGUMENT_SEPARATOR.split(text.strip())) for text in _listed(keywords)]


def _keyword_step(words: list[Any]) -> Step:
    from robot.libraries.BuiltIn import BuiltIn

    return Step("    ".join(map(str, words)), lambda: BuiltIn().run_keyword(*words))


def _failure(text: str) -> FailureStep:
    name, *options = _ARGUMENT_SEPARATOR.split(text.strip())
    if not all("=" in option for option in options):
        raise FailureSimulationError(
            f"{text!r}: a failure's name must be followed by options such as times=2."
        )
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
    path = _free_path(folder, stem)
    path.write_text(json.dumps(journal.as_json(), indent=2) + "\n", encoding="utf-8")
    return path


def _free_path(folder: Path, stem: str) -> Path:
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(path for name in names if not (path := folder / f"{name}.json").exists())
