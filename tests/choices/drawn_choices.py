"""Run suites against local stacks whose settings are drawn at random from the choices of a deployment: no test may fail.

`python tests/choices/drawn_choices.py --draws 30 --seed 7 --include api` draws 30 settings files, and runs the tests with the
tag `api` with each. A draw that makes a test fail is printed, and its settings and reports stay in the folder for the results.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from robot.api import ExecutionResult

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = REPOSITORY / "variables" / "local.yaml"
ORIGINS = ("https://app.manuel.yourdomain.com", "https://manuel.example.org", "http://localhost:5173")

CHOICES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "token_kind": st.sampled_from(["id", "access"]),
        "injection_policy": st.sampled_from(["reject", "neutralise"]),
        "rate_limit_requests": st.integers(50, 200),
        "address_rate_limit_requests": st.integers(500, 2000),
        "rate_limit_window_seconds": st.integers(20, 120),
        "daily_quota": st.integers(20, 100),
        "monthly_quota": st.integers(200, 2000),
        "question_length": st.integers(300, 1000),
        "body_limit_mb": st.integers(2, 10),
        "breaker_failures": st.integers(2, 8),
        "breaker_reset_seconds": st.integers(10, 60),
        "cache_hits_charged": st.booleans(),
        "allowed_origins": st.lists(st.sampled_from(ORIGINS), unique=True),
        "max_concurrent_requests": st.sampled_from([1, 5, 20, 50, 100]),
        "parallel_tests": st.sampled_from([1, 2, 4]),
    }
)


def draw(number: int, from_seed: int) -> list[dict[str, Any]]:
    """Return so many different choices; the same ones for the same seed."""
    drawn: list[dict[str, Any]] = []

    @seed(from_seed)
    @settings(
        max_examples=number,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(CHOICES)
    def note(choices: dict[str, Any]) -> None:
        drawn.append(choices)

    note()
    return drawn


def failed_tests(choices: dict[str, Any], folder: Path, selection: list[str]) -> list[str]:
    """Run the tests with these choices, and return those that failed, each with the first line of its message.

    Raises:
        RuntimeError: The run has no results.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "settings.yaml"
    file.write_text(yaml.safe_dump({**yaml.safe_load(LOCAL.read_text("utf-8")), **choices}), "utf-8")
    command = [sys.executable, "-m", "manuel_runner.command_line", "run", "--config", file, *selection]
    done = subprocess.run(
        [*command, "--outputdir", folder], capture_output=True, text=True, check=False, cwd=REPOSITORY
    )
    output = folder / "output.xml"
    if not output.exists():
        raise RuntimeError(f"no results with {file}:\n{done.stdout}{done.stderr}")
    tests = ExecutionResult(output, include_keywords=False).suite.all_tests
    return [f"{test.full_name}: {test.message.partition(chr(10))[0]}" for test in tests if test.failed]


def main() -> int:
    """Draw, run, and print the draws that made a test fail.

    Returns:
        0 if no test failed, else 1.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=30, help="how many settings files (30)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed draws the same files (0)")
    parser.add_argument("--include", action="append", default=[], metavar="TAG", help="only tests with it")
    parser.add_argument("--only", type=int, metavar="N", help="only the draw of this number")
    parser.add_argument("--outputdir", type=Path, default=REPOSITORY / "results" / "choices")
    options = parser.parse_args()
    selection = [part for tag in options.include for part in ("--include", tag)]
    red = 0
    for number, choices in enumerate(draw(options.draws, options.seed), start=1):
        if options.only in (None, number):
            failed = failed_tests(choices, options.outputdir.resolve() / str(number), selection)
            print(f"draw {number}: {len(failed)} failed with {choices}", *failed, sep="\n  ", flush=True)
            red += bool(failed)
    return int(red > 0)


if __name__ == "__main__":
    sys.exit(main())
