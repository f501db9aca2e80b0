"""The command `manuel-tests`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from robot.errors import DataError

from manuel_runner.alerts import command as alert
from manuel_runner.campaign_options import output_file
from manuel_runner.code_mutation import command as code_mutation
from manuel_runner.detection import command as detection
from manuel_runner.mutation import command as mutation
from manuel_runner.selection import SUITES, describe_selection
from manuel_runner.soak import command as soak
from manuel_stack.errors import ResultsFolderError, StackError
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError, EnvironmentUnreachableError
from ManuelEnvironment.exit_status import ExitStatus, exit_status_of
from secret_masking.environment_variables import register_variables


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand.

    Returns:
        The exit status: 0 if all is well; of `run`, else the number of failed tests (250 at most), of other subcommands 1; or
        one of `ExitStatus`.
    """
    register_variables(os.environ)
    try:
        options = _parser().parse_args(arguments)
        status = int(options.command(options))
        sys.stdout.flush()
    except BrokenPipeError:
        return _output_was_closed()
    except (
        *(ConfigurationError, EnvironmentUnreachableError, ResultsFolderError, StackError),
        *(DataError, OSError, MemoryError),
    ) as error:
        print(f"manuel-tests: {error or 'out of memory'}", file=sys.stderr)
        return exit_status_of(error)
    except KeyboardInterrupt:
        print("manuel-tests: interrupted", file=sys.stderr)
        return ExitStatus.INTERRUPTED
    return status


def _output_was_closed() -> ExitStatus:
    """Give up, as nobody reads any more (`manuel-tests … | head`), and let the interpreter flush into nothing when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitStatus.INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="manuel-tests", description="Integration tests of the Manuel backend.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands.add_parser("run", help="run suites in parallel and write the reports"))
    _add_sandbox(commands.add_parser("sandbox", help="keep a local stack in the foreground"))
    detection.add_arguments(
        commands.add_parser("detect", help="break the backend on purpose and report which tests catch it")
    )
    mutation.add_arguments(
        commands.add_parser(
            "mutate", help="change the API's responses and report which changes no test detects"
        )
    )
    soak.add_arguments(
        commands.add_parser("soak", help="run all tests many times and report every test that ever fails")
    )
    code_mutation.add_arguments(
        commands.add_parser(
            "mutate-code", help="change the reference backend's code and report which changes no test detects"
        )
    )
    alert.add_arguments(
        commands.add_parser("alert", help="tell whom the settings name about a run, or that there was none")
    )
    _add_merge(commands.add_parser("merge", help="make one report of several runs"))
    _add_report(commands.add_parser("report", help="write the reports of a run, whatever has run it"))
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigurationError(f"{message}; see `{self.prog} --help`")


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("suites", nargs="*", type=Path, default=[SUITES], help="files or folders (all)")
    where = parser.add_argument_group("environment")
    where.add_argument(
        "-c",
        "--config",
        type=Path,
        help="a YAML or JSON file of settings, of one environment or with test_environments",
    )
    where.add_argument("-e", "--environment", help="local, dev, staging or prod (local)")
    where.add_argument("--api-url", metavar="URL", help="a proxy on this machine that stands for the API")
    where.add_argument("--timeout", type=float, metavar="SECONDS", help="override timeout_seconds")
    what = parser.add_argument_group("tests")
    what.add_argument(
        "-i", "--include", action="append", default=[], metavar="TAG", help="only tests with this tag"
    )
    what.add_argument(
        "-x", "--exclude", action="append", default=[], metavar="TAG", help="exclude tests with this tag"
    )
    what.add_argument("--chaos", action="store_true", help="enable chaos testing")
    what.add_argument("--load", action="store_true", help="enable load testing")
    what.add_argument("--security", action="store_true", help="enable security testing")
    what.add_argument(
        "--known-issues",
        type=Path,
        metavar="FILE",
        help="causes of failure that do not fail the run; override known_issues",
    )
    what.add_argument(
        "--write-known-issues",
        type=output_file,
        metavar="FILE",
        help="write the causes of this run to a new file of known issues",
    )
    how = parser.add_argument_group("execution")
    how.add_argument(
        "--parallel", type=int, metavar="N", help="override parallel_tests, the number of robot processes"
    )
    how.add_argument(
        "--framework", action="store_true", help="run in one process, with robot instead of pabot"
    )
    how.add_argument(
        "-o", "--output", type=output_file, metavar="FILE", help="also write the JSON results to this file"
    )
    how.add_argument(
        "-d",
        "--outputdir",
        type=Path,
        default=REPOSITORY / "results",
        help="folder for the reports (results/)",
    )
    how.add_argument("-v", "--verbose", action="store_true", help="print every test, and log at level TRACE")
    parser.set_defaults(command=_run)


def _add_sandbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=0, help="port of the API (a free one)")
    parser.add_argument("--aws-port", type=int, default=0, help="port of the AWS stand-in (a free one)")
    parser.set_defaults(command=_sandbox)


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "result",
        nargs="?",
        type=Path,
        metavar="OUTPUT",
        help="what robot, pabot or rebot has written, XML or JSON (output.xml in the folder)",
    )
    parser.add_argument(
        "-d", "--outputdir", type=Path, help="folder for the reports (that of OUTPUT, or results/)"
    )
    parser.set_defaults(command=_report)


def _add_merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "runs",
        nargs="*",
        type=Path,
        metavar="DIR",
        help="folders of runs (all in the folder for the reports)",
    )
    parser.add_argument(
        "-d",
        "--outputdir",
        type=Path,
        default=REPOSITORY / "results",
        help="folder for the reports (results/)",
    )
    parser.set_defaults(command=_merge)


def _run(options: argparse.Namespace) -> int:
    from manuel_runner.alerts.run_with_alerts import run_with_alerts
    from manuel_runner.run import Run

    run = Run.from_options(options)
    return run_with_alerts(
        run.execute, run.settings, run.output_directory, describe_selection(run.tests, run.suites)
    )


def _sandbox(options: argparse.Namespace) -> int:
    from manuel_runner.sandbox import keep_sandbox

    return keep_sandbox(api_port=options.port, aws_port=options.aws_port)


def _merge(options: argparse.Namespace) -> int:
    from manuel_runner.merge import merge_runs

    return merge_runs(options.runs, options.outputdir)


def _report(options: argparse.Namespace) -> int:
    from manuel_runner.report import rewrite_reports

    directory = options.outputdir or (options.result.parent if options.result else REPOSITORY / "results")
    return rewrite_reports(options.result or directory / "output.xml", directory)


if __name__ == "__main__":
    sys.exit(main())
